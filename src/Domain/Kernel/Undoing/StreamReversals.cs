namespace KaosNet.Domain.Kernel.Undoing;

/// <summary>One event of a stream as it was stored.</summary>
/// <param name="Sequence">Its place among all events.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="Version">Its place in the stream, from 1.</param>
/// <param name="Event">The event.</param>
/// <param name="At">When it was decided.</param>
public sealed record PastEvent(long Sequence, StreamRef Stream, long Version, object Event, DateTimeOffset At)
{
    /// <summary>Who did it: a user id, a module, a job, a console user.</summary>
    public string Actor { get; init; } = "";

    /// <summary>client, script, console, server or system.</summary>
    public string Source { get; init; } = "";

    /// <summary>By which operation.</summary>
    public string Operation { get; init; } = "";

    /// <summary>Id of the request.</summary>
    public string Correlation { get; init; } = "";

    /// <summary>What caused it when it was not a person.</summary>
    public string? Cause { get; init; }

    /// <summary>The undo that wrote it; null when it was none.</summary>
    public string? WrittenByUndo => Cause?.StartsWith(UndoCause, StringComparison.Ordinal) == true ? Cause[UndoCause.Length..] : null;

    /// <summary>What causes the events that an undo writes, before its id.</summary>
    public const string UndoCause = "undo:";

    /// <summary>Its personal fields read as placeholders, since whose they are was forgotten.</summary>
    public bool IsForgotten { get; init; }
}

/// <summary>An event that is to be undone, with the states of its stream.</summary>
/// <param name="Past">The event as it was stored.</param>
/// <param name="Event">The event.</param>
/// <param name="Before">Just before it.</param>
/// <param name="After">Just after it.</param>
/// <param name="Now">As it is, or will be once what came later is undone.</param>
/// <param name="History">All events of the stream, with those at the end that the undo adds.</param>
/// <param name="Selected">The versions of the stream's events that are to be undone.</param>
public sealed record Happening<TState, TEvent>(
    PastEvent Past, TEvent Event, TState Before, TState After, TState Now, IReadOnlyList<PastEvent> History, IReadOnlySet<long> Selected)
{
    /// <summary>The stream.</summary>
    public StreamRef Stream => Past.Stream;

    /// <summary>These events of the stream undo it.</summary>
    public Reversal By(params IEnumerable<object> events) => Reversal.By(Stream, events);
}

/// <summary>How the events of one kind of stream are undone. One instance stands in each slice, beside its state.</summary>
public abstract class StreamReversals
{
    private protected StreamReversals(StreamKind kind, IReadOnlyDictionary<Type, string> never) => (Kind, Never) = (kind, never);

    /// <summary>The kind of stream.</summary>
    public StreamKind Kind { get; }

    /// <summary>Events that are never undone, each with the reason in words.</summary>
    public IReadOnlyDictionary<Type, string> Never { get; }

    /// <summary>What undoing an event takes.</summary>
    /// <param name="past">The event.</param>
    /// <param name="before">The stream's state just before it.</param>
    /// <param name="after">Just after it.</param>
    /// <param name="now">As it is, or will be once what came later is undone.</param>
    /// <param name="history">All events of the stream, with those that the undo adds.</param>
    /// <param name="selected">The versions of the stream's events that are to be undone.</param>
    /// <param name="world">Everything else.</param>
    public abstract Reversal Of(
        PastEvent past, object before, object after, object now, IReadOnlyList<PastEvent> history, IReadOnlySet<long> selected, UndoWorld world);
}

/// <inheritdoc/>
/// <param name="kind">The kind of stream.</param>
/// <param name="reverse">How those events are undone that are not in <paramref name="never"/>.</param>
/// <param name="never">Events that are never undone, each with the reason in words.</param>
public sealed class StreamReversals<TState, TEvent>(
    StreamKind<TState, TEvent> kind, Func<Happening<TState, TEvent>, UndoWorld, Reversal> reverse, IReadOnlyDictionary<Type, string>? never = null)
    : StreamReversals(kind, never ?? NoReasons)
    where TState : class
    where TEvent : class
{
    static readonly Dictionary<Type, string> NoReasons = [];

    public override Reversal Of(
        PastEvent past, object before, object after, object now, IReadOnlyList<PastEvent> history, IReadOnlySet<long> selected, UndoWorld world) =>
        Never.TryGetValue(past.Event.GetType(), out var reason)
            ? Reversal.Refused(reason)
            : reverse(new(past, (TEvent)past.Event, (TState)before, (TState)after, (TState)now, history, selected), world);
}
