using System.Reflection;

namespace KaosNet.Domain.Kernel;

/// <summary>Kinds of streams and all of their events, by the names under which they are stored.</summary>
public sealed class EventCatalogue
{
    /// <summary>Builds the catalogue; two kinds with one prefix or two events with one name are refused.</summary>
    public EventCatalogue(IEnumerable<StreamKind> kinds)
    {
        Kinds = kinds.ToDictionary(kind => kind.Prefix, StringComparer.Ordinal);
        EventTypes = Kinds.Values.SelectMany(EventsOf).ToDictionary(NameOf, StringComparer.Ordinal);
    }

    /// <summary>The game's own: every kind in <see cref="Streams.All"/>.</summary>
    public static EventCatalogue Default { get; } = new(Streams.All);

    /// <summary>Kinds of streams by the word before the first dash of their keys.</summary>
    public IReadOnlyDictionary<string, StreamKind> Kinds { get; }

    /// <summary>Event types by stored name.</summary>
    public IReadOnlyDictionary<string, Type> EventTypes { get; }

    /// <summary>The kind of stream that a key belongs to, or null when no kind here spells its keys so.</summary>
    public StreamKind? KindOf(string streamKey)
    {
        var dash = streamKey.IndexOf('-', StringComparison.Ordinal);
        return dash < 0 ? null : Kinds.GetValueOrDefault(streamKey[..dash]);
    }

    /// <summary>The events that a kind of stream can hold, in the order of their stored names.</summary>
    public static IEnumerable<Type> EventsOf(StreamKind kind) => kind.EventType.Assembly.GetTypes()
        .Where(type => type is { IsAbstract: false } && type.IsAssignableTo(kind.EventType))
        .OrderBy(NameOf, StringComparer.Ordinal);

    /// <summary>The stored name of an event type.</summary>
    public static string NameOf(Type eventType) =>
        eventType.GetCustomAttribute<EventNameAttribute>()?.Name
        ?? throw new InvalidOperationException($"{eventType} is an event without an [EventName].");
}
