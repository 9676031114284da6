using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leaderboards.Disqualifying;

namespace KaosNet.Domain.Tests.Leaderboards;

public class RecordStandingSpecs
{
    static readonly string Ann = Specification.Player.UserId;

    const string Why = "00000000-0000-4000-8000-000000000077";

    static readonly ScoreRecordEvent[] Happenings =
    [
        new ScoreSubmitted(7, 3, ScoreOperator.Set, SortOrder.Descending, null, null, Counted: true, 7, 3),
        new ScoreSubmitted(2, 1, ScoreOperator.Best, SortOrder.Descending, null, null, Counted: false, 7, 3),
        new TournamentEntered(3, TakesPlace: true),
        new ScoreRecordDeleted(),
        new TournamentJoined("ann", 3, TakesPlace: true),
        new AttemptsAdded(2, 5),
        new ScoreSubmitted(9, 0, ScoreOperator.Increment, SortOrder.Descending, null, null, Counted: true, 9, 0),
        new ScoresDisqualified(Why, [new(7, 7)], Values(score: 4), IsWithheld: false),
        new ScoresDisqualified(Why, [new(1, 7)], After: null, IsWithheld: true),
        new DisqualificationLifted(Why, Values(score: 9), IsWithheld: false),
        new DisqualificationLifted(Why, After: null, IsWithheld: false),
        new ScoreRecordRestored(Values(score: 5)),
    ];

    [Fact]
    public void the_last_event_that_tells_says_where_the_record_stands()
    {
        // Whatever can happen to a record is in the list above, in an order in which it can happen.
        Happenings.Select(happened => happened.GetType()).Distinct().ShouldBe(EventCatalogue.EventsOf(ScoreRecord.Kind), ignoreOrder: true);

        var record = ScoreRecord.Kind.Initial(ScoreRecord.Of("cup", 0, Ann).Id);
        var standing = RecordStanding.None;
        foreach (var happened in Happenings)
        {
            record = ScoreRecord.Kind.Evolve(record, happened, Specification.Now);
            RecordStanding.TellingEvents.Contains(happened.GetType()).ShouldBe(RecordStanding.After(happened) is not null);
            standing = RecordStanding.After(happened) ?? standing;
            var state = (ScoreRecord)record;
            standing.ShouldBe(new(state.Exists, state.Score, state.Subscore), happened.ToString());
        }
    }

    static RecordValues Values(long score) => new(score, 1, 1, 5, TakesPlace: true, "ann", "{}", Specification.Now, Specification.Now);
}
