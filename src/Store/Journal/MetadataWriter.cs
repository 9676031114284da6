using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using KaosNet.Domain.Kernel;

namespace KaosNet.Store.Journal;

/// <summary>What is kept with every event beside its correlation and cause: who did it, from where, by which operation, on which server version.</summary>
sealed class MetadataWriter(string serverVersion)
{
    static readonly JsonWriterOptions Spelling = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly ArrayBufferWriter<byte> _bytes = new(256);

    /// <summary>
    /// JSON with <c>source</c>, <c>operation</c> and <c>server</c>, with <c>user</c> when a player is behind it who is not the actor, with
    /// <c>build</c> when the game client named its build, and with <c>dice</c>, the seed, when the decision left something to chance. The actor is in a column of its own.
    /// </summary>
    public byte[] HeadersOf(DecisionContext context)
    {
        var caller = context.Caller;
        _bytes.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_bytes, Spelling))
        {
            json.WriteStartObject();
            // In the order in which jsonb keeps them: by length, then by bytes.
            if (context.Dice.IsRolled) json.WriteString("dice", context.Dice.Seed.ToString("x16"));
            if (caller.UserId.Length > 0 && caller.UserId != caller.Actor) json.WriteString("user", caller.UserId);
            if (caller.Build is { } build) json.WriteString("build", build);
            json.WriteString("server", serverVersion);
            json.WriteString("source", caller.Source switch
            {
                Source.Client => "client",
                Source.Script => "script",
                Source.Console => "console",
                Source.Server => "server",
                _ => "system",
            });
            if (caller.Operation.Length > 0) json.WriteString("operation", caller.Operation);
            json.WriteEndObject();
        }

        return _bytes.WrittenSpan.ToArray();
    }

    /// <summary>The users whom the audit index lists the event under: the player behind it and those whom it is about.</summary>
    public static List<Guid> UsersOf(Caller caller, StreamRef stream, object @event)
    {
        List<Guid> users = [];
        if (Guid.TryParse(caller.UserId, out var player)) users.Add(player);
        foreach (var about in stream.Kind.About(stream.Id, @event))
        {
            if (Guid.TryParse(about, out var user) && !users.Contains(user)) users.Add(user);
        }

        return users;
    }
}
