using System.Threading.Tasks.Sources;
using KaosNet.Domain.Kernel;

namespace KaosNet.Store.Journal;

/// <summary>A command on its way through a lane, and its caller's wait.</summary>
abstract class PendingCommand(Caller caller, IReadOnlyList<StreamRef> streams)
{
    public Caller Caller { get; } = caller;

    public IReadOnlyList<StreamRef> Streams { get; } = streams;

    /// <summary>The seed of its dice, the same however often it has to be decided.</summary>
    public ulong Seed { get; set; }

    /// <summary>True when nobody waits for it any more.</summary>
    public abstract bool IsAnswered { get; }

    public abstract string Name { get; }

    /// <summary>Decides; the events, or null when it is refused.</summary>
    public abstract IReadOnlyList<StreamEvent>? Decide(StreamStates states, DecisionContext context);

    public abstract Fault? OnTaken(string uniqueIndex);

    /// <summary>Answers with what was decided.</summary>
    public abstract void Answer();

    /// <summary>Answers with a refusal that the decision knew nothing of.</summary>
    public abstract void Refuse(Fault fault);
}

/// <inheritdoc/>
sealed class PendingCommand<TResult>(Command<TResult> command, Caller caller, IReadOnlyList<StreamRef> streams)
    : PendingCommand(caller, streams), IValueTaskSource<Answer<TResult>>
{
    static readonly Fault GoneAway = new(FaultCode.Canceled, "The request was canceled.");

    ManualResetValueTaskSourceCore<Answer<TResult>> _wait = new() { RunContinuationsAsynchronously = true };
    CancellationTokenRegistration _cancel;
    Decision<TResult>? _decision;
    int _answered;

    public override bool IsAnswered => Volatile.Read(ref _answered) != 0;

    public override string Name => command.GetType().Name;

    public ValueTask<Answer<TResult>> Wait => new(this, _wait.Version);

    public void StopWaitingOn(CancellationToken cancel)
    {
        if (cancel.CanBeCanceled) _cancel = cancel.UnsafeRegister(static self => ((PendingCommand<TResult>)self!).Refuse(GoneAway), this);
    }

    public override IReadOnlyList<StreamEvent>? Decide(StreamStates states, DecisionContext context)
    {
        _decision = command.Decide(states, context);
        return _decision.Fault is null ? _decision.Events : null;
    }

    public override Fault? OnTaken(string uniqueIndex) => command.OnTaken(uniqueIndex);

    public override void Answer() => Set(_decision!.Fault is { } fault ? fault : (Answer<TResult>)_decision.Result!);

    public override void Refuse(Fault fault) => Set(fault);

    public Answer<TResult> GetResult(short token)
    {
        _cancel.Dispose();
        return _wait.GetResult(token);
    }

    public ValueTaskSourceStatus GetStatus(short token) => _wait.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wait.OnCompleted(continuation, state, token, flags);

    void Set(Answer<TResult> answer)
    {
        if (Interlocked.Exchange(ref _answered, 1) == 0) _wait.SetResult(answer);
    }
}
