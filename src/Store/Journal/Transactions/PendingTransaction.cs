using KaosNet.Domain.Kernel;

namespace KaosNet.Store.Journal.Transactions;

/// <summary>One command of a transaction as it was decided while the work ran: decided again, with the same dice, when the transaction commits.</summary>
abstract class TransactionPart(Caller caller, ulong seed, IReadOnlyList<StreamRef> streams, IReadOnlyList<StreamEvent> events)
{
    public Caller Caller { get; } = caller;

    public ulong Seed { get; } = seed;

    public IReadOnlyList<StreamRef> Streams { get; } = streams;

    /// <summary>The events, or null when it is refused.</summary>
    public abstract IReadOnlyList<StreamEvent>? Decide(StreamStates states, DecisionContext context);

    public abstract Fault? OnTaken(string uniqueIndex);

    /// <summary>Whether these events are of the same streams and kinds as those that the work went on from.</summary>
    public bool IsAsBefore(IReadOnlyList<StreamEvent>? now)
    {
        if (now is null || now.Count != events.Count) return false;
        for (var at = 0; at < now.Count; at++)
        {
            if (!now[at].Stream.Equals(events[at].Stream) || now[at].Event.GetType() != events[at].Event.GetType()) return false;
        }

        return true;
    }
}

/// <inheritdoc/>
sealed class TransactionPart<TResult>(
    Command<TResult> command, Caller caller, ulong seed, IReadOnlyList<StreamRef> streams, IReadOnlyList<StreamEvent> events)
    : TransactionPart(caller, seed, streams, events)
{
    public override IReadOnlyList<StreamEvent>? Decide(StreamStates states, DecisionContext context) =>
        command.Decide(states, context) is { Fault: null } decision ? decision.Events : null;

    public override Fault? OnTaken(string uniqueIndex) => command.OnTaken(uniqueIndex);
}

/// <summary>A whole transaction on its way through a lane.</summary>
/// <param name="parts">What changes something, in order.</param>
/// <param name="bases">Every stream that was looked at, with the version that its state was of.</param>
sealed class PendingTransaction(IReadOnlyList<TransactionPart> parts, IReadOnlyDictionary<StreamRef, long> bases)
    : PendingCommand(parts[0].Caller, StreamsOf(parts, bases))
{
    /// <summary>Somebody else changed what it was decided from.</summary>
    public static readonly Fault Moved = new(FaultCode.Aborted, "What this was decided from has changed. Try again.");

    readonly TaskCompletionSource<Fault?> _wait = new(TaskCreationOptions.RunContinuationsAsynchronously);
    bool _isMoved;

    public IReadOnlyList<TransactionPart> Parts => parts;

    public override bool IsAnswered => _wait.Task.IsCompleted;

    public override string Name => "Transaction";

    /// <summary>Null when it is committed, else why it is not.</summary>
    public Task<Fault?> Wait => _wait.Task;

    /// <summary>The version that the stream must be at; null for one that the transaction itself begins.</summary>
    public long? BaseOf(StreamRef stream) => bases.TryGetValue(stream, out var version) ? version : null;

    /// <summary>Tells it how the last attempt to decide it went.</summary>
    public void Decided(bool isMoved) => _isMoved = isMoved;

    /// <summary>Decided part by part, by <see cref="Batch"/>.</summary>
    public override IReadOnlyList<StreamEvent>? Decide(StreamStates states, DecisionContext context) => throw new NotSupportedException();

    public override Fault? OnTaken(string uniqueIndex) => parts.Select(part => part.OnTaken(uniqueIndex)).FirstOrDefault(fault => fault is not null);

    public override void Answer() => _wait.TrySetResult(_isMoved ? Moved : null);

    public override void Refuse(Fault fault) => _wait.TrySetResult(fault);

    // The first one picks the lane: that of the first command, as if it came by itself.
    static List<StreamRef> StreamsOf(IReadOnlyList<TransactionPart> parts, IReadOnlyDictionary<StreamRef, long> bases)
    {
        var first = parts[0].Streams[0];
        return [first, .. bases.Keys.Where(stream => !stream.Equals(first))];
    }
}
