using System.Diagnostics;
using KaosNet.Domain.Kernel;
using Microsoft.Extensions.Logging;

namespace KaosNet.Store.Journal;

/// <summary>What a lane makes of a transaction that failed.</summary>
sealed partial class Lane
{
    async Task<Recovery> Recover(CommitFailure failure, Era era, int attempt)
    {
        switch (failure.Kind)
        {
            case FailureKind.LostRace:
                parts.Logger.LogDebug(failure.Exception, "Lost a race, attempt {Attempt}", attempt);
                if (attempt > parts.Options.RacesMax) return Recovery.Refuse;
                // A race is nobody's fault, so the batch stays whole at first.
                if (attempt > 1) await Task.Delay(TimeSpan.FromMilliseconds(_seeds.Next() % (ulong)Math.Min(50, 1 << attempt)));
                return attempt == 4 ? Recovery.OneByOne : Recovery.Again;
            case FailureKind.LaneLost:
                parts.Logger.LogWarning("The row of a lane of the Journal was changed or removed by somebody else; taking a new one");
                token.StartOver();
                return attempt > parts.Options.RacesMax ? Recovery.Refuse : Recovery.Again;
            case FailureKind.StaleEpoch:
                parts.Logger.LogInformation("An epoch of the store is over; what was kept of it in memory is dropped");
                parts.Turn(era);
                return attempt > parts.Options.RacesMax ? Recovery.Refuse : Recovery.Again;
            case FailureKind.Taken:
                return Recovery.OneByOne;
            case FailureKind.NoRoom:
                parts.Logger.LogError("The database has no room left: {Cause}", failure.Exception.Message);
                return Recovery.Refuse;
            case FailureKind.Unfit:
                parts.Logger.LogError(failure.Exception, "The database does not take what was decided");
                return Recovery.OneByOne;
            default:
                return await WaitOut(failure, isFirst: attempt == 1);
        }
    }

    /// <summary>Waits for a lost database up to the bound, and finds out what became of the transaction that it was lost in.</summary>
    async Task<Recovery> WaitOut(CommitFailure failure, bool isFirst)
    {
        parts.Database.Outage.Met(failure.Exception);
        _outageSince ??= Stopwatch.GetTimestamp();
        for (var pause = 20; ; pause = Math.Min(pause * 2, 500))
        {
            // Also long after an outage, the first failure may be that of a connection that died in it.
            if (!isFirst && Stopwatch.GetElapsedTime(_outageSince.Value) > parts.Options.OutageMax) return Recovery.Refuse;
            isFirst = false;
            await Task.Delay(pause);
            if (!token.IsOpen) return Recovery.Again;
            try
            {
                return await token.FindOut(CancellationToken.None) ? Recovery.CameThrough : Recovery.Again;
            }
#pragma warning disable CA1031 // Whatever it is, the answer is not known yet; the bound ends the asking.
            catch (Exception still)
#pragma warning restore CA1031
            {
                parts.Logger.LogDebug(still, "The database is still away");
            }
        }
    }

    Fault RefusalOf(CommitFailure failure, PendingCommand command, bool isUncertain)
    {
        switch (failure.Kind)
        {
            case FailureKind.LostRace or FailureKind.LaneLost or FailureKind.StaleEpoch:
                return Refusals.TooManyRaces;
            case FailureKind.NoRoom:
                return Refusals.NoRoom;
            case FailureKind.Outage:
                return isUncertain ? Refusals.NotKnown : Refusals.OutOfReach;
            case FailureKind.Taken when command.OnTaken(failure.Index!) is { } taken:
                return taken;
            default:
                parts.Logger.LogError(failure.Exception, "{Command} for {Operation} cannot be stored", command.Name, command.Caller.Operation);
                return Refusals.Bug;
        }
    }

    enum Recovery
    {
        Again,
        OneByOne,
        CameThrough,
        Refuse,
    }
}
