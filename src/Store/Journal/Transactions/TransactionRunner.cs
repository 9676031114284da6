using KaosNet.Domain.Kernel;

namespace KaosNet.Store.Journal.Transactions;

/// <summary>
/// Runs work whose changes are committed together or not at all. Everything that the work does through <see cref="IJournal"/>, in whatever service,
/// belongs to it: the transaction goes with the flow of the call. See <c>docs/decisions/0013-resets-and-ends-fire-exactly-once.md</c>.
/// </summary>
public sealed class TransactionRunner(LanedJournal journal, TransactionLimits? limits = null)
{
    readonly TransactionLimits _limits = limits ?? new();

    /// <summary>How often work is done, at most, when others change what it was decided from.</summary>
    public int RunsMax => _limits.RunsMax;

    /// <summary>Runs the work, afresh whenever somebody else changed what it was decided from.</summary>
    /// <param name="work">
    /// What to do; it may be called several times, and only what the last call did counts. When it is refused or throws, nothing is changed.
    /// </param>
    /// <param name="cancel">Gives up, but not in the middle of the commit.</param>
    /// <returns>
    /// What the work answered, once all of it is committed. ABORTED when others were quicker too often; what <see cref="IJournal.Execute"/> is refused
    /// with when the database is at fault, or the refusal of a command whose unique name was taken.
    /// </returns>
    public ValueTask<Answer<TResult>> Run<TResult>(Func<CancellationToken, ValueTask<Answer<TResult>>> work, CancellationToken cancel = default) =>
        Run(work, isOnlyRepeatedIfSafe: false, cancel);

    /// <inheritdoc cref="Run{TResult}(Func{CancellationToken, ValueTask{Answer{TResult}}}, CancellationToken)"/>
    /// <param name="work">What to do.</param>
    /// <param name="isOnlyRepeatedIfSafe">
    /// True for work that is only done afresh if it did nothing beyond the transaction: see <see cref="JournalTransaction.ForbidRepetition"/>. Else ABORTED at once.
    /// </param>
    /// <param name="cancel">Gives up, but not in the middle of the commit.</param>
    public async ValueTask<Answer<TResult>> Run<TResult>(
        Func<CancellationToken, ValueTask<Answer<TResult>>> work, bool isOnlyRepeatedIfSafe, CancellationToken cancel = default)
    {
        ForbidNesting();
        for (var run = 1; run <= _limits.RunsMax; run++)
        {
            cancel.ThrowIfCancellationRequested();
            using var transaction = new JournalTransaction(journal, _limits);
            // Goes with what this method calls, and ends with it.
            JournalTransaction.Current = transaction;
            var answer = await work(cancel);
            if (answer.Fault is not null) return answer;
            cancel.ThrowIfCancellationRequested();
            var refused = await transaction.Commit();
            if (refused is null) return answer;
            if (refused != PendingTransaction.Moved || (isOnlyRepeatedIfSafe && !transaction.IsRepeatable)) return refused;
        }

        return Refusals.TooManyRaces;
    }

    /// <summary>Begins an attempt of the calling thread's, which ends it there.</summary>
    public TransactionAttempt Begin()
    {
        ForbidNesting();
        return new(new JournalTransaction(journal, _limits));
    }

    static void ForbidNesting()
    {
        if (JournalTransaction.Current is not null) throw new InvalidOperationException("A transaction cannot hold another one.");
    }
}
