using KaosNet.Domain.Kernel;

namespace KaosNet.Store.Reading;

/// <summary>Which events a consumer wants; nothing said means all of them.</summary>
public sealed record EventFilter
{
    /// <summary>All events, without what is personal.</summary>
    public static readonly EventFilter All = new();

    /// <summary>Kinds of streams, by the word before the first dash of their keys.</summary>
    public IReadOnlyList<string> Slices { get; init; } = [];

    /// <summary>Events by their stored names. With slices as well, an event must be of one of both.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Events of this user, or about them.</summary>
    public Guid? User { get; init; }

    /// <summary>Whether the consumer gets what is personal in events.</summary>
    public bool IsPersonal { get; init; }

    /// <summary>The first slice or type that no event has, such as a misspelt one; null for none.</summary>
    public string? Unknown(EventCatalogue catalogue) =>
        Slices.FirstOrDefault(slice => !catalogue.Kinds.ContainsKey(slice)) ?? Types.FirstOrDefault(type => !catalogue.EventTypes.ContainsKey(type));

    /// <summary>The present names of the events that pass; null for all.</summary>
    internal IEnumerable<string>? NamesIn(IReadOnlyDictionary<string, string[]> namesOfSlices)
    {
        if (Slices.Count == 0) return Types.Count == 0 ? null : Types;
        var names = Slices.SelectMany(slice => namesOfSlices[slice]);
        return Types.Count == 0 ? names : names.Intersect(Types, StringComparer.Ordinal);
    }
}
