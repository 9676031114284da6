using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Store.Journal;

namespace KaosNet.Tests.Support;

/// <summary>Decides and folds in memory; can be made to refuse.</summary>
public sealed class MemoryJournal : IJournal
{
    readonly Dictionary<StreamRef, (object State, List<object> Events)> _streams = [];

    public bool IsAway { get; set; }

    public IReadOnlyList<object> EventsOf(StreamRef stream)
    {
        lock (_streams) return _streams.TryGetValue(stream, out var found) ? [.. found.Events] : [];
    }

    /// <summary>All matches that have a record.</summary>
    public IReadOnlyList<MatchHistory> Matches
    {
        get { lock (_streams) return [.. _streams.Values.Select(entry => entry.State).OfType<MatchHistory>()]; }
    }

    /// <summary>Has a stream hold other events.</summary>
    public void Rewrite(StreamRef stream, Func<IEnumerable<object>, IEnumerable<object>> change)
    {
        lock (_streams)
        {
            var events = change(_streams[stream].Events).ToList();
            var state = events.Aggregate(stream.Kind.Initial(stream.Id), (folded, happened) => stream.Kind.Evolve(folded, happened, DateTimeOffset.UnixEpoch));
            _streams[stream] = (state, events);
        }
    }

    public ValueTask<Answer<TResult>> Execute<TResult>(Command<TResult> command, Caller caller, CancellationToken cancel = default)
    {
        lock (_streams)
        {
            if (IsAway) return ValueTask.FromResult<Answer<TResult>>(Fault.Unavailable("away"));
            var decision = command.Decide(new States(this), new(caller, DateTimeOffset.UnixEpoch, new Dice(1)));
            if (decision.Fault is { } fault) return ValueTask.FromResult<Answer<TResult>>(fault);
            foreach (var (stream, happened) in decision.Events)
            {
                var (state, events) = Of(stream);
                events.Add(happened);
                _streams[stream] = (stream.Kind.Evolve(state, happened, DateTimeOffset.UnixEpoch), events);
            }

            return ValueTask.FromResult<Answer<TResult>>(decision.Result!);
        }
    }

    public ValueTask<TState> Load<TState>(StreamRef<TState> stream, CancellationToken cancel = default)
        where TState : class
    {
        lock (_streams) return ValueTask.FromResult((TState)Of(stream).State);
    }

    (object State, List<object> Events) Of(StreamRef stream) =>
        _streams.TryGetValue(stream, out var found) ? found : (stream.Kind.Initial(stream.Id), []);

    sealed class States(MemoryJournal journal) : StreamStates
    {
        public override TState Of<TState>(StreamRef<TState> stream) => (TState)journal.Of(stream).State;
    }
}
