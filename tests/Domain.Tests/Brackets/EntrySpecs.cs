using KaosNet.Domain.Accounts;
using KaosNet.Domain.Brackets;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Notifications;
using static KaosNet.Domain.Tests.Brackets.Arena;

namespace KaosNet.Domain.Tests.Brackets;

public sealed class EntrySpecs
{
    static readonly BracketSettings Cup = new(BracketFormat.SingleElimination) { Title = "Cup", OpenEntry = true };

    [Fact]
    public void a_bracket_is_made_with_its_rules() => Specification.GivenNothing()
        .When(new CreateBracket(Id, Cup with { Metadata = "{\"b\":1,  \"a\":2}" }), Server)
        .Then(new BracketCreated(Cup with { Metadata = "{\"a\": 2, \"b\": 1}", SizeMax = 1024 }))
        .ThenAnswers(bracket => bracket.Phase.ShouldBe(BracketPhase.Open))
        .After.When(new CreateBracket(Id, Cup), Server).ThenRefused(FaultCode.AlreadyExists, "Bracket exists.");

    public static TheoryData<string, BracketSettings> WrongSettings => new()
    {
        { "Bracket format must be single_elimination, double_elimination or round_robin.", Cup with { Format = (BracketFormat)3 } },
        { "Bracket title must be valid text of at most 255 characters.", Cup with { Title = new('x', 256) } },
        { "Bracket title must be valid text of at most 255 characters.", Cup with { Title = "a\0b" } },
        { "Bracket title must be valid text of at most 255 characters.", Cup with { Title = "\ud800" } },
        { "Bracket category must be between 0 and 127.", Cup with { Category = 128 } },
        { "Bracket category must be between 0 and 127.", Cup with { Category = -1 } },
        { "Bracket size must be between 2 and 1024.", Cup with { SizeMax = 1025 } },
        { "Bracket size must be between 2 and 1024.", Cup with { SizeMax = 1 } },
        { "Bracket size must be between 2 and 64.", Cup with { Format = BracketFormat.RoundRobin, SizeMax = 65 } },
        { "Bracket best of must be 0 or an odd number up to 99.", Cup with { BestOf = 2 } },
        { "Bracket best of must be 0 or an odd number up to 99.", Cup with { BestOf = 101 } },
        { "Bracket best of must be 0 or an odd number up to 99.", Cup with { BestOf = -1 } },
        { "Only single elimination has a match for the third place.", new(BracketFormat.DoubleElimination) { ThirdPlace = true } },
        { "Only double elimination has a grand final reset.", Cup with { GrandFinalReset = true } },
        { "Only a round robin without a best of has draws.", Cup with { Draws = true } },
        { "Only a round robin without a best of has draws.", new(BracketFormat.RoundRobin) { Draws = true, BestOf = 3 } },
        { "Bracket legs must be 1, or 2 in a round robin.", Cup with { Legs = 2 } },
        { "Bracket legs must be 1, or 2 in a round robin.", new(BracketFormat.RoundRobin) { Legs = 3 } },
        { "Bracket points must be between 0 and 1000.", Cup with { WinPoints = 1001 } },
        { "Bracket points must be between 0 and 1000.", Cup with { LossPoints = -1 } },
        { "Bracket tie-breaks must be head_to_head, score_difference, score_for or wins, each at most once.", Cup with { TieBreaks = [TieBreak.Wins, TieBreak.Wins] } },
        { "Bracket tie-breaks must be head_to_head, score_difference, score_for or wins, each at most once.", Cup with { TieBreaks = [(TieBreak)4] } },
        { "Bracket check-in and play seconds must be between 0 and 2592000.", Cup with { CheckInSeconds = -1 } },
        { "Bracket check-in and play seconds must be between 0 and 2592000.", Cup with { PlaySeconds = 2_592_001 } },
        { "Bracket no-show rule must be better_seed, both_out, random or wait.", Cup with { NoShow = (NoShowRule)4 } },
        { "Bracket metadata must be a JSON object of at most 16384 characters.", Cup with { Metadata = "[]" } },
        { "Bracket metadata must be a JSON object of at most 16384 characters.", Cup with { Metadata = "{\"a\":\"" + new string('x', 16_400) + "\"}" } },
    };

    [Theory]
    [MemberData(nameof(WrongSettings))]
    public void rules_that_make_no_sense_are_refused(string text, BracketSettings settings) =>
        Specification.GivenNothing().When(new CreateBracket(Id, settings), Server).ThenRefused(FaultCode.InvalidArgument, text);

    [Fact]
    public void rules_at_their_bounds_are_taken() => Specification.GivenNothing().When(
        new CreateBracket(Id, new(BracketFormat.RoundRobin)
        {
            Title = new('x', 255), Category = 127, SizeMax = 64, BestOf = 99, Legs = 2, WinPoints = 1000, CheckInSeconds = 2_592_000, PlaySeconds = 2_592_000,
        }), Server).Result.Settings.SizeMax.ShouldBe(64);

    [Fact]
    public void a_player_enters_an_open_bracket_once()
    {
        var entered = Open(Cup, 1).When(new EnterBracket(Id, [P(2)], ByThemselves: true)).Then(new BracketEntered(P(2)));
        entered.After.When(new EnterBracket(Id, [P(2)], ByThemselves: true)).ThenNothing();
    }

    [Fact]
    public void the_server_enters_many_in_one_commit() =>
        Open(Cup with { OpenEntry = false }, 1).When(new EnterBracket(Id, [P(3), P(1), P(2), P(3)], false), Server).Then(new BracketEntered(P(3)), new BracketEntered(P(2)));

    [Fact]
    public void who_may_not_enter_is_told_why()
    {
        Specification.GivenNothing().When(new EnterBracket(Id, [P(1)], true)).ThenRefused(FaultCode.NotFound, "Bracket not found.");
        Open(Cup with { OpenEntry = false }, 0).When(new EnterBracket(Id, [P(1)], true))
            .ThenRefused(FaultCode.PermissionDenied, "Bracket does not let players enter by themselves.");
        Open(Cup with { SizeMax = 2 }, 2).When(new EnterBracket(Id, [P(3)], true)).ThenRefused(FaultCode.FailedPrecondition, "Bracket is full.");
        Open(Cup, 1).When(new EnterBracket(Id, [P(9)], true)).ThenRefused(FaultCode.NotFound, "User not found.");
        Running(Cup, 2).When(new EnterBracket(Id, [P(3)], true)).ThenRefused(FaultCode.FailedPrecondition, "Bracket has started.");
        Running(Cup, 2).When(new EnterBracket(Id, [P(2)], true)).ThenNothing();
        Open(Cup, 0).When(new EnterBracket(Id, [.. Enumerable.Range(1, 1025).Select(P)], false), Server)
            .ThenRefused(FaultCode.InvalidArgument, "Too many user IDs.");
        Open(Cup, 1).And(Account.Kind.Of(P(2)), new AccountDeleted()).When(new EnterBracket(Id, [P(2)], true))
            .ThenRefused(FaultCode.NotFound, "User not found.");
    }

    [Fact]
    public void who_leaves_before_the_start_is_not_in()
    {
        var left = Open(Cup, 3).When(new WithdrawEntrant(Id, P(2), true, "")).Then(new BracketEntryWithdrawn(P(2)));
        left.ThenState(Arena.Cup, bracket => bracket.Entrants.Select(entrant => entrant.UserId).ShouldBe([P(1), P(3)]));
        left.After.When(new WithdrawEntrant(Id, P(2), true, "")).ThenRefused(FaultCode.NotFound, "The user is not in this bracket.");
    }

    [Fact]
    public void who_may_not_leave_is_told_why()
    {
        Specification.GivenNothing().When(new WithdrawEntrant(Id, P(1), true, "")).ThenRefused(FaultCode.NotFound, "Bracket not found.");
        Open(Cup with { OpenEntry = false }, 2).When(new WithdrawEntrant(Id, P(1), true, ""))
            .ThenRefused(FaultCode.PermissionDenied, "Bracket does not let players enter by themselves.");
        Open(Cup, 2).When(new WithdrawEntrant(Id, P(1), false, new('x', 256)), Server)
            .ThenRefused(FaultCode.InvalidArgument, "Reason must be valid text of at most 255 characters.");
        Running(Cup, 2).Win(1, Domain.Brackets.Drawing.Slot.First).When(new WithdrawEntrant(Id, P(1), true, ""))
            .ThenRefused(FaultCode.FailedPrecondition, "Bracket is over.");
    }

    [Fact]
    public void a_bracket_starts_with_its_seeds_and_tells_who_plays()
    {
        var started = Open(Cup with { CheckInSeconds = 60 }, 3).When(new StartBracket(Id, Seeding.Given) { Order = [P(3)] }, Server);
        started.ThenIn(
            Arena.Cup,
            new BracketStarted([P(3), P(1), P(2)], Seeding.Given, 1),
            new BracketPairingsReady([new(1, P(1), P(2)) { DeadlineAt = Specification.Now.AddSeconds(60) }]));
        started.Events.Select(appended => appended.Event).OfType<NotificationSent>().Select(sent => (sent.ReceiverId, sent.SenderId, sent.Code, sent.Subject, sent.Content))
            .ShouldBe([
                (P(1), null, -101, "Your next game in Cup is ready", $"{{\"pairing\": 1, \"bracket_id\": \"{Id}\", \"opponent_id\": \"{P(2)}\"}}"),
                (P(2), null, -101, "Your next game in Cup is ready", $"{{\"pairing\": 1, \"bracket_id\": \"{Id}\", \"opponent_id\": \"{P(1)}\"}}"),
            ]);
        started.After.When(new StartBracket(Id, Seeding.Entry), Server).ThenRefused(FaultCode.FailedPrecondition, "Bracket has started.");
    }

    [Fact]
    public void a_board_seeds_those_who_are_in() => Open(Cup, 3)
        .When(new StartBracket(Id, Seeding.Board) { Order = [P(7), P(2), P(8), P(1)], Board = "weekly", Expiry = 77 }, Server)
        .Events[0].Event.ShouldBeOfType<BracketStarted>().ShouldSatisfyAllConditions(
            started => started.Seeds.ShouldBe([P(2), P(1), P(3)]),
            started => started.Board.ShouldBe("weekly"),
            started => started.Expiry.ShouldBe(77));

    [Fact]
    public void chance_seeds_by_the_dice_of_the_decision()
    {
        IReadOnlyList<string> Seeds(ulong seed) => Open(Cup, 20).When(new StartBracket(Id, Seeding.Random), Server, seed: seed)
            .Events[0].Event.ShouldBeOfType<BracketStarted>().Seeds;
        Seeds(1).ShouldBe(Seeds(1));
        Seeds(1).ShouldNotBe(Seeds(2));
        Seeds(2).Order().ShouldBe(Enumerable.Range(1, 20).Select(P));
    }

    [Fact]
    public void what_cannot_start_is_refused()
    {
        Specification.GivenNothing().When(new StartBracket(Id, Seeding.Entry), Server).ThenRefused(FaultCode.NotFound, "Bracket not found.");
        Open(Cup, 1).When(new StartBracket(Id, Seeding.Entry), Server).ThenRefused(FaultCode.FailedPrecondition, "Bracket needs at least 2 entrants.");
        Open(Cup, 2).When(new StartBracket(Id, (Seeding)4), Server).ThenRefused(FaultCode.InvalidArgument, "Seeding must be entry, given, board or random.");
        Open(Cup, 2).When(new StartBracket(Id, Seeding.Given) { Order = [P(1), P(1)] }, Server)
            .ThenRefused(FaultCode.InvalidArgument, "Seeds must be entrants, each at most once.");
        Open(Cup, 2).When(new StartBracket(Id, Seeding.Given) { Order = [P(5)] }, Server)
            .ThenRefused(FaultCode.InvalidArgument, "Seeds must be entrants, each at most once.");
    }

    [Fact]
    public void a_bracket_is_called_off()
    {
        Specification.GivenNothing().When(new CancelBracket(Id, ""), Server).ThenRefused(FaultCode.NotFound, "Bracket not found.");
        Open(Cup, 2).When(new CancelBracket(Id, "\0"), Server).ThenRefused(FaultCode.InvalidArgument, "Reason must be valid text of at most 255 characters.");
        var off = Running(Cup, 2).When(new CancelBracket(Id, "rain"), Server).Then(new BracketCancelled("rain"));
        off.After.When(new CancelBracket(Id, "again"), Server).ThenNothing();
        off.After.When(new ReportResult(Id, 1, new(1, 0)), Server).ThenRefused(FaultCode.FailedPrecondition, "Bracket is not running.");
        off.After.When(new EnterBracket(Id, [P(3)], true)).ThenRefused(FaultCode.FailedPrecondition, "Bracket has started.");
        off.After.When(new CorrectResult(Id, 1, null, ""), Server).ThenRefused(FaultCode.FailedPrecondition, "Bracket is not running.");
        off.After.When(new WithdrawEntrant(Id, P(1), false, ""), Server).ThenRefused(FaultCode.FailedPrecondition, "Bracket is over.");
        Running(Cup, 2).Win(1, Domain.Brackets.Drawing.Slot.First).When(new CancelBracket(Id, ""), Server).ThenRefused(FaultCode.FailedPrecondition, "Bracket is over.");
    }
}
