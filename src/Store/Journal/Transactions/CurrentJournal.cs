using KaosNet.Domain.Kernel;

namespace KaosNet.Store.Journal.Transactions;

/// <summary>The Journal as everybody is given it: the transaction that the caller is part of, or else the Journal itself.</summary>
sealed class CurrentJournal(LanedJournal journal) : IJournal
{
    public ValueTask<Answer<TResult>> Execute<TResult>(Command<TResult> command, Caller caller, CancellationToken cancel = default) =>
        JournalTransaction.Current is { } running ? running.Execute(command, caller, cancel) : journal.Execute(command, caller, cancel);

    public ValueTask<TState> Load<TState>(StreamRef<TState> stream, CancellationToken cancel = default)
        where TState : class =>
        JournalTransaction.Current is { } running ? running.Load(stream, cancel) : journal.Load(stream, cancel);
}
