using System.Collections.Concurrent;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Store.Journal;

namespace KaosNet.Simulation.Tests.Soak;

/// <summary>Takes every command and keeps nothing but how far the records of running matches are, so that what grows is the server.</summary>
sealed class ForgetfulJournal(TimeProvider time) : IJournal
{
    readonly ConcurrentDictionary<StreamRef, object> _matches = new();

    /// <summary>Matches whose record has begun and not ended.</summary>
    public int OpenRecords => _matches.Count;

    public ValueTask<Answer<TResult>> Execute<TResult>(Command<TResult> command, Caller caller, CancellationToken cancel = default)
    {
        lock (_matches)
        {
            var decision = command.Decide(new States(this), new(caller, time.GetUtcNow(), new Dice(1)));
            if (decision.Fault is { } fault) return ValueTask.FromResult<Answer<TResult>>(fault);
            foreach (var (stream, happened) in decision.Events)
            {
                if (happened is not MatchEvent) continue;
                var state = (MatchHistory)stream.Kind.Evolve(Of(stream), happened, time.GetUtcNow());
                if (state.IsOpen) _matches[stream] = state;
                else _matches.TryRemove(stream, out _);
            }

            return ValueTask.FromResult<Answer<TResult>>(decision.Result!);
        }
    }

    public ValueTask<TState> Load<TState>(StreamRef<TState> stream, CancellationToken cancel = default)
        where TState : class => ValueTask.FromResult((TState)Of(stream));

    object Of(StreamRef stream) => _matches.TryGetValue(stream, out var state) ? state : stream.Kind.Initial(stream.Id);

    sealed class States(ForgetfulJournal journal) : StreamStates
    {
        public override TState Of<TState>(StreamRef<TState> stream) => (TState)journal.Of(stream);
    }
}
