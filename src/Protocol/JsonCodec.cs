using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using KaosNet.Protocol.Wire;

namespace KaosNet.Protocol;

/// <summary>
/// Messages as JSON: snake_case names, 64-bit integers as decimal strings, zero values left out, <c>{}</c> for an empty message
/// (H26 to H30, H40 to H49).
/// </summary>
public sealed class JsonCodec : IMessageCodec
{
    public static readonly JsonCodec Rest = new(JsonRules.Rest);
    public static readonly JsonCodec Realtime = new(JsonRules.Realtime);

    /// <summary>Nesting beyond this is refused, also inside ignored fields.</summary>
    public const int DepthMax = 64;

    static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = DepthMax };

    // Quotes, backslashes and control characters are escaped, all else is plain UTF-8: answers never stand inside a web page.
    static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true,
    };

    static readonly ArrayBufferWriter<byte> NoBuffer = new();

    [ThreadStatic] static Utf8JsonWriter? _writer;

    readonly JsonRules _rules;

    JsonCodec(JsonRules rules) => _rules = rules;

    /// <summary>Writes the message.</summary>
    public static void Serialize(IBufferWriter<byte> output, object message)
    {
        if (message is SharedMessage { IsShared: true } shared) output.Write(shared.Json ??= Encode(message));
        else Encode(output, message);
    }

    static byte[] Encode(object message)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        Encode(output, message);
        return output.WrittenSpan.ToArray();
    }

    static void Encode(IBufferWriter<byte> output, object message)
    {
        var writer = _writer ??= new Utf8JsonWriter(output, WriterOptions);
        writer.Reset(output);
        try
        {
            Serialize(writer, message);
            writer.Flush();
        }
        finally
        {
            // The writer is kept, the caller's buffer is not.
            writer.Reset(NoBuffer);
        }
    }

    /// <summary>Writes the message as the next value of a JSON text.</summary>
    public static void Serialize(Utf8JsonWriter output, object message) =>
        JsonMessages.Write(output, MessageDescriptor.For(message.GetType()), message);

    /// <summary>Reads into a message; answers why the input was refused, or null.</summary>
    public static string? Deserialize(ReadOnlySpan<byte> input, object message, JsonRules rules)
    {
        try
        {
            return Read(input, message, rules);
        }
        catch (JsonException refusal)
        {
            return $"malformed JSON: {refusal.Message}";
        }
        catch (InvalidOperationException)
        {
            // The reader's answer to a string with bytes or escapes that are no text.
            return NotText;
        }
    }

    /// <summary>
    /// Reads a body that stands for one field of the message, as "field: x" operations have it (H22). The field's message then
    /// exists even when the body is empty (H25).
    /// </summary>
    public static string? DeserializeField(ReadOnlySpan<byte> input, object message, MessageField field, JsonRules rules) =>
        Deserialize(input, field.OpenMessage(message), rules);

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output, object message) => Serialize(output, message);

    /// <inheritdoc/>
    public string? Read(in ReadOnlySequence<byte> input, object message) =>
        Contiguous.Read(input, message, _rules, static (bytes, message, rules) => Deserialize(bytes, message, rules));

    const string NotText = "malformed JSON: a string is not valid UTF-8";

    static string? Read(ReadOnlySpan<byte> input, object message, JsonRules rules)
    {
        if (rules.AllowsNothing && input.Trim(" \t\r\n"u8).IsEmpty) return null;
        var json = new JsonInput(new Utf8JsonReader(input, ReaderOptions), rules);
        json.Reader.Read();
        if (!JsonMessages.Read(ref json, MessageDescriptor.For(message.GetType()), message)) return json.Error;
        // The reader looks at the bytes of those strings only that were asked for; names and ignored fields count too.
        if (!Utf8.IsValid(input[..(int)json.Reader.BytesConsumed])) return NotText;
        return rules.IgnoresRest || !json.Reader.Read() ? null : "malformed JSON: more than one value";
    }
}
