using System.Reflection;
using System.Text.Json.Nodes;

namespace KaosNet.Domain.Kernel;

/// <summary>Kinds of streams and all of their events, by the names under which they are stored.</summary>
public sealed class EventCatalogue
{
    /// <summary>Builds the catalogue; two kinds with one prefix or two events with one name are refused.</summary>
    /// <param name="kinds">The kinds of streams.</param>
    /// <param name="upcasts">What became of former events; each must lead to a present one.</param>
    public EventCatalogue(IEnumerable<StreamKind> kinds, IEnumerable<Upcast>? upcasts = null)
    {
        Kinds = kinds.ToDictionary(kind => kind.Prefix, StringComparer.Ordinal);
        EventTypes = Kinds.Values.SelectMany(EventsOf).ToDictionary(NameOf, StringComparer.Ordinal);
        var steps = (upcasts ?? []).ToDictionary(step => step.From, StringComparer.Ordinal);
        FormerEvents = steps.Keys.ToDictionary(name => name, name => FormerEventOf(name, steps), StringComparer.Ordinal);
    }

    /// <summary>The game's own: every kind in <see cref="Streams.All"/>, with the past of <see cref="Upcasts.All"/>.</summary>
    public static EventCatalogue Default { get; } = new(Streams.All, Upcasts.All);

    /// <summary>Kinds of streams by the word before the first dash of their keys.</summary>
    public IReadOnlyDictionary<string, StreamKind> Kinds { get; }

    /// <summary>Event types by stored name.</summary>
    public IReadOnlyDictionary<string, Type> EventTypes { get; }

    /// <summary>Names that nothing writes any more and stores still hold, with the way to what such an event is now.</summary>
    public IReadOnlyDictionary<string, FormerEvent> FormerEvents { get; }

    /// <summary>Every name under which a store can hold an event of this type, the present one first.</summary>
    public IEnumerable<string> StoredNamesOf(Type eventType) =>
        FormerEvents.Where(former => former.Value.Type == eventType).Select(former => former.Key).Prepend(NameOf(eventType));

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

    FormerEvent FormerEventOf(string name, Dictionary<string, Upcast> steps)
    {
        if (EventTypes.ContainsKey(name)) throw new ArgumentException($"{name} is a present event, and cannot be a former one as well.", nameof(steps));
        List<Func<JsonObject, JsonObject>> reshapes = [];
        var next = name;
        for (var left = steps.Count; steps.TryGetValue(next, out var step); left--)
        {
            if (left == 0) throw new ArgumentException($"The way from {name} goes round in a circle.", nameof(steps));
            if (step.Reshape is not null) reshapes.Add(step.Reshape);
            next = step.To;
        }

        return EventTypes.TryGetValue(next, out var type)
            ? new(type, reshapes)
            : throw new ArgumentException($"The way from {name} ends at {next}, which is no event.", nameof(steps));
    }
}

/// <summary>
/// Brings an event that was stored under a name of its own to what it is called and how it is spelled since: a rename, another shape, or both. Stored events
/// stay as they are; they are changed while they are read, one step after the other until a present name is reached.
/// </summary>
/// <param name="From">The name under which stores hold it, and which nothing writes any more.</param>
/// <param name="To">The name that came next: that of a present event, or of a shape between.</param>
/// <param name="Reshape">
/// Gives the members as the next shape spells them; a pure function, which may change the object that it is given. Null for a rename. Personal members are there
/// as they were written, or as their placeholders once their player is forgotten.
/// </param>
public sealed record Upcast(string From, string To, Func<JsonObject, JsonObject>? Reshape = null);

/// <summary>The way from a former name to a present one.</summary>
/// <param name="Type">What the event is now.</param>
/// <param name="Steps">What happens to its members on the way, in order; none for renames alone.</param>
public sealed record FormerEvent(Type Type, IReadOnlyList<Func<JsonObject, JsonObject>> Steps)
{
    /// <summary>The members as the present event spells them.</summary>
    public JsonObject Reshape(JsonObject members) => Steps.Aggregate(members, (shape, step) => step(shape));
}
