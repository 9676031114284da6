using System.Reflection;
using System.Text.Json;
using KaosNet.Protocol.Values;
using KaosNet.Protocol.Wire;
using MessagePack;

namespace KaosNet.Protocol.Fields;

/// <summary>Any number of values in order; in protobuf numbers are packed, and read either way. An empty list is not sent (H42).</summary>
sealed class ListField<TMessage, TValue>(FieldPlace place, PropertyInfo property, ValueFormat<TValue> format)
    : MessageField(place, format.Kind, FieldShape.List, WireType.Length) where TMessage : class
{
    readonly Accessor<TMessage, List<TValue>?> _property = new(property);
    readonly bool _packed = format.Wire != WireType.Length;

    public override Type ValueType => typeof(TValue);

    private protected override object? Get(object message) => _property.Get(message);
    private protected override void Set(object message, object? value) => _property.Set(message, (List<TValue>?)value ?? []);
    internal override bool Sends(object message) => _property.Get(message) is { Count: > 0 };
    private protected override object Open(object message) => throw new NotSupportedException($"{Name} is a list.");

    private protected override string? Parse(object message, IReadOnlyList<string> values)
    {
        var list = Held(message);
        list.Clear();
        foreach (var text in values)
        {
            if (format.Parse(text, out var value) is { } refusal) return $"parsing list \"{Name}\": {refusal}";
            list.Add(value);
        }
        return null;
    }

    internal override void WriteJson(Utf8JsonWriter output, object message)
    {
        if (_property.Get(message) is not { Count: > 0 } list) return;
        output.WritePropertyName(JsonName);
        output.WriteStartArray();
        foreach (var value in list) format.WriteJson(output, value);
        output.WriteEndArray();
    }

    internal override bool ReadJson(ref JsonInput input, object message)
    {
        if (input.Reader.TokenType != JsonTokenType.StartArray) return input.Refuse("a list is wanted");
        var list = Held(message);
        while (input.Reader.Read() && input.Reader.TokenType != JsonTokenType.EndArray)
        {
            if (format.ReadJson(ref input, out var value)) list.Add(value);
            else if (input.Error is not null) return false;
        }
        return true;
    }

    internal override int MeasureProtobuf(object message)
    {
        if (_property.Get(message) is not { Count: > 0 } list) return 0;
        var size = PayloadSize(list);
        return _packed ? TagSize + ProtobufWriter.VarintSize((uint)size) + size : TagSize * list.Count + size;
    }

    internal override void WriteProtobuf(ref ProtobufWriter output, object message)
    {
        if (_property.Get(message) is not { Count: > 0 } list) return;
        if (_packed)
        {
            output.Varint(Tag);
            output.Varint((uint)PayloadSize(list));
        }
        foreach (var value in list)
        {
            if (!_packed) output.Varint(Tag);
            format.WriteProtobuf(ref output, value);
        }
    }

    internal override bool ReadProtobuf(ref ProtobufReader input, object message, WireType wire)
    {
        if (wire != WireType.Length && wire != format.Wire) return input.TrySkip(wire, Number);
        var list = Held(message);
        if (wire == format.Wire) return Add(ref input, list);
        if (!input.TryLength(out var packed)) return false;
        var reader = new ProtobufReader(packed);
        while (!reader.AtEnd)
            if (!Add(ref reader, list)) return input.Refuse(reader.Error!);
        return true;
    }

    internal override void WriteMessagePack(ref MessagePackWriter output, object message)
    {
        if (_property.Get(message) is not { Count: > 0 } list) return;
        output.Write(Number);
        output.WriteArrayHeader(list.Count);
        foreach (var value in list) format.WriteMessagePack(ref output, value);
    }

    internal override void ReadMessagePack(ref MessagePackReader input, object message)
    {
        if (input.TryReadNil()) return;
        var list = Held(message);
        for (var left = input.ReadArrayHeader(); left > 0; left--) list.Add(format.ReadMessagePack(ref input));
    }

    internal override void Clear(object message) => _property.Set(message, []);

    bool Add(ref ProtobufReader input, List<TValue> list)
    {
        var value = format.Zero;
        if (!format.ReadProtobuf(ref input, ref value)) return false;
        list.Add(value);
        return true;
    }

    int PayloadSize(List<TValue> list)
    {
        var size = 0;
        foreach (var value in list) size += format.MeasureProtobuf(value);
        return size;
    }

    List<TValue> Held(object message)
    {
        if (_property.Get(message) is { } list) return list;
        list = [];
        _property.Set(message, list);
        return list;
    }
}
