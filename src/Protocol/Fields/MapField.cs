using System.Reflection;
using System.Text.Json;
using KaosNet.Protocol.Values;
using KaosNet.Protocol.Wire;
using MessagePack;

namespace KaosNet.Protocol.Fields;

/// <summary>Values by text key; in protobuf a list of entries that always carry key (1) and value (2). An empty map is not sent (H42).</summary>
sealed class MapField<TMessage, TValue>(FieldPlace place, PropertyInfo property, ValueFormat<TValue> format)
    : MessageField(place, format.Kind, FieldShape.Map, WireType.Length) where TMessage : class
{
    const uint KeyTag = (1 << 3) | (uint)WireType.Length;

    readonly Accessor<TMessage, Dictionary<string, TValue>?> _property = new(property);
    readonly uint _valueTag = (2 << 3) | (uint)format.Wire;

    public override Type ValueType => typeof(TValue);

    private protected override object? Get(object message) => _property.Get(message);
    private protected override void Set(object message, object? value) => _property.Set(message, (Dictionary<string, TValue>?)value ?? []);
    internal override bool Sends(object message) => _property.Get(message) is { Count: > 0 };
    private protected override object Open(object message) => throw new NotSupportedException($"{Name} is a map.");

    // No operation takes a map from a path or query, so a parameter of that name is as good as unknown (H27).
    private protected override string? Parse(object message, IReadOnlyList<string> values) => null;

    internal override void WriteJson(Utf8JsonWriter output, object message)
    {
        if (_property.Get(message) is not { Count: > 0 } map) return;
        output.WritePropertyName(JsonName);
        output.WriteStartObject();
        foreach (var (key, value) in map)
        {
            output.WritePropertyName(key);
            format.WriteJson(output, value);
        }
        output.WriteEndObject();
    }

    internal override bool ReadJson(ref JsonInput input, object message)
    {
        if (input.Reader.TokenType != JsonTokenType.StartObject) return input.Refuse("an object is wanted");
        var map = Held(message);
        while (input.Reader.Read() && input.Reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = input.Reader.GetString()!;
            input.Reader.Read();
            if (map.ContainsKey(key)) return input.Refuse("the same key twice");
            if (format.ReadJson(ref input, out var value)) map.Add(key, value);
            else if (input.Error is not null) return false;
        }
        return true;
    }

    internal override int MeasureProtobuf(object message)
    {
        if (_property.Get(message) is not { Count: > 0 } map) return 0;
        var size = 0;
        foreach (var (key, value) in map)
        {
            var entry = EntrySize(key, value);
            size += TagSize + ProtobufWriter.VarintSize((uint)entry) + entry;
        }
        return size;
    }

    internal override void WriteProtobuf(ref ProtobufWriter output, object message)
    {
        if (_property.Get(message) is not { Count: > 0 } map) return;
        foreach (var (key, value) in map)
        {
            output.Varint(Tag);
            output.Varint((uint)EntrySize(key, value));
            output.Varint(KeyTag);
            StringFormat.Instance.WriteProtobuf(ref output, key);
            output.Varint(_valueTag);
            format.WriteProtobuf(ref output, value);
        }
    }

    internal override bool ReadProtobuf(ref ProtobufReader input, object message, WireType wire)
    {
        if (!FitsWire(wire)) return input.TrySkip(wire, Number);
        if (!input.TryLength(out var entry)) return false;
        var (key, value) = ("", format.Zero);
        var reader = new ProtobufReader(entry);
        while (!reader.AtEnd)
        {
            if (!reader.TryTag(out var number, out var inner)) return input.Refuse(reader.Error!);
            var tag = ((uint)number << 3) | (uint)inner;
            var fine = tag == KeyTag ? StringFormat.Instance.ReadProtobuf(ref reader, ref key)
                : tag == _valueTag ? format.ReadProtobuf(ref reader, ref value)
                : reader.TrySkip(inner, number);
            if (!fine) return input.Refuse(reader.Error!);
        }
        Held(message)[key] = value;
        return true;
    }

    internal override void WriteMessagePack(ref MessagePackWriter output, object message)
    {
        if (_property.Get(message) is not { Count: > 0 } map) return;
        output.Write(Number);
        output.WriteMapHeader(map.Count);
        foreach (var (key, value) in map)
        {
            output.Write(key);
            format.WriteMessagePack(ref output, value);
        }
    }

    internal override void ReadMessagePack(ref MessagePackReader input, object message)
    {
        if (input.TryReadNil()) return;
        var map = Held(message);
        for (var left = input.ReadMapHeader(); left > 0; left--)
        {
            var key = StringFormat.Instance.ReadMessagePack(ref input);
            map[key] = format.ReadMessagePack(ref input);
        }
    }

    internal override void Clear(object message) => _property.Set(message, []);

    int EntrySize(string key, TValue value) =>
        1 + StringFormat.Instance.MeasureProtobuf(key) + 1 + format.MeasureProtobuf(value);

    Dictionary<string, TValue> Held(object message)
    {
        if (_property.Get(message) is { } map) return map;
        map = [];
        _property.Set(message, map);
        return map;
    }
}
