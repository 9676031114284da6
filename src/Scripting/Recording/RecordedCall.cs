using System.Text.Json;
using System.Text.Json.Serialization;
using KaosNet.Domain.Kernel;

namespace KaosNet.Scripting.Recording;

/// <summary>What was called.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CallKind>))]
public enum CallKind
{
    /// <summary>A function for clients and servers.</summary>
    Rpc,

    /// <summary>A function before an operation.</summary>
    Before,

    /// <summary>A function after an operation.</summary>
    After,

    /// <summary>A function before a realtime message.</summary>
    BeforeMessage,

    /// <summary>A function after a realtime message.</summary>
    AfterMessage,
}

/// <summary>A call of a module's function as it went.</summary>
public sealed record RecordedCall
{
    /// <summary>What was called.</summary>
    public required CallKind Kind { get; init; }

    /// <summary>The id of the function, or the name of the operation or message.</summary>
    public required string Name { get; init; }

    /// <summary>When it began, Unix milliseconds.</summary>
    public required long At { get; init; }

    /// <summary>Who called.</summary>
    public required Caller Caller { get; init; }

    /// <summary>What a function for clients was given.</summary>
    public string Payload { get; init; } = "";

    /// <summary>Headers of the request.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Headers { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Query parameters of the request.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> QueryParameters { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>The socket's language.</summary>
    public string Language { get; init; } = "";

    /// <summary>The message that a function around one was given.</summary>
    public RecordedMessage? Request { get; init; }

    /// <summary>The answer that a function after an operation was given.</summary>
    public RecordedMessage? Response { get; init; }

    /// <summary>What it asked of the server, in order.</summary>
    public IReadOnlyList<RecordedQuestion> Questions { get; init; } = [];

    /// <summary>What came out.</summary>
    public required RecordedOutcome Outcome { get; init; }
}

/// <summary>A message.</summary>
/// <param name="Type">Its name in the protocol.</param>
/// <param name="Json">Its JSON form.</param>
public sealed record RecordedMessage(string Type, string Json);

/// <summary>What a function asked of the server.</summary>
/// <param name="Function">Which server function.</param>
/// <param name="Arguments">Its arguments, a JSON list.</param>
/// <param name="Answer">The answer, JSON; null when it was refused.</param>
/// <param name="Code">The refusal's code, 0 for none.</param>
/// <param name="Message">The refusal's text.</param>
public sealed record RecordedQuestion(string Function, string Arguments, string? Answer, int Code = 0, string? Message = null);

/// <summary>What came out of a call.</summary>
/// <param name="Answer">The text that it answered, or the message that it lets pass; null for none.</param>
/// <param name="Code">The code of its error, 0 for none.</param>
/// <param name="Message">The text of its error.</param>
public sealed record RecordedOutcome(string? Answer, int Code = 0, string? Message = null)
{
    /// <summary>The outcome in a few words, for people.</summary>
    public override string ToString() => Code != 0 ? $"error {Code}: {Message}" : Answer ?? "nothing";
}

/// <summary>How calls are written down.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RecordedCall))]
internal sealed partial class RecordedCallJson : JsonSerializerContext
{
    /// <summary>A call as bytes.</summary>
    public static byte[] Write(RecordedCall call) => JsonSerializer.SerializeToUtf8Bytes(call, Default.RecordedCall);
}
