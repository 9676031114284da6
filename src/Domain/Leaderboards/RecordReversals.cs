using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Kernel.Undoing;
using KaosNet.Domain.Leaderboards.Disqualifying;
using KaosNet.Domain.Tournaments;

namespace KaosNet.Domain.Leaderboards;

/// <summary>
/// How what happened to a record is undone. Submissions are taken back as a disqualification does it: the record is what it would be without them, whatever came after.
/// </summary>
public static class RecordReversals
{
    /// <summary>The rules.</summary>
    public static readonly StreamReversals Rules = new StreamReversals<ScoreRecord, ScoreRecordEvent>(ScoreRecord.Kind, Of);

    static Reversal Of(Happening<ScoreRecord, ScoreRecordEvent> past, UndoWorld world)
    {
        if (past.Event is not (ScoreRecordDeleted or RecordRecomputed) && past.Now is { Exists: false, IsWithheld: false })
            return Reversal.Later("the record was taken off the board since");
        return past.Event switch
        {
            ScoreSubmitted => TakenBack(past, world),
            // The submission that came with it makes the record.
            TournamentEntered => Reversal.Along,
            TournamentJoined when past.Now.NumScore > 0 => Reversal.Later("the player has submitted scores since"),
            TournamentJoined => With(past, new ScoreRecordDeleted(), takesPlace: false),
            AttemptsAdded when past.Now.MaxNumScore != past.After.MaxNumScore => Reversal.Later("the player's attempts were changed since"),
            AttemptsAdded when past.Before.MaxNumScore < past.Now.NumScore => Reversal.Later("the player has used the attempts"),
            AttemptsAdded added => past.By(new AttemptsAdded(-added.Count, past.Before.MaxNumScore)),
            ScoreRecordDeleted => Restored(past, world),
            ScoreRecordRestored when (past.Now.Score, past.Now.Subscore, past.Now.NumScore) != (past.After.Score, past.After.Subscore, past.After.NumScore) =>
                Reversal.Later("the player has submitted scores since"),
            ScoreRecordRestored => With(past, new ScoreRecordDeleted(), takesPlace: false),
            ScoresDisqualified taken when past.Past.WrittenByUndo == taken.DisqualificationId => Lifted(past, taken.DisqualificationId, world),
            DisqualificationLifted lifted when past.Past.WrittenByUndo is not null => TakenBackAgain(past, lifted, world),
            _ => Reversal.Refused("a disqualification is undone by its id"),
        };
    }

    /// <summary>All of the record's submissions that are to be undone, with the first of them that is looked at.</summary>
    static Reversal TakenBack(Happening<ScoreRecord, ScoreRecordEvent> past, UndoWorld world)
    {
        var history = HistoryOf(past);
        if (history.ThoseThatTakeBack(past.Past.Version).Contains(world.UndoId, StringComparer.Ordinal)) return Reversal.Along;
        var versions = past.History.Where(one => past.Selected.Contains(one.Version) && one.Event is ScoreSubmitted).Select(one => one.Version).ToHashSet();
        return With(past, history, outcome => new ScoresDisqualified(world.UndoId, history.RangesOf(versions), outcome.Values, outcome.IsWithheld), history.Without(versions));
    }

    static Reversal Lifted(Happening<ScoreRecord, ScoreRecordEvent> past, string id, UndoWorld world)
    {
        var history = HistoryOf(past);
        if (!history.IsHitBy(id)) return Reversal.Later("the scores count again");
        if (world.IsGone(past.Now.OwnerId)) return Reversal.Refused("the owner's account is deleted");
        return With(past, history, outcome => new DisqualificationLifted(id, outcome.Values, outcome.IsWithheld), history.WithoutDisqualification(id));
    }

    static Reversal TakenBackAgain(Happening<ScoreRecord, ScoreRecordEvent> past, DisqualificationLifted lifted, UndoWorld world)
    {
        var history = HistoryOf(past);
        var ranges = past.History.Select(one => one.Event).OfType<ScoresDisqualified>()
            .Where(taken => taken.DisqualificationId == lifted.DisqualificationId).SelectMany(taken => taken.Submissions).Distinct().ToList();
        var versions = past.History.Where(one => ranges.Exists(range => range.From <= one.Version && one.Version <= range.To)).Select(one => one.Version);
        return With(past, history, outcome => new ScoresDisqualified(world.UndoId, ranges, outcome.Values, outcome.IsWithheld), history.Without(versions));
    }

    static Reversal Restored(Happening<ScoreRecord, ScoreRecordEvent> past, UndoWorld world)
    {
        if (past.Now.Exists) return Reversal.Later("the owner has another record by now");
        if (RecordValues.Of(past.Before) is not { } values) return Reversal.Refused("the record was withheld when it was deleted");
        if (!world.Of(Leaderboard.Kind.Of(past.Now.LeaderboardId)).Exists) return Reversal.Refused("the board is deleted");
        return world.IsGone(past.Now.OwnerId)
            ? Reversal.Refused("the owner's account is deleted")
            : With(past, new ScoreRecordRestored(values), values.TakesPlace);
    }

    static Reversal With(Happening<ScoreRecord, ScoreRecordEvent> past, RecordHistory history, Func<Recomputation, RecordRecomputed> make, Recomputation outcome) =>
        With(past, make(outcome), outcome.Values?.TakesPlace ?? false);

    /// <summary>With the owner's place in a tournament of limited size, which goes and comes with the record, also in one that filled up meanwhile.</summary>
    static Reversal With(Happening<ScoreRecord, ScoreRecordEvent> past, ScoreRecordEvent happened, bool takesPlace)
    {
        var now = past.Now;
        var places = TournamentPlaces.Of(now.LeaderboardId, now.Expiry);
        List<StreamEvent> events = [];
        if (now.TakesPlace && !takesPlace) events.Add(new(places, new TournamentPlaceLeft(now.OwnerId)));
        if (takesPlace && !now.TakesPlace) events.Add(new(places, new TournamentPlaceTaken(now.OwnerId)));
        events.Add(new(past.Stream, happened));
        return Reversal.By(events);
    }

    static RecordHistory HistoryOf(Happening<ScoreRecord, ScoreRecordEvent> past) =>
        new(past.Stream.Id, [.. past.History.Select(one => new RecordedScore(one.Version, one.Sequence, (ScoreRecordEvent)one.Event, one.At, null))]);
}
