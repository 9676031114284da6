using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leaderboards.Resetting;
using KaosNet.Realtime.Scripts;
using KaosNet.Store;
using KaosNet.Store.Journal;
using KaosNet.Store.Journal.Transactions;
using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Leaderboards;

/// <summary>What came of a call.</summary>
enum CallOutcome
{
    /// <summary>It is dealt with, now or before, by this server or another one.</summary>
    Done,

    /// <summary>The function failed; nothing of what it did is kept.</summary>
    Failed,

    /// <summary>It could not be tried, or not be kept, through no fault of the function's.</summary>
    Hindered,
}

/// <summary>Calls the game's function for one instant of a board: what it does and the mark that it ran are one transaction.</summary>
sealed class BoardCaller(IBoardFunctions functions, IJournal journal, TransactionRunner transactions, DatabaseOutage outage, ILogger<BoardScheduler> log)
{
    /// <summary>Calls the function.</summary>
    public async Task<(CallOutcome Outcome, string Reason)> Call(Leaderboard board, BoardOccurrence occurrence, CancellationToken cancel)
    {
        Fault? failure = null;
        var caller = functions.CallerOf(board, occurrence);
        var answer = await transactions.Run<Done>(
            async stopping =>
            {
                failure = null;
                // First of all, so that nothing is called for what is dealt with.
                if ((await journal.Execute(new MarkPeriod(board.Id, occurrence), caller, stopping)).Fault is { } refused) return refused;
                var called = await functions.Call(board, occurrence, stopping);
                failure = called.Fault;
                return called;
            },
            cancel);
        if (answer.Fault is not { } fault) return (CallOutcome.Done, "");
        // A function that failed while the database was away is not to blame.
        if (failure is not null) return (outage.Duration == TimeSpan.Zero ? CallOutcome.Failed : CallOutcome.Hindered, failure.Message);
        return (OutcomeOf(fault), fault.Message);
    }

    /// <summary>Marks that the function is given up for this instant.</summary>
    public async Task<(CallOutcome Outcome, string Reason)> GiveUp(
        Leaderboard board, BoardOccurrence occurrence, string reason, int attempts, CancellationToken cancel)
    {
        var mark = new MarkPeriod(board.Id, occurrence) { Failure = reason, Attempts = attempts };
        if ((await journal.Execute(mark, functions.CallerOf(board, occurrence), cancel)).Fault is { } fault) return (OutcomeOf(fault), fault.Message);
        log.LogError(
            "{Callback} of {Board} for {Cause} is given up after {Attempts} attempts: {Reason}", occurrence.Callback.NameOf(), board.Id,
            occurrence.CauseOn(board.Id), attempts, reason);
        return (CallOutcome.Done, "");
    }

    // What is refused in substance will be refused again: a unique name that is taken, say.
    static CallOutcome OutcomeOf(Fault fault)
    {
        if (fault == ScheduleFaults.IsMarked || fault == ScheduleFaults.IsUnknown) return CallOutcome.Done;
        if (fault == ScheduleFaults.IsAhead) return CallOutcome.Hindered;
        return fault.Code is FaultCode.Aborted or FaultCode.Unavailable or FaultCode.ResourceExhausted or FaultCode.Canceled
            ? CallOutcome.Hindered
            : CallOutcome.Failed;
    }
}
