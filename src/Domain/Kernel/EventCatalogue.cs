using System.Reflection;

namespace KaosNet.Domain.Kernel;

/// <summary>Every kind of stream and every event of the game, found once at start from <see cref="Streams.All"/>.</summary>
public static class EventCatalogue
{
    /// <summary>Kinds of streams by the word before the first dash of their keys.</summary>
    public static IReadOnlyDictionary<string, StreamKind> Kinds { get; } =
        Streams.All.ToDictionary(kind => kind.Prefix, StringComparer.Ordinal);

    /// <summary>Event types by stored name.</summary>
    public static IReadOnlyDictionary<string, Type> EventTypes { get; } = Streams.All
        .SelectMany(EventsOf)
        .ToDictionary(NameOf, StringComparer.Ordinal);

    /// <summary>The events that a kind of stream can hold, in the order of their stored names.</summary>
    public static IEnumerable<Type> EventsOf(StreamKind kind) => kind.EventType.Assembly.GetTypes()
        .Where(type => type is { IsAbstract: false } && type.IsAssignableTo(kind.EventType))
        .OrderBy(NameOf, StringComparer.Ordinal);

    /// <summary>The stored name of an event type.</summary>
    public static string NameOf(Type eventType) =>
        eventType.GetCustomAttribute<EventNameAttribute>()?.Name
        ?? throw new InvalidOperationException($"{eventType} is an event without an [EventName].");

    /// <summary>The kind of stream that a key belongs to, or null when no kind of ours spells its keys so.</summary>
    public static StreamKind? KindOf(string streamKey)
    {
        var dash = streamKey.IndexOf('-', StringComparison.Ordinal);
        return dash < 0 ? null : Kinds.GetValueOrDefault(streamKey[..dash]);
    }
}
