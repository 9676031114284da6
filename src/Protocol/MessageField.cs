using System.Text;
using System.Text.Json;
using KaosNet.Protocol.Wire;
using MessagePack;

namespace KaosNet.Protocol;

/// <summary>One field of a message type: its names, number and kind, and how to get at it in an instance.</summary>
public abstract class MessageField
{
    readonly Type _owner;

    private protected MessageField(FieldPlace place, FieldKind kind, FieldShape shape, WireType wire)
    {
        _owner = place.Owner;
        (Name, Number, Index, Choice, Kind, Shape) = (place.Name, place.Number, place.Index, place.Choice, kind, shape);
        ChoiceIndex = place.ChoiceIndex;
        CamelName = ToCamel(place.Name);
        JsonName = JsonEncodedText.Encode(place.Name);
        Wire = wire;
        Tag = ((uint)Number << 3) | (uint)wire;
        TagSize = ProtobufWriter.VarintSize(Tag);
    }

    /// <summary>The name as JSON answers and Nakama's documentation spell it: <c>lang_tag</c>.</summary>
    public string Name { get; }

    /// <summary>The other spelling that requests may use: <c>langTag</c> (H26).</summary>
    public string CamelName { get; }

    /// <summary>The protobuf field number, which is the MessagePack key too.</summary>
    public int Number { get; }

    public FieldKind Kind { get; }
    public FieldShape Shape { get; }

    /// <summary>The choice this field belongs to, if any.</summary>
    public string? Choice { get; }

    /// <summary>The C# type of one value: of an entry, for lists and maps.</summary>
    public abstract Type ValueType { get; }

    /// <summary>The nested message's descriptor; null unless the kind is <see cref="FieldKind.Message"/>.</summary>
    public MessageDescriptor? Message => Kind == FieldKind.Message ? MessageDescriptor.For(ValueType) : null;

    /// <summary>The enum's constants by name; null unless the kind is <see cref="FieldKind.Enum"/>.</summary>
    public EnumDescriptor? Enum => Kind == FieldKind.Enum ? EnumDescriptor.For(ValueType) : null;

    internal int Index { get; }
    internal int ChoiceIndex { get; }
    internal JsonEncodedText JsonName { get; }
    internal uint Tag { get; }
    internal int TagSize { get; }
    internal WireType Wire { get; }

    /// <summary>The property's value, boxed; for tools, not for hot paths.</summary>
    public object? GetValue(object message) => Get(Owned(message));

    /// <summary>Sets the property from a boxed value of its exact type.</summary>
    public void SetValue(object message, object? value) => Set(Owned(message), value);

    /// <summary>Whether the field would be sent: set and, unless being set is remembered, not zero (H41, H42, H46).</summary>
    public bool IsSent(object message) => Sends(Owned(message));

    /// <summary>
    /// The nested message of a single message field, made and set if there is none: what a request body that stands for one
    /// field is read into (H22, H25).
    /// </summary>
    public object OpenMessage(object message) => Open(Owned(message));

    /// <summary>Sets the field from the texts of a path or query parameter; answers the refusal, or null (H31).</summary>
    public string? Bind(object message, IReadOnlyList<string> values) => values.Count == 0 ? null : Parse(Owned(message), values);

    private protected abstract object? Get(object message);
    private protected abstract void Set(object message, object? value);
    private protected abstract object Open(object message);
    private protected abstract string? Parse(object message, IReadOnlyList<string> values);

    internal abstract bool Sends(object message);
    internal abstract void WriteJson(Utf8JsonWriter output, object message);
    internal abstract bool ReadJson(ref JsonInput input, object message);
    internal abstract int MeasureProtobuf(object message);
    internal abstract void WriteProtobuf(ref ProtobufWriter output, object message);
    internal abstract bool ReadProtobuf(ref ProtobufReader input, object message, WireType wire);
    internal abstract void WriteMessagePack(ref MessagePackWriter output, object message);
    internal abstract void ReadMessagePack(ref MessagePackReader input, object message);
    internal abstract void Clear(object message);

    // The codecs don't ask: they take the descriptor from the message itself.
    object Owned(object message) =>
        message.GetType() == _owner ? message : throw new ArgumentException($"{Name} is no field of {message.GetType()}.", nameof(message));

    private protected bool FitsWire(WireType wire) => wire == Wire;

    static string ToCamel(string name)
    {
        var camel = new StringBuilder(name.Length);
        var raise = false;
        foreach (var letter in name)
        {
            if (letter != '_') camel.Append(raise ? char.ToUpperInvariant(letter) : letter);
            raise = letter == '_';
        }
        return camel.ToString();
    }
}

/// <summary>Where a field stands in its message, read from the attributes once.</summary>
readonly record struct FieldPlace(Type Owner, string Name, int Number, int Index, string? Choice, int ChoiceIndex);
