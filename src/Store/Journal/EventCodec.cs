using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using KaosNet.Domain.Kernel;
using KaosNet.Store.Chain;
using KaosNet.Store.Personal;

namespace KaosNet.Store.Journal;

/// <summary>Events to and from their stored name and JSON.</summary>
public sealed partial class EventCodec
{
    readonly FrozenDictionary<Type, Shape> _byType;
    readonly FrozenDictionary<string, Shape> _byName;
    readonly Func<Type, IEnumerable<string>> _storedNames;

    /// <param name="catalogue">The streams and events.</param>
    /// <param name="keys">The keys of users, which it takes to read what is sealed; null reads the rest.</param>
    public EventCodec(EventCatalogue catalogue, PersonalKeys? keys)
    {
        _keys = keys;
        var present = catalogue.EventTypes
            .Select(entry => new Shape(entry.Key, entry.Value))
            .ToDictionary(shape => shape.Name, StringComparer.Ordinal);
        _byType = present.Values.ToFrozenDictionary(shape => shape.Type);
        // Those that nothing writes any more are read through their present shape.
        foreach (var (name, former) in catalogue.FormerEvents) present.Add(name, _byType[former.Type].Before(name, former));
        _byName = present.ToFrozenDictionary(StringComparer.Ordinal);
        _storedNames = catalogue.StoredNamesOf;
    }

    /// <summary>The stored name and the JSON of an event.</summary>
    public (string Name, byte[] Json) Encode(object @event)
    {
        var shape = _byType.GetValueOrDefault(@event.GetType())
            ?? throw new InvalidOperationException($"{@event.GetType()} belongs to no stream of the catalogue.");
        return (shape.Name, JsonSerializer.SerializeToUtf8Bytes(@event, shape.Json));
    }

    /// <summary>Whether the JSON of an event of this type is canonical but for escapes.</summary>
    internal bool IsPlain(object @event) => _byType[@event.GetType()].IsPlain;

    /// <summary>The names under which stores hold events of these types, former names too.</summary>
    public string[] NamesOf(IEnumerable<Type> types) =>
        [.. types.SelectMany(type => _byType.ContainsKey(type) ? _storedNames(type) : throw new ArgumentException($"{type} is no event of the catalogue.", nameof(types)))];

    /// <summary>The event that was stored, in its present shape; with placeholders for what is personal once its user is forgotten.</summary>
    /// <param name="name">Its stored name.</param>
    /// <param name="json">Its content.</param>
    /// <param name="stream">The key of its stream, to hold sealed members against; empty where it is not known.</param>
    /// <param name="version">Its version there.</param>
    public object Decode(string name, ReadOnlySpan<byte> json, string stream = "", long version = 0)
    {
        var shape = _byName.GetValueOrDefault(name)
            ?? throw new InvalidDataException($"The store holds an event named {name}, which this version does not know.");
        if (shape.IsPersonal && SealedMembers.TryFind(json, out var text, out var rest)) json = Opened(shape, text, rest, stream, version);
        return (shape.Former is { Steps.Count: > 0 } former ? Reshaped(former, shape, json) : JsonSerializer.Deserialize(json, shape.Json))
            ?? throw new InvalidDataException($"The store holds an event named {name} without content.");
    }

    /// <summary>Whether this version has an event of that stored name.</summary>
    public bool Knows(string name) => _byName.ContainsKey(name);

    static object? Reshaped(FormerEvent former, Shape shape, ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        return JsonNode.Parse(ref reader) is JsonObject members ? former.Reshape(members).Deserialize(shape.Json) : null;
    }

    /// <summary>How an event is spelled is made up when the first of its type comes: for all types it would cost every start a tenth of its time.</summary>
    sealed class Shape(string name, Type type, FormerEvent? former = null)
    {
        bool? _isPlain, _isPersonal, _isNested;

        public FormerEvent? Former => former;

        public string Name => name;

        public Type Type => type;

        public JsonTypeInfo Json => field ??= StoredJson.Options.GetTypeInfo(type);

        /// <summary>Whether something of a person may be in it.</summary>
        public bool IsPersonal => _isPersonal ??= PersonalJson.Holds(type);

        public bool IsNested => _isNested ??= PersonalJson.IsNested(type);

        public JsonTypeInfo Others => field ??= PersonalJson.Others.GetTypeInfo(type);

        public JsonTypeInfo Members => field ??= PersonalJson.Members.GetTypeInfo(type);

        public byte[] Placeholders => field ??= JsonSerializer.SerializeToUtf8Bytes(PersonalJson.Placeholders(type));

        public bool IsPlain => _isPlain ??= StoredJson.IsPlain(Json);

        /// <summary>What was stored under a former name.</summary>
        public Shape Before(string formerName, FormerEvent way) => new(formerName, type, way);
    }
}
