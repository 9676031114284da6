using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Tournaments;

namespace KaosNet.Domain.Tests.Tournaments;

/// <summary>Joining, submitting, deleting and attempts (parity sections 6.3 to 6.5 and 6.8). The cup is open from 12:00 to 13:00 of 1 March.</summary>
public class TournamentRecordSpecs
{
    const string Bob = "0bb0bb00-0000-4000-8000-000000000002";
    static readonly string Ann = Specification.Player.UserId;
    static readonly StreamRef<Leaderboard> Board = Leaderboard.Kind.Of("cup");
    static readonly StreamRef<ScoreRecord> Record = ScoreRecord.Of("cup", 0, Ann);
    static readonly StreamRef<TournamentPlaces> Places = TournamentPlaces.Of("cup", 0);
    static readonly Caller Script = new() { Source = Source.Script, Actor = "main.lua" };
    static readonly long Noon = Specification.Now.ToUnixTimeSeconds();
    static readonly DateTimeOffset Closing = Specification.Now.AddHours(1);

    static readonly TournamentCreated Cup = new(
        Authoritative: false, SortOrder.Descending, ScoreOperator.Best, null, "{}", EnableRanks: true, "", "", 0, Noon, 0, 3600, int.MaxValue, 5,
        JoinRequired: false);

    static readonly TournamentCreated JoinedCup = Cup with { JoinRequired = true };

    [Fact]
    public void a_player_joins_with_a_record_of_no_score() => Specification.Given(Board, JoinedCup)
        .When(Join())
        .Then(new TournamentJoined("ann", 5, TakesPlace: false))
        .ThenState(Record, record =>
        {
            (record.Exists, record.Score, record.Subscore, record.NumScore, record.MaxNumScore).ShouldBe((true, 0, 0, 0, 5));
            (record.Username, record.Metadata, record.CreateTime, record.ChangedIn).ShouldBe(("ann", "{}", Specification.Now, 1));
        }).After
        .When(Join()).ThenNothing();

    [Fact]
    public void joining_ends_with_the_window_and_begins_before_it()
    {
        var cup = Specification.Given(Board, JoinedCup);
        cup.When(Join(), now: Closing.AddTicks(-1)).Then(new TournamentJoined("ann", 5, TakesPlace: false));
        cup.When(Join(), now: Closing).ThenRefused(FaultCode.InvalidArgument, "Tournament is not active and cannot accept new joins.");
        cup.When(Join(), now: Specification.Now.AddDays(-1)).Then(new TournamentJoined("ann", 5, TakesPlace: false));
    }

    [Fact]
    public void what_needs_no_joining_is_joined_at_any_time() =>
        Specification.Given(Board, Cup).When(Join(), now: Closing.AddDays(1)).ThenNothing();

    [Fact]
    public void nobody_joins_what_is_no_tournament()
    {
        Specification.GivenNothing().When(Join()).ThenRefused(FaultCode.NotFound, "Tournament not found.");
        Specification.GivenNothing().When(new CreateLeaderboard("cup")).After.When(Join()).ThenRefused(FaultCode.NotFound, "Tournament not found.");
        Specification.Given(Board, JoinedCup).When(new JoinTournament("cup", 0, "Ann", "ann", IsLimited: false))
            .ThenRefused(FaultCode.InvalidArgument, "Invalid owner ID provided.");
    }

    [Fact]
    public void who_joins_before_the_start_has_joined_the_first_period_that_is_played()
    {
        // Parity case D: the first full interval ends a day later than the period that begins with the start.
        var start = new DateTimeOffset(2026, 3, 1, 18, 0, 0, TimeSpan.Zero);
        var midnight = new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
        var cup = Specification.Given(Board, JoinedCup with { StartTime = start.ToUnixTimeSeconds(), ResetSchedule = "0 0 * * *", Duration = 86400 });
        cup.State(Board, board => board.CurrentExpiryAt(Specification.Now).ShouldBe(midnight));
        cup.When(new JoinTournament("cup", midnight, Ann, "ann", IsLimited: false)).After
            .When(new SubmitTournamentScore("cup", midnight, Ann, 7, 0, NeedsPlace: false), now: start).ThenAnswers(record => record.Score.ShouldBe(7));
        cup.When(Join()).ThenRefused(LeaderboardFaults.PeriodIsOver.Code, LeaderboardFaults.PeriodIsOver.Message);
    }

    [Fact]
    public void the_last_place_is_taken_once()
    {
        var cup = Specification.Given(Board, JoinedCup with { MaxSize = 2 }).And(Places, new TournamentPlaceTaken(Bob));
        var full = cup.When(Join() with { IsLimited = true })
            .Then(new TournamentPlaceTaken(Ann), new TournamentJoined("ann", 5, TakesPlace: true))
            .ThenState(Places, places => places.Taken.ShouldBe(2)).After;
        full.When(Join() with { IsLimited = true }).ThenNothing();
        full.When(new JoinTournament("cup", 0, "0cc0cc00-0000-4000-8000-000000000003", "cid", IsLimited: true))
            .ThenRefused(FaultCode.InvalidArgument, "Tournament cannot be joined as it has reached its max size.");
        cup.When(Join()).ThenRefused(FaultCode.Aborted, "The tournament's places must be looked at as well.");
        new JoinTournament("cup", 0, Ann, "ann", IsLimited: true).Streams[0].ShouldBe(Places);
    }

    [Fact]
    public void a_first_submission_is_an_entry() => Specification.Given(Board, Cup)
        .When(Submit(7, 3) with { Metadata = """{"a":1}""", Username = "ann" })
        .Then(
            new TournamentEntered(5, TakesPlace: false),
            new ScoreSubmitted(7, 3, ScoreOperator.Best, SortOrder.Descending, """{"a":1}""", "ann", Counted: true, 7, 3))
        .ThenAnswers(record => (record.Exists, record.Score, record.Subscore, record.NumScore, record.MaxNumScore, record.Version, record.ChangedIn)
            .ShouldBe((true, 7, 3, 1, 5, 2, 2)));

    [Theory]
    [InlineData(ScoreOperator.Best, 7)]
    [InlineData(ScoreOperator.Set, 7)]
    [InlineData(ScoreOperator.Increment, 7)]
    [InlineData(ScoreOperator.Decrement, 0)]
    public void a_first_submission_is_stored_as_sent_but_for_decrements(ScoreOperator rule, long after) => Specification.Given(Board, Cup)
        .When(Submit(7, 7) with { Override = rule }).ThenAnswers(record => (record.Score, record.Subscore, record.NumScore).ShouldBe((after, after, 1)));

    /// <summary>The table of parity section 6.4: (100, 5) with 3 attempts of 5.</summary>
    [Fact]
    public void every_submission_counts_better_or_not_until_the_attempts_are_used_up()
    {
        var used = Played(100, 5, attempts: 3)
            .When(Submit(90, 2) with { Username = "ann2", Metadata = """{"new":1}""" }, now: Specification.Now.AddMinutes(1))
            .ThenAnswers(record =>
            {
                (record.Score, record.Subscore, record.NumScore).ShouldBe((100, 5, 4));
                (record.Username, record.Metadata, record.UpdateTime).ShouldBe(("ann2", """{"new":1}""", Specification.Now.AddMinutes(1)));
            }).After
            .When(Submit(90, 2)).ThenAnswers(record => (record.Score, record.Subscore, record.NumScore, record.Metadata).ShouldBe((100, 5, 5, """{"new":1}"""))).After;
        used.When(Submit(200, 9)).ThenRefused(FaultCode.FailedPrecondition, "Reached allowed max number of score attempts.");
        used.State(Record, record => (record.Score, record.NumScore).ShouldBe((100, 5)));
    }

    [Fact]
    public void who_had_to_join_is_answered_with_the_unchanged_record_at_the_limit()
    {
        var joined = Specification.Given(Board, JoinedCup with { MaxNumScore = 1 });
        joined.When(Submit(1)).ThenRefused(FaultCode.FailedPrecondition, "Must join tournament before attempting to write value.");
        joined.When(Join()).After.When(Submit(7, 3)).ThenAnswers(record => (record.Score, record.NumScore, record.MaxNumScore).ShouldBe((7, 1, 1))).After
            .When(Submit(9, 9) with { Metadata = """{"new":1}""" })
            .Then(new ScoreSubmitted(9, 9, ScoreOperator.Best, SortOrder.Descending, """{"new":1}""", null, Counted: false, 7, 3))
            .ThenAnswers(record => (record.Score, record.Subscore, record.NumScore, record.Metadata).ShouldBe((7, 3, 1, "{}")));
    }

    [Fact]
    public void a_joined_zero_is_never_beaten_on_an_ascending_best_board() => Specification
        .Given(Board, JoinedCup with { SortOrder = SortOrder.Ascending }).When(Join()).After
        .When(Submit(7, 3)).ThenAnswers(record => (record.Score, record.Subscore, record.NumScore).ShouldBe((0, 0, 1)));

    [Fact]
    public void scores_are_taken_while_the_window_is_open()
    {
        var cup = Specification.Given(Board, Cup);
        const string closed = "Tournament is not active and cannot accept new scores.";
        cup.When(Submit(1), now: Specification.Now.AddTicks(-1)).ThenRefused(FaultCode.FailedPrecondition, closed);
        cup.When(Submit(1), now: Closing.AddTicks(-1)).Result.Score.ShouldBe(1);
        cup.When(Submit(1), now: Closing).ThenRefused(FaultCode.FailedPrecondition, closed);
        var ending = Specification.Given(Board, Cup with { EndTime = Noon + 60 });
        ending.When(new SubmitTournamentScore("cup", Noon + 60, Ann, 1, 0, NeedsPlace: false), now: Specification.Now.AddSeconds(60))
            .ThenRefused(FaultCode.NotFound, "Tournament not found or has ended.");
    }

    [Fact]
    public void what_cannot_be_submitted_is_refused_in_nakamas_order()
    {
        Specification.GivenNothing().When(Submit(1)).ThenRefused(FaultCode.NotFound, "Tournament not found.");
        Specification.GivenNothing().When(Submit(1) with { Metadata = "[]" }).ThenRefused(FaultCode.InvalidArgument, "Metadata value must be JSON, if provided.");
        Specification.GivenNothing().When(new CreateLeaderboard("cup")).After.When(Submit(1))
            .ThenRefused(FaultCode.InvalidArgument, "Error writing score to tournament.");
        var locked = Specification.Given(Board, Cup with { Authoritative = true });
        locked.When(Submit(1), now: Closing).ThenRefused(FaultCode.PermissionDenied, "Tournament only allows authoritative score submissions.");
        locked.When(Submit(1), Script).Result.Score.ShouldBe(1);
        var open = Specification.Given(Board, Cup);
        foreach (var wrong in new[] { Submit(-1), Submit(1, -1), Submit(1) with { Override = (ScoreOperator)4 } })
            open.When(wrong).ThenRefused(FaultCode.InvalidArgument, "Error writing score to tournament.");
        open.When(Submit(1) with { OwnerId = "ann" }).ThenRefused(FaultCode.InvalidArgument, "Invalid owner ID provided.");
    }

    [Fact]
    public void a_full_tournament_takes_no_first_submission_but_further_ones()
    {
        var cup = Specification.Given(Board, Cup with { MaxSize = 1 });
        cup.When(Submit(1)).ThenRefused(FaultCode.Aborted, "The tournament's places must be looked at as well.");
        var full = cup.When(Submit(1) with { NeedsPlace = true })
            .ThenIn(Places, new TournamentPlaceTaken(Ann))
            .ThenState(Record, record => record.TakesPlace.ShouldBeTrue()).After;
        full.When(new SubmitTournamentScore("cup", 0, Bob, 1, 0, NeedsPlace: true)).ThenRefused(FaultCode.FailedPrecondition, "Tournament has reached max size.");
        full.When(Submit(2)).ThenIn(Places).ThenAnswers(record => record.NumScore.ShouldBe(2));
    }

    [Fact]
    public void a_deleted_record_frees_its_place_and_forgets_its_attempts()
    {
        var cup = Specification.Given(Board, Cup with { MaxSize = 1, MaxNumScore = 1 }).When(Submit(1) with { NeedsPlace = true }).After;
        cup.When(Delete()).ThenRefused(FaultCode.Aborted, "The tournament's places must be looked at as well.");
        var deleted = cup.When(Delete() with { LeavesPlace = true }, now: Closing.AddDays(1))
            .Then(new TournamentPlaceLeft(Ann), new ScoreRecordDeleted())
            .ThenState(Places, places => places.Taken.ShouldBe(0)).After;
        deleted.When(Delete()).ThenNothing();
        deleted.When(Submit(3) with { NeedsPlace = true }).ThenAnswers(record => (record.Score, record.NumScore).ShouldBe((3, 1)));
    }

    [Fact]
    public void what_cannot_be_deleted_is_refused()
    {
        Specification.GivenNothing().When(Delete()).ThenRefused(FaultCode.NotFound, "Tournament not found.");
        Specification.GivenNothing().When(new CreateLeaderboard("cup")).After.When(Delete()).ThenRefused(FaultCode.NotFound, "Tournament not found.");
        var locked = Specification.Given(Board, Cup with { Authoritative = true });
        locked.When(Delete()).ThenRefused(FaultCode.PermissionDenied, "Tournament only allows authoritative score deletions.");
        locked.When(Delete(), Script).ThenNothing();
        Specification.Given(Board, Cup).When(Delete() with { OwnerId = "ann" }).ThenRefused(FaultCode.InvalidArgument, "Invalid owner ID provided.");
        Specification.Given(Board, Cup with { ResetSchedule = "@daily" }).When(Delete())
            .ThenRefused(LeaderboardFaults.PeriodIsOver.Code, LeaderboardFaults.PeriodIsOver.Message);
    }

    [Fact]
    public void attempts_are_given_and_taken_until_the_window_closes()
    {
        var played = Played(100, 5, attempts: 5);
        played.When(More(2)).Then(new AttemptsAdded(2, 7)).After.When(Submit(200)).ThenAnswers(record =>
            (record.Score, record.NumScore, record.MaxNumScore).ShouldBe((200, 6, 7)));
        played.When(More(-4)).Then(new AttemptsAdded(-4, 1)).After.When(Submit(200))
            .ThenRefused(FaultCode.FailedPrecondition, "Reached allowed max number of score attempts.");
        played.When(More(-5)).ThenNothing();
        played.When(More(int.MaxValue)).ThenNothing();
        played.When(More(1), now: Closing).ThenRefused(FaultCode.FailedPrecondition, "tournament outside of duration");
        played.When(More(0)).ThenRefused(FaultCode.InvalidArgument, "expects an attempt count number != 0");
        played.When(More(1) with { OwnerId = Bob }).ThenNothing();
        Specification.GivenNothing().When(More(1)).ThenRefused(FaultCode.NotFound, "Tournament not found.");
        played.State(Record, record => record.ChangedIn.ShouldBe(record.Version));
        played.When(More(2)).ThenState(Record, record => record.ChangedIn.ShouldBe(record.Version - 1));
    }

    /// <summary>The write of leaderboards takes a tournament's id and plays by none of its rules (parity section 2.1): for modules, not for players.</summary>
    [Fact]
    public void a_modules_leaderboard_write_skips_windows_attempts_and_places()
    {
        var locked = Specification.Given(Board, JoinedCup with { MaxSize = 1, MaxNumScore = 1 }).And(Places, new TournamentPlaceTaken(Bob));
        locked.When(new SubmitScore("cup", 0, Ann, 7)).ThenRefused(FaultCode.NotFound, "Leaderboard not found.");
        var written = locked.When(new SubmitScore("cup", 0, Ann, 7), Script, Closing.AddDays(1)).ThenAnswers(record =>
            (record.Score, record.NumScore, record.MaxNumScore, record.TakesPlace).ShouldBe((7, 1, 1_000_000, false))).After;
        // Such a record is one like another, and has nothing to give back.
        written.When(Join() with { IsLimited = true }).ThenNothing();
        written.When(Submit(9)).ThenAnswers(record => (record.Score, record.NumScore).ShouldBe((9, 2)));
        written.When(Delete()).Then(new ScoreRecordDeleted());
    }

    [Fact]
    public void an_entry_ends_with_its_owners_account()
    {
        var cup = Specification.Given(Board, Cup with { MaxSize = 1 }).When(Submit(1) with { NeedsPlace = true }).After;
        cup.When(new DeleteAccount(Ann, [new OwnedEntry("cup", 0, Ann)])).Then(new TournamentPlaceLeft(Ann), new ScoreRecordDeleted()).After
            .When(new DeleteAccount(Ann, [new OwnedEntry("cup", 0, Ann)])).ThenNothing();
    }

    static Specification Played(long score, long subscore, int attempts) => Specification.Given(Board, Cup).And(
        Record,
        [
            new TournamentEntered(5, TakesPlace: false),
            .. Enumerable.Repeat(
                new ScoreSubmitted(score, subscore, ScoreOperator.Best, SortOrder.Descending, null, "ann", Counted: true, score, subscore), attempts),
        ]);

    static JoinTournament Join() => new("cup", 0, Ann, "ann", IsLimited: false);

    static SubmitTournamentScore Submit(long score, long subscore = 0) => new("cup", 0, Ann, score, subscore, NeedsPlace: false);

    static DeleteTournamentRecord Delete() => new("cup", 0, Ann, LeavesPlace: false);

    static AddAttempts More(int count) => new("cup", 0, Ann, count);
}
