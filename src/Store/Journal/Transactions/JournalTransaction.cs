using KaosNet.Domain.Kernel;
using Microsoft.Extensions.Logging;

namespace KaosNet.Store.Journal.Transactions;

/// <summary>
/// A Journal that collects commands and commits all of them as one, or none. Each is decided at once, from states that show what the ones before it
/// decided, so its answer is what it will be. Lists and other tables show none of it before the commit.
/// </summary>
public sealed class JournalTransaction : IJournal, IDisposable
{
    static readonly AsyncLocal<JournalTransaction?> Running = new();

    static readonly Fault Over = Fault.FailedPrecondition("The transaction is over.");

    readonly LanedJournal _journal;
    readonly TransactionLimits _limits;
    readonly TransactionStates _states = new();
    readonly List<TransactionPart> _parts = [];
    readonly List<Action> _afterwards = [];
    readonly SemaphoreSlim _turn = new(1, 1);
    readonly Seeds _seeds = new();
    int _events, _bytes;
    volatile bool _isOpen = true;
    volatile bool _isRepeatable = true;

    internal JournalTransaction(LanedJournal journal, TransactionLimits limits) => (_journal, _limits) = (journal, limits);

    /// <summary>The transaction that the calling work is part of; null outside of one.</summary>
    public static JournalTransaction? Current
    {
        get => Running.Value is { _isOpen: true } running ? running : null;
        internal set => Running.Value = value;
    }

    /// <summary>Whether its work has done nothing that must not be done twice.</summary>
    public bool IsRepeatable => _isRepeatable;

    /// <summary>
    /// Something is done that goes beyond the transaction that the caller is part of, and at once: work of a module's own is then not done afresh when others changed what
    /// it was decided from.
    /// </summary>
    public static void ForbidRepetition()
    {
        if (Current is { } running) running._isRepeatable = false;
    }

    /// <summary>
    /// Does something that cannot be taken back, such as telling sockets: once the transaction that the caller is part of is committed, never when it is
    /// not, and at once outside of one.
    /// </summary>
    public static void Afterwards(Action action)
    {
        if (Current is { } running)
        {
            lock (running._afterwards) running._afterwards.Add(action);
        }
        else
        {
            action();
        }
    }

    /// <summary>Does something that goes on by itself, apart from the transaction that the caller is part of.</summary>
    public static T Apart<T>(Func<T> action)
    {
        ForbidRepetition();
        var before = Running.Value;
        Running.Value = null;
        try
        {
            return action();
        }
        finally
        {
            Running.Value = before;
        }
    }

    public async ValueTask<Answer<TResult>> Execute<TResult>(Command<TResult> command, Caller caller, CancellationToken cancel = default)
    {
        var streams = command.Streams;
        if (streams.Count == 0) throw new ArgumentException($"{command.GetType().Name} names no stream.", nameof(command));
        await _turn.WaitAsync(cancel);
        try
        {
            if (!_isOpen) return Over;
            if (await Open(streams, cancel) is { } refused) return refused;
            return Decide(command, caller, streams);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask<TState> Load<TState>(StreamRef<TState> stream, CancellationToken cancel = default)
        where TState : class
    {
        await _turn.WaitAsync(cancel);
        try
        {
            if (_isOpen && await Open([stream], cancel) is null) return (TState)_states.StateOf(stream);
        }
        finally
        {
            _turn.Release();
        }

        return await _journal.Load(stream, cancel);
    }

    /// <summary>
    /// Whether these streams are at these versions, as far as the transaction sees: then it is only committed if they still are. One that is known further than here was
    /// changed by another server, and is looked at afresh by the next transaction.
    /// </summary>
    public async ValueTask<bool> Expect(IReadOnlyDictionary<StreamRef, long> versions, CancellationToken cancel = default)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            if (!_isOpen || await Open([.. versions.Keys], cancel) is not null) return false;
            var isAsExpected = true;
            foreach (var (stream, version) in versions)
            {
                var known = _states.Bases[stream];
                isAsExpected &= known == version;
                if (known < version) _journal.Forget(stream);
            }

            return isAsExpected;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Takes nothing more in; what was not committed is forgotten.</summary>
    public void Dispose()
    {
        _isOpen = false;
        _turn.Dispose();
    }

    /// <summary>Commits all of it. Null, or why nothing of it was.</summary>
    internal async Task<Fault?> Commit()
    {
        await _turn.WaitAsync();
        _isOpen = false;
        _turn.Release();
        if (_parts.Count > 0)
        {
            var pending = new PendingTransaction(_parts, _states.Bases);
            _journal.Enter(pending);
            // Waited for to the end: who does not know whether it is committed cannot know whether to do it again.
            if (await pending.Wait is { } refused) return refused;
        }

        foreach (var action in _afterwards) action();
        return null;
    }

    async ValueTask<Fault?> Open(IReadOnlyList<StreamRef> streams, CancellationToken cancel)
    {
        HashSet<StreamRef>? missing = null;
        foreach (var stream in streams)
        {
            if (!_states.Knows(stream)) (missing ??= []).Add(stream);
        }

        if (missing is null) return null;
        if (_states.Count + missing.Count > _limits.StreamsMax) return TooMuch($"looks at no more than {_limits.StreamsMax} streams");
        foreach (var (stream, state) in await _journal.StatesOf([.. missing], cancel)) _states.Add(stream, state);
        return null;
    }

    Answer<TResult> Decide<TResult>(Command<TResult> command, Caller caller, IReadOnlyList<StreamRef> streams)
    {
        var seed = _seeds.Next();
        var context = new DecisionContext(caller, _journal.Now, new Dice(seed));
        try
        {
            var decision = command.Decide(_states.For(streams), context);
            if (decision.Fault is { } fault) return fault;
            if (decision.Events.Count == 0) return decision.Result!;
            var bytes = decision.Events.Sum(entry => _journal.SizeOf(entry.Event));
            if (_parts.Count == _limits.CommandsMax) return TooMuch($"holds no more than {_limits.CommandsMax} changes");
            if (_events + decision.Events.Count > _limits.EventsMax) return TooMuch($"holds no more than {_limits.EventsMax} events");
            if (_bytes + bytes > _limits.BytesMax) return TooMuch($"holds no more than {_limits.BytesMax} bytes");

            _states.Append(decision.Events, context.Now);
            _events += decision.Events.Count;
            _bytes += bytes;
            _parts.Add(new TransactionPart<TResult>(command, caller, seed, streams, decision.Events));
            return decision.Result!;
        }
#pragma warning disable CA1031 // Whatever a decider throws is a bug in it, and costs this command only.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            _journal.Logger.LogError(bug, "Deciding {Command} for {Operation} failed", command.GetType().Name, caller.Operation);
            return Refusals.Bug;
        }
    }

    static Fault TooMuch(string bound) => Fault.ResourceExhausted($"A transaction {bound}.");
}
