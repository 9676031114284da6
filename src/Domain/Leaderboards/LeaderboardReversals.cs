using KaosNet.Domain.Kernel.Undoing;
using KaosNet.Domain.Leaderboards.Disqualifying;
using KaosNet.Domain.Leaderboards.Resetting;

namespace KaosNet.Domain.Leaderboards;

/// <summary>How what happened to boards is undone; records have their own (<see cref="RecordReversals"/>).</summary>
public static class LeaderboardReversals
{
    const string Mark = "what the clock did is not undone; what the game's function changed for it are events of their own";

    const string Board = "the records of a deleted board are taken away, so it does not come back";

    const string ById = "a disqualification is undone by its id";

    /// <summary>The rules of boards.</summary>
    public static readonly StreamReversals Rules = new StreamReversals<Leaderboard, LeaderboardEvent>(Leaderboard.Kind, Of, new Dictionary<Type, string>
    {
        [typeof(LeaderboardRanksDisabled)] = "a board that shows no ranks shows none for good",
        [typeof(LeaderboardDeleted)] = Board,
        [typeof(LeaderboardCleared)] = Board,
    });

    /// <summary>The rules of marks.</summary>
    public static readonly StreamReversals OfSchedules = new StreamReversals<BoardSchedule, BoardScheduleEvent>(
        BoardSchedule.Kind, (_, _) => Reversal.Refused(Mark), Never(Mark, typeof(PeriodEnded), typeof(PeriodReset), typeof(PeriodEndFailed), typeof(PeriodResetFailed)));

    /// <summary>The rules of what passed without the game having a function for it.</summary>
    public static readonly StreamReversals OfPassedPeriods = new StreamReversals<PassedPeriods, PassedPeriodsEvent>(
        PassedPeriods.Kind, (_, _) => Reversal.Refused(Mark), Never(Mark, typeof(PeriodsPassed)));

    /// <summary>The rules of disqualifications: they undo themselves.</summary>
    public static readonly StreamReversals OfDisqualifications = new StreamReversals<Disqualification, DisqualificationEvent>(
        Disqualification.Kind,
        (_, _) => Reversal.Refused(ById),
        Never(
            ById, typeof(DisqualificationOrdered), typeof(DisqualificationAdvanced), typeof(DisqualificationUndoOrdered), typeof(DisqualificationUndoAdvanced)));

    static Reversal Of(Happening<Leaderboard, LeaderboardEvent> past, UndoWorld world)
    {
        if (!past.Now.Exists) return Reversal.Later("the board was deleted since");
        if (past.Now.CreateTime != past.After.CreateTime) return Reversal.Later("it is another board of the same id by now");
        return world.HasRecords(past.Now.Id) ? Reversal.Later("players have records on the board") : past.By(new LeaderboardDeleted());
    }

    static Dictionary<Type, string> Never(string reason, params IEnumerable<Type> types) => types.ToDictionary(type => type, _ => reason);
}
