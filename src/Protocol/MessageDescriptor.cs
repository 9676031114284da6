using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Serialization;
using System.Text;
using System.Text.Json;
using KaosNet.Protocol.Fields;

namespace KaosNet.Protocol;

/// <summary>
/// A message type's fields, read once from its <c>[DataContract]</c> and <c>[DataMember]</c> attributes. All codecs and the
/// binding of path and query parameters work from this one description.
/// </summary>
public sealed class MessageDescriptor
{
    /// <summary>A message has no more fields than this, so that a set of them fits one machine word.</summary>
    public const int FieldsMax = 64;

    static readonly ConcurrentDictionary<Type, MessageDescriptor> Known = new();
    static readonly Lazy<ImmutableArray<MessageDescriptor>> AllTypes = new(static () =>
        [.. typeof(MessageDescriptor).Assembly.GetExportedTypes()
            .Where(type => type.IsClass && type.IsDefined(typeof(DataContractAttribute)))
            .OrderBy(type => type.FullName, StringComparer.Ordinal).Select(For)]);

    readonly Func<object> _create;
    readonly ConcurrentDictionary<Type, MessageField[]> _envelopes = new();
    readonly MessageField?[] _byNumber;
    readonly (byte[] Name, MessageField Field)[][] _byNameLength;
    readonly Dictionary<string, MessageField> _byName = [];

    MessageDescriptor(Type type, ImmutableArray<MessageField> fields, Func<object> create)
    {
        (Type, Fields, _create) = (type, fields, create);
        Name = type.GetCustomAttribute<DataContractAttribute>()?.Name ?? type.Name;
        _byNumber = new MessageField?[fields.Length == 0 ? 1 : fields.Max(field => field.Number) + 1];
        foreach (var field in fields)
        {
            _byNumber[field.Number] = field;
            _byName[field.Name] = _byName[field.CamelName] = field;
        }
        var longest = _byName.Count == 0 ? 0 : _byName.Keys.Max(name => name.Length);
        _byNameLength = new (byte[], MessageField)[longest + 1][];
        for (var length = 0; length <= longest; length++)
            _byNameLength[length] = [.. _byName.Where(entry => entry.Key.Length == length)
                .Select(entry => (Encoding.UTF8.GetBytes(entry.Key), entry.Value))];
    }

    /// <summary>Every message of the client API and of the socket.</summary>
    public static ImmutableArray<MessageDescriptor> All => AllTypes.Value;

    public Type Type { get; }

    /// <summary>The name in the protocol, which for nested messages differs from the C# one: <c>UserGroupList.UserGroup</c>.</summary>
    public string Name { get; }

    /// <summary>The fields, by rising number.</summary>
    public ImmutableArray<MessageField> Fields { get; }

    public static MessageDescriptor For<T>() where T : class => Of<T>.Descriptor;
    public static MessageDescriptor For(Type type) => Known.GetOrAdd(type, Build);

    /// <summary>A new, empty message.</summary>
    public object Create() => _create();

    /// <summary>The field with this name, in either spelling (H26); null if there is none.</summary>
    public MessageField? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The field with this protobuf number; null if there is none.</summary>
    public MessageField? Find(int number) => (uint)number < (uint)_byNumber.Length ? _byNumber[number] : null;

    /// <summary>
    /// Sets a field from the texts of a path or query parameter, in either spelling. Unknown names are ignored (H27). Answers
    /// the refusal's text (H31), or null: <c>parsing field "limit": …</c>, <c>too many values for field "limit": 1, 2</c>.
    /// </summary>
    public string? Bind(object message, string fieldName, IReadOnlyList<string> values) =>
        Find(fieldName)?.Bind(message, values);

    /// <summary>The fields that may be set in this message: of an envelope only its own, so that fifty need not be asked.</summary>
    internal ReadOnlySpan<MessageField> FieldsOf(object message) =>
        message is IEnvelope envelope ? EnvelopeFields(envelope.Message) : Fields.AsSpan();

    internal MessageField? Find(ReadOnlySpan<byte> name)
    {
        if (name.Length >= _byNameLength.Length) return null;
        foreach (var (known, field) in _byNameLength[name.Length])
            if (name.SequenceEqual(known)) return field;
        return null;
    }

    internal MessageField? Find(ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? Find(reader.GetString()!) : Find(reader.ValueSpan);

    /// <summary>Keeps a choice a choice when a binary message carries two of its members: the later one counts.</summary>
    internal void ClearOthers(MessageField chosen, object message)
    {
        if (chosen.Choice is null || message is IEnvelope) return;
        foreach (var field in Fields)
            if (field.ChoiceIndex == chosen.ChoiceIndex && field != chosen) field.Clear(message);
    }

    MessageField[] EnvelopeFields(object? content) =>
        _envelopes.GetOrAdd(content?.GetType() ?? typeof(void), static (type, fields) =>
            [.. fields.Where(field => field.Choice is null || field.ValueType == type)], Fields);

    static MessageDescriptor Build(Type type)
    {
        if (!type.IsDefined(typeof(DataContractAttribute))) throw new ArgumentException($"{type} is no message.", nameof(type));
        var fields = FieldFactory.FieldsOf(type);
        if (fields.Length > FieldsMax) throw new NotSupportedException($"{type} has over {FieldsMax} fields.");
        return new MessageDescriptor(type, fields, FieldFactory.MakerOf(type));
    }

    static class Of<T>
    {
        public static readonly MessageDescriptor Descriptor = For(typeof(T));
    }
}

/// <summary>A message that holds one of many others, each of a type of its own; a new one replaces the one held.</summary>
interface IEnvelope
{
    object? Message { get; }
}
