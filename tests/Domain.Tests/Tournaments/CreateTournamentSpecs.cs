using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Tournaments;

namespace KaosNet.Domain.Tests.Tournaments;

public class CreateTournamentSpecs
{
    static readonly StreamRef<Leaderboard> Board = Leaderboard.Kind.Of("cup");
    static readonly long Now = Specification.Now.ToUnixTimeSeconds();

    [Fact]
    public void a_tournament_is_set_up() => Specification.GivenNothing()
        .When(new CreateTournament("cup", Duration: 3600)
        {
            Authoritative = false,
            SortOrder = SortOrder.Ascending,
            Operator = ScoreOperator.Increment,
            ResetSchedule = "0 0 * * *",
            Metadata = """{"a":1}""",
            Title = "Cup",
            Description = "Of cups",
            Category = 127,
            StartTime = Now + 60,
            EndTime = Now + 864000,
            MaxSize = 10,
            MaxNumScore = 3,
            JoinRequired = true,
            EnableRanks = true,
        })
        .Then(new TournamentCreated(
            Authoritative: false, SortOrder.Ascending, ScoreOperator.Increment, "0 0 * * *", """{"a":1}""", EnableRanks: true, "Cup", "Of cups", 127,
            Now + 60, Now + 864000, 3600, 10, 3, JoinRequired: true))
        .ThenAnswers(board =>
        {
            (board.Exists, board.IsTournament, board.HasMaxSize, board.CreateTime).ShouldBe((true, true, true, Specification.Now));
            (board.Title, board.Description, board.Category, board.JoinRequired).ShouldBe(("Cup", "Of cups", 127, true));
            (board.StartTime, board.EndTime, board.Duration, board.MaxSize, board.MaxNumScore).ShouldBe((Now + 60, Now + 864000, 3600, 10, 3));
        });

    [Fact]
    public void without_a_word_only_the_server_writes_and_it_begins_now_and_never_ends() => Specification.GivenNothing()
        .When(new CreateTournament("cup", 3600), now: Specification.Now.AddMilliseconds(900))
        .Then(new TournamentCreated(
            Authoritative: true, SortOrder.Descending, ScoreOperator.Best, null, "{}", EnableRanks: false, "", "", 0, Now, 0, 3600, int.MaxValue, 1_000_000,
            JoinRequired: false))
        .ThenAnswers(board => board.HasMaxSize.ShouldBeFalse());

    [Fact]
    public void a_second_creation_succeeds_and_changes_nothing() => Specification.GivenNothing()
        .When(new CreateTournament("cup", 3600)).After
        .When(new CreateTournament("cup", 60) { Operator = ScoreOperator.Set, Title = "other" })
        .ThenNothing()
        .ThenAnswers(board => (board.Operator, board.Duration, board.Title).ShouldBe((ScoreOperator.Best, 3600, "")));

    [Fact]
    public void a_leaderboards_id_is_taken() => Specification.GivenNothing()
        .When(new CreateLeaderboard("cup")).After
        .When(new CreateTournament("cup", 3600))
        .ThenRefused(FaultCode.AlreadyExists, "cannot create tournament as leaderboard is already in use");

    [Fact]
    public void a_leaderboard_over_a_tournament_succeeds_and_changes_nothing() => Specification.GivenNothing()
        .When(new CreateTournament("cup", 3600)).After
        .When(new CreateLeaderboard("cup"))
        .ThenNothing()
        .ThenAnswers(board => board.IsTournament.ShouldBeTrue());

    [Fact]
    public void what_makes_no_sense_is_refused()
    {
        var cup = new CreateTournament("cup", 3600);
        Refused(cup with { Id = "" }, "expects a tournament ID string");
        Refused(cup with { Id = new string('x', 129) }, "expects a tournament ID string");
        Refused(cup with { Id = "a\0" }, "expects a tournament ID string");
        Refused(cup with { SortOrder = (SortOrder)2 }, "expects sort order to be 'asc' or 'desc'");
        Refused(cup with { Operator = (ScoreOperator)4 }, "expects operator to be 'best', 'set', 'incr' or 'decr'");
        Refused(cup with { ResetSchedule = "soon" }, "expects reset schedule to be a valid CRON expression");
        Refused(cup with { ResetSchedule = "* * * * *" + new string(' ', 56) }, "expects reset schedule to be a valid CRON expression");
        Refused(cup with { Metadata = "[]" }, "Metadata value must be JSON, if provided.");
        Refused(cup with { Title = new string('x', 256) }, "title must be at most 255 characters");
        Refused(cup with { Description = "a\0" }, "description must be at most 255 characters");
        Refused(cup with { Category = -1 }, "category must be 0-127");
        Refused(cup with { Category = 128 }, "category must be 0-127");
        Refused(cup with { StartTime = -1 }, "startTime must be >= 0");
        Refused(cup with { EndTime = -1 }, "endTime must be >= 0");
        Refused(cup with { StartTime = 4294967296 }, "startTime and endTime must be <= 4294967295");
        Refused(cup with { StartTime = Now, EndTime = Now - 1 }, "endTime must be >= startTime");
        Refused(cup with { Duration = 0 }, "duration must be > 0");
        Refused(cup with { Duration = -1 }, "duration must be > 0");
        Refused(cup with { MaxSize = -1 }, "maxSize must be >= 0");
        Refused(cup with { MaxNumScore = -1 }, "maxNumScore must be >= 0");
        const string tooEarly =
            "tournament end time cannot be before first reset schedule - either increase end time or change/disable reset schedule";
        var midnight = new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
        var daily = cup with { StartTime = Now, ResetSchedule = "0 0 * * *" };
        Refused(daily with { EndTime = midnight }, tooEarly);
        Specification.GivenNothing().When(daily with { EndTime = midnight + 1 }).Result.Exists.ShouldBeTrue();
        // Now is 0 for this check, as it always was: an end in the past is accepted.
        Specification.GivenNothing().When(cup with { EndTime = Now - 1 }).Result.HasEndedAt(Specification.Now).ShouldBeTrue();
    }

    [Fact]
    public void the_largest_of_everything_is_accepted() => Specification.GivenNothing()
        .When(new CreateTournament(new string('x', 128), int.MaxValue)
        {
            Title = new string('x', 255),
            Description = new string('x', 255),
            StartTime = uint.MaxValue,
            EndTime = uint.MaxValue,
            MaxSize = int.MaxValue,
            MaxNumScore = int.MaxValue,
        }).Result.PeriodAt(Specification.Now).ShouldBe(new(uint.MaxValue, uint.MaxValue, uint.MaxValue));

    [Fact]
    public void a_board_is_deleted_and_its_id_free_when_its_last_record_is_gone()
    {
        var deleted = Specification.GivenNothing().When(new CreateTournament("cup", 3600) { EnableRanks = true }).After
            .When(new DeleteLeaderboard("cup")).Then(new LeaderboardDeleted()).After;
        deleted.When(new DeleteLeaderboard("cup")).ThenNothing();
        deleted.When(new CreateTournament("cup", 60)).ThenRefused(FaultCode.Aborted, "The records of the deleted leaderboard are still being removed.");
        deleted.When(new CreateLeaderboard("cup")).ThenRefused(FaultCode.Aborted, "The records of the deleted leaderboard are still being removed.");
        var ann = Specification.Player.UserId;
        var record = ScoreRecord.Of("cup", 0, ann);
        var left = deleted.And(record, new TournamentJoined("ann", 3, TakesPlace: true)).And(TournamentPlaces.Of("cup", 0), new TournamentPlaceTaken(ann));
        left.When(new SubmitTournamentScore("cup", 0, ann, 1, 0, NeedsPlace: false)).ThenRefused(FaultCode.NotFound, "Tournament not found.");
        left.When(new ClearLeaderboard("cup", [new OwnedEntry("cup", 0, ann)])).Then(new TournamentPlaceLeft(ann), new ScoreRecordDeleted()).After
            .When(new ClearLeaderboard("cup", [new OwnedEntry("cup", 0, ann)])).ThenNothing().After
            .When(new ClearLeaderboard("cup", [])).Then(new LeaderboardCleared()).After
            .When(new ClearLeaderboard("cup", [])).ThenNothing().After
            .When(new CreateLeaderboard("cup") { Operator = ScoreOperator.Set }).ThenAnswers(board =>
                (board.Exists, board.IsTournament, board.EnableRanks, board.Operator, board.Version).ShouldBe((true, false, false, ScoreOperator.Set, 4)));
    }

    [Fact]
    public void clearing_leaves_a_board_alone_that_is_there()
    {
        var ann = Specification.Player.UserId;
        Specification.GivenNothing().When(new CreateTournament("cup", 3600)).After
            .And(ScoreRecord.Of("cup", 0, ann), new TournamentJoined("ann", 3, TakesPlace: false))
            .When(new ClearLeaderboard("cup", [new OwnedEntry("cup", 0, ann)])).ThenNothing().After
            .When(new ClearLeaderboard("cup", [])).ThenNothing();
    }

    [Fact]
    public void a_deletion_can_be_for_tournaments_only()
    {
        Specification.GivenNothing().When(new CreateLeaderboard("cup")).After.When(new DeleteLeaderboard("cup") { OnlyTournaments = true }).ThenNothing();
        Specification.GivenNothing().When(new CreateTournament("cup", 1)).After.When(new DeleteLeaderboard("cup") { OnlyTournaments = true })
            .Then(new LeaderboardDeleted());
        Specification.GivenNothing().When(new DeleteLeaderboard("cup")).ThenNothing();
    }

    [Fact]
    public void ranks_are_switched_off_for_good_and_a_tournament_stays_one()
    {
        var cup = Specification.GivenNothing().When(new CreateTournament("cup", 3600) { EnableRanks = true, MaxNumScore = 3 }).After;
        cup.When(new DisableRanks("cup", IsTournament: false)).ThenRefused(FaultCode.NotFound, "Leaderboard not found.");
        cup.When(new DisableRanks("cup", IsTournament: true)).Then(new LeaderboardRanksDisabled())
            .ThenState(Board, board => (board.EnableRanks, board.Duration, board.MaxNumScore).ShouldBe((false, 3600, 3))).After
            .When(new DisableRanks("cup", IsTournament: true)).ThenNothing();
        Specification.GivenNothing().When(new DisableRanks("cup", IsTournament: true)).ThenRefused(FaultCode.NotFound, "Tournament not found.");
        Specification.GivenNothing().When(new CreateLeaderboard("cup")).After.When(new DisableRanks("cup", IsTournament: true))
            .ThenRefused(FaultCode.NotFound, "Tournament not found.");
    }

    static void Refused(CreateTournament command, string message) =>
        Specification.GivenNothing().When(command).ThenRefused(FaultCode.InvalidArgument, message);
}
