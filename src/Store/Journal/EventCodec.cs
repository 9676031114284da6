using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using KaosNet.Domain.Kernel;

namespace KaosNet.Store.Journal;

/// <summary>Events to and from their stored name and JSON.</summary>
public sealed class EventCodec
{
    readonly FrozenDictionary<Type, Shape> _byType;
    readonly FrozenDictionary<string, Shape> _byName;

    public EventCodec(EventCatalogue catalogue)
    {
        _byName = catalogue.EventTypes
            .Select(entry => new Shape(entry.Key, entry.Value))
            .ToFrozenDictionary(shape => shape.Name, StringComparer.Ordinal);
        _byType = _byName.Values.ToFrozenDictionary(shape => shape.Type);
    }

    /// <summary>The stored name and the JSON of an event.</summary>
    public (string Name, byte[] Json) Encode(object @event)
    {
        var shape = _byType.GetValueOrDefault(@event.GetType())
            ?? throw new InvalidOperationException($"{@event.GetType()} belongs to no stream of the catalogue.");
        return (shape.Name, JsonSerializer.SerializeToUtf8Bytes(@event, shape.Json));
    }

    /// <summary>The stored names of events of these types.</summary>
    public string[] NamesOf(IEnumerable<Type> types) =>
        [.. types.Select(type => _byType.GetValueOrDefault(type)?.Name ?? throw new ArgumentException($"{type} is no event of the catalogue.", nameof(types)))];

    /// <summary>The event that was stored.</summary>
    public object Decode(string name, ReadOnlySpan<byte> json)
    {
        var shape = _byName.GetValueOrDefault(name)
            ?? throw new InvalidDataException($"The store holds an event named {name}, which this version does not know.");
        return JsonSerializer.Deserialize(json, shape.Json)
            ?? throw new InvalidDataException($"The store holds an event named {name} without content.");
    }

    /// <summary>How an event is spelled is made up when the first of its type comes: for all types it would cost every start a tenth of its time.</summary>
    sealed class Shape(string name, Type type)
    {
        public string Name => name;

        public Type Type => type;

        public JsonTypeInfo Json => field ??= EventJson.Options.GetTypeInfo(type);
    }
}
