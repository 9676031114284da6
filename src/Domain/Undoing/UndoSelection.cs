using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards.Disqualifying;

namespace KaosNet.Domain.Undoing;

/// <summary>What is undone: one event, one action (all events of a request by the same actor), an undo, or everything that an actor did in a span of time. One of these.</summary>
public sealed record UndoSelection
{
    /// <summary>The one event with this place among all events.</summary>
    public long? Event { get; init; }

    /// <summary>The action that the event with this place belongs to.</summary>
    public long? Action { get; init; }

    /// <summary>Everything of the request with this id.</summary>
    public string? Request { get; init; }

    /// <summary>What the undo with this id put back; a lower-case UUID.</summary>
    public string? Undo { get; init; }

    /// <summary>Everything that this actor did: a user id, a module, a console user.</summary>
    public string? Actor { get; init; }

    /// <summary>With an actor: only from there; client, script, console, server or system.</summary>
    public string? Source { get; init; }

    /// <summary>With an actor: at or after this moment.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>With an actor: before this moment.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Why nothing can be looked for with it, or null when it can.</summary>
    public Fault? Flaw()
    {
        var ways = (Event is null ? 0 : 1) + (Action is null ? 0 : 1) + (Request is null ? 0 : 1) + (Undo is null ? 0 : 1) + (Actor is null ? 0 : 1);
        if (ways != 1) return UndoFaults.NoSelection;
        if (Event < 1 || Action < 1) return UndoFaults.InvalidEvent;
        if (Request is { } request && !DisqualificationCriteria.IsText(request, UndoLimits.NameLengthMax)) return UndoFaults.InvalidRequest;
        if (Undo is { } undo && !(Guid.TryParseExact(undo, "D", out var id) && id.ToString() == undo)) return UndoFaults.InvalidId;
        if (Actor is null) return Source is null && Since is null && Until is null ? null : UndoFaults.SpanWithoutActor;
        if (!DisqualificationCriteria.IsText(Actor, UndoLimits.NameLengthMax)) return UndoFaults.InvalidActor;
        if (Source is not (null or "client" or "script" or "console" or "server" or "system")) return UndoFaults.InvalidSource;
        return Since is null ? UndoFaults.NoSince : Since >= Until ? UndoFaults.InvalidSpan : null;
    }
}

/// <summary>The bounds of undoing.</summary>
public static class UndoLimits
{
    /// <summary>Events that one commit undoes: of more, it takes several, the newest first.</summary>
    public const int EventsAtOnce = 1000;

    /// <summary>Events that one undo may select.</summary>
    public const int EventsMax = 100_000;

    /// <summary>Events of the streams that are looked through to undo the events of one commit.</summary>
    public const int HistoryMax = 200_000;

    /// <summary>Bytes of these.</summary>
    public const long HistoryBytesMax = 256L << 20;

    /// <summary>Later events of a stream that are looked through for the one that stands in the way.</summary>
    public const int LaterMax = 1000;

    /// <summary>Characters of an actor or of a request's id.</summary>
    public const int NameLengthMax = 256;

    /// <summary>Characters of an author's name.</summary>
    public const int AuthorLengthMax = 128;

    /// <summary>Characters of a reason.</summary>
    public const int ReasonLengthMax = 1000;

    /// <summary>Undos or changes of one page.</summary>
    public const int PageMax = 100;
}

/// <summary>Every refusal of undoing.</summary>
public static class UndoFaults
{
    public static readonly Fault NoSelection = Fault.InvalidArgument("Undo expects one of an event, an action, a request, an undo or an actor.");
    public static readonly Fault InvalidEvent = Fault.InvalidArgument("An event is named by its place among all events, from 1.");
    public static readonly Fault InvalidRequest = Fault.InvalidArgument("A request's ID must have 1 to 256 characters.");
    public static readonly Fault InvalidActor = Fault.InvalidArgument("Actor must have 1 to 256 characters.");
    public static readonly Fault InvalidSource = Fault.InvalidArgument("Source must be client, script, console, server or system.");
    public static readonly Fault InvalidSpan = Fault.InvalidArgument("Since must be before until.");
    public static readonly Fault InvalidTime = Fault.InvalidArgument("Since and until must be moments in time.");
    public static readonly Fault NoSince = Fault.InvalidArgument("Undoing what an actor did expects since.");
    public static readonly Fault SpanWithoutActor = Fault.InvalidArgument("Source, since and until go with an actor.");
    public static readonly Fault InvalidAuthor = Fault.InvalidArgument("Author must have 1 to 128 characters.");
    public static readonly Fault InvalidReason = Fault.InvalidArgument("Reason must have 1 to 1000 characters.");
    public static readonly Fault InvalidId = Fault.InvalidArgument("Invalid undo ID.");
    public static readonly Fault InvalidLimit = Fault.InvalidArgument("Invalid limit - limit must be between 1 and 100.");
    public static readonly Fault InvalidCursor = Fault.InvalidArgument("Cursor is invalid.");
    public static readonly Fault NotFound = Fault.NotFound("Undo not found.");
    public static readonly Fault NothingFits = Fault.NotFound("No event fits the undo.");
    public static readonly Fault Unfinished = Fault.FailedPrecondition("The undo is still underway.");
    public static readonly Fault NothingUndone = Fault.FailedPrecondition("Nothing of it can be undone.");
    public static readonly Fault NotAll = Fault.FailedPrecondition("Not all of it can be undone.");

    public static readonly Fault TooManyForAll =
        Fault.FailedPrecondition($"All or nothing takes at most {UndoLimits.EventsAtOnce} events, which one commit holds.");

    public static readonly Fault TooMany = Fault.ResourceExhausted($"The undo fits more than {UndoLimits.EventsMax} events.");
    public static readonly Fault TooManyLooked = Fault.ResourceExhausted("The span of time holds more events than an undo looks through.");

    /// <summary>The preview's token is not that of what would be done by now.</summary>
    public static readonly Fault Moved = new(FaultCode.Aborted, "What it would change is not what was previewed; preview it again.");

    /// <summary>Another server is at it too, or was.</summary>
    public static readonly Fault StepTaken = new(FaultCode.Aborted, "The undo was taken a step further meanwhile.");

    public static readonly Fault NameTaken = Fault.AlreadyExists("A name or a way to sign in that it would give back was taken meanwhile.");
}
