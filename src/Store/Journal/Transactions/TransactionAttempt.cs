using KaosNet.Domain.Kernel;

namespace KaosNet.Store.Journal.Transactions;

/// <summary>
/// One attempt at a transaction by work that stays on its thread, such as a script: everything that the thread does through <see cref="IJournal"/> between the beginning
/// and the end of the attempt belongs to it. What is not committed by its end is forgotten.
/// </summary>
public sealed class TransactionAttempt : IDisposable
{
    readonly JournalTransaction _transaction;

    internal TransactionAttempt(JournalTransaction transaction) => JournalTransaction.Current = _transaction = transaction;

    /// <summary>
    /// Commits all of it. Null; or why nothing of it was, with whether the work may be done afresh: others changed what it was decided from, and it did nothing that cannot
    /// be done twice.
    /// </summary>
    /// <param name="cancel">Gives up, but not in the middle of the commit.</param>
    public async ValueTask<(Fault? Refused, bool MayBeRepeated)> Commit(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var refused = await _transaction.Commit();
        return (refused, refused == PendingTransaction.Moved && _transaction.IsRepeatable);
    }

    /// <summary>Ends it, on the thread that began it.</summary>
    public void Dispose()
    {
        JournalTransaction.Current = null;
        _transaction.Dispose();
    }
}
