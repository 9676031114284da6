using KaosNet.Domain.Kernel;

namespace KaosNet.Store.Journal;

/// <summary>The one way in for every change: it executes commands, and nothing else writes events.</summary>
public interface IJournal
{
    /// <summary>
    /// Decides the command from its streams' states and commits what it decided, in one transaction with the inline tables.
    /// </summary>
    /// <param name="command">What is wanted.</param>
    /// <param name="caller">Who wants it; kept with the events.</param>
    /// <param name="cancel">Gives up waiting. A command that a lane has already taken may still be committed.</param>
    /// <returns>
    /// The command's result once it is committed, or the refusal. RESOURCE_EXHAUSTED when the lane is full, UNAVAILABLE when the database
    /// cannot be reached within the time allowed or has no room, ABORTED after too many lost races, CANCELED when the caller gave up: nothing was
    /// changed, except where the text says that this is not known.
    /// </returns>
    ValueTask<Answer<TResult>> Execute<TResult>(Command<TResult> command, Caller caller, CancellationToken cancel = default);

    /// <summary>The state of a stream as of the last commit that this Journal knows of, from its cache or from the store.</summary>
    ValueTask<TState> Load<TState>(StreamRef<TState> stream, CancellationToken cancel = default)
        where TState : class;
}
