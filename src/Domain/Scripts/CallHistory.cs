using System.Text.Json.Serialization;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Scripts;

/// <summary>The calls of modules that one run of a server recorded within an hour: how far the record has come.</summary>
/// <param name="Id">Hour and run.</param>
/// <param name="Pieces">Pieces recorded.</param>
/// <param name="Calls">Calls in them.</param>
public sealed record CallHistory(string Id, int Pieces, long Calls)
{
    /// <summary>The stream of an hour of a run: <c>calls-{hour}-{run}</c>.</summary>
    public static readonly StreamKind<CallHistory, CallEvent> Kind = 
        new("calls", Initial, Evolve) { Whose = new() { Mentioned = happened => happened is ScriptCallsRecorded piece ? piece.Mentioned : [] } };

    /// <summary>Before anything is recorded.</summary>
    public static CallHistory Initial(string id) => new(id, 0, 0);

    /// <summary>One more event.</summary>
    public static CallHistory Evolve(CallHistory history, CallEvent happened, DateTimeOffset at) => happened switch
    {
        ScriptCallsRecorded piece => history with { Pieces = piece.Piece + 1, Calls = history.Calls + piece.Calls },
        _ => history,
    };
}

/// <summary>What can happen to a record of calls.</summary>
public abstract record CallEvent;

/// <summary>Some calls of modules by clients: what each was given, what it asked of the server and was answered, and what came out.</summary>
/// <param name="Piece">Number of the piece, from 0, without gaps.</param>
/// <param name="Calls">How many calls.</param>
/// <param name="From">When the first of them began.</param>
/// <param name="To">When the last of them began.</param>
/// <param name="Packed">The calls, one line of JSON each, packed with Brotli. All that is personal is in here.</param>
[EventName("script_calls_recorded")]
public sealed record ScriptCallsRecorded(int Piece, int Calls, DateTimeOffset From, DateTimeOffset To, [property: Personal] byte[] Packed) : CallEvent
{
    /// <summary>Ids that the calls mention, of users or not; they are not stored by themselves.</summary>
    [JsonIgnore]
    public IReadOnlyList<Guid> Mentioned { get; init; } = [];
}

/// <summary>A server records calls of modules. A piece that is there already does nothing; a gap is refused.</summary>
public sealed record RecordScriptCalls(string Id, ScriptCallsRecorded Recorded) : StreamCommand<CallHistory, Done>
{
    /// <summary>Bytes of a packed piece.</summary>
    public const int PackedMax = 1 << 20;

    public override StreamRef<CallHistory> Stream => CallHistory.Kind.Of(Id);

    protected override Decision<Done> Decide(CallHistory state, DecisionContext context)
    {
        if (Recorded.Piece < state.Pieces) return Decision.Granted();
        if (Recorded.Packed.Length > PackedMax) return Fault.InvalidArgument("A piece of a record of calls is too large.");
        if (Recorded.Piece > state.Pieces) return Fault.FailedPrecondition("A piece of a record of calls does not follow the one before.");
        return Decision.Granted().Append(Stream, Recorded);
    }
}
