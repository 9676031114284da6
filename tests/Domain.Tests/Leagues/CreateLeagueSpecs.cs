using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leagues;
using static KaosNet.Domain.Tests.Leagues.LeagueExamples;

namespace KaosNet.Domain.Tests.Leagues;

public class CreateLeagueSpecs
{
    [Fact]
    public void a_league_is_set_up() => Specification.GivenNothing()
        .When(new CreateLeague("cup", Rules) { Title = "Cup", Metadata = """{"a":1}""" }, Server)
        .Then(new LeagueCreated("Cup", """{"a": 1}""", Rules, Now))
        .ThenAnswers(league => (league.Exists, league.Title, league.Season).ShouldBe((true, "Cup", 0)));

    [Fact]
    public void without_a_title_it_is_called_by_its_id() => Specification.GivenNothing()
        .When(new CreateLeague("cup", Rules) { StartTime = Monday })
        .Then(new LeagueCreated("cup", "{}", Rules, Monday));

    [Fact]
    public void twice_is_once() => Open()
        .When(new CreateLeague("cup", Rules with { ActivityMin = 9 }) { Title = "Other" })
        .ThenNothing()
        .ThenAnswers(league => league.Title.ShouldBe("Cup"));

    [Fact]
    public void while_one_of_that_id_is_taken_away_it_is_refused() => Open().And(Cup, new LeagueDeleted())
        .When(new CreateLeague("cup", Rules))
        .ThenRefused(FaultCode.FailedPrecondition, "League is being deleted.");

    [Fact]
    public void an_id_that_is_used_again_goes_on_counting() => Open().And(Cup, new LeagueDeleted(), new LeagueErased())
        .When(new CreateLeague("cup", Rules))
        .ThenState(Cup, league => (league.Season, league.Generation, league.Exists).ShouldBe((1, 1, true)));

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("ä")]
    public void ids_are_plain(string id) => Specification.GivenNothing()
        .When(new CreateLeague(id, Rules))
        .ThenRefused(FaultCode.InvalidArgument, "League ID must be 1-64 letters, digits, dots, dashes or underscores.");

    [Fact]
    public void an_id_has_64_characters_at_most()
    {
        Specification.GivenNothing().When(new CreateLeague(new string('a', 64), Rules)).Result.Exists.ShouldBeTrue();
        Specification.GivenNothing().When(new CreateLeague(new string('a', 65), Rules))
            .ThenRefused(FaultCode.InvalidArgument, "League ID must be 1-64 letters, digits, dots, dashes or underscores.");
    }

    [Fact]
    public void what_is_wrong_is_said()
    {
        Refused(Rules with { Divisions = [] }, "A league must have 1-50 divisions, each with a name of 1-128 characters.");
        Refused(Rules with { Divisions = [.. Enumerable.Repeat(new LeagueDivision("A", 5, 0, 0), 51)] }, "A league must have 1-50 divisions, each with a name of 1-128 characters.");
        Refused(Rules with { Divisions = [new("", 5, 0, 0)] }, "A league must have 1-50 divisions, each with a name of 1-128 characters.");
        Refused(Rules with { Divisions = [new("A", 1, 0, 0)] }, "A division's group size must be 2-100.");
        Refused(Rules with { Divisions = [new("A", 101, 0, 0)] }, "A division's group size must be 2-100.");
        Refused(Rules with { Divisions = [new("A", 5, 0, 6), new("B", 5, 1, 0)] }, "A division cannot promote and relegate more players than a group holds.");
        Refused(Rules with { Divisions = [new("A", 5, 0, -1)] }, "A division cannot promote and relegate more players than a group holds.");
        Refused(Rules with { Divisions = [new("A", 5, 1, 0)] }, "Nobody is promoted from the top division.");
        Refused(Rules with { Divisions = [new("A", 5, 0, 1)] }, "Nobody is relegated from the bottom division.");
        Refused(Rules with { EntryDivision = 4 }, "Newcomers must start in one of the divisions.");
        Refused(Rules with { EntryDivision = -1 }, "Newcomers must start in one of the divisions.");
        Refused(Rules with { ActivityMin = -1 }, "Minimum activity must be 0-1000000.");
        Refused(Rules with { ActivityMin = 1_000_001 }, "Minimum activity must be 0-1000000.");
        Refused(Rules with { SortOrder = (SortOrder)7 }, "Invalid sort order.");
        Refused(Rules with { Operator = (ScoreOperator)7 }, "Invalid operator.");
        Refused(Rules with { Inactive = (InactiveRule)7 }, "Invalid rule for inactive players.");
        Refused(Rules with { Schedule = "never" }, "Invalid season schedule: missing field(s)");
        Refused(Rules with { Schedule = new string('*', 65) }, "Invalid season schedule: too long.");
        Refused(Rules with { EndTime = Now }, "League end time must be later than its start time and than now.");
    }

    [Fact]
    public void titles_and_metadata_have_bounds()
    {
        Specification.GivenNothing().When(new CreateLeague("cup", Rules) { Title = new string('ä', 128) }).Result.Exists.ShouldBeTrue();
        Specification.GivenNothing().When(new CreateLeague("cup", Rules) { Title = new string('ä', 129) })
            .ThenRefused(FaultCode.InvalidArgument, "League title must be at most 128 characters.");
        foreach (var wrong in new[] { "[]", "{", "{\"a\":\"\\u0000\"}", $$"""{"a":"{{new string('a', 16 * 1024)}}"}""" })
        {
            Specification.GivenNothing().When(new CreateLeague("cup", Rules) { Metadata = wrong })
                .ThenRefused(FaultCode.InvalidArgument, "League metadata must be a JSON object of at most 16384 bytes.");
        }
    }

    [Fact]
    public void new_rules_are_kept_for_the_next_season() => Open()
        .When(new ReviseLeague("cup") { Rules = Rules with { ActivityMin = 3 }, Title = "New" }, Server)
        .Then(new LeagueRevised("New", null, Rules with { ActivityMin = 3 }))
        .ThenState(Cup, league => league.Rules.ActivityMin.ShouldBe(3))
        .ThenState(LeagueSeason.Of("cup", 1), season => season.Rules.ActivityMin.ShouldBe(0));

    [Fact]
    public void an_edit_that_changes_nothing_is_none() => Open().When(new ReviseLeague("cup") { Title = "Cup", Metadata = "{}" }).ThenNothing();

    [Fact]
    public void an_edit_is_held_to_the_same_bounds()
    {
        Open().When(new ReviseLeague("cup") { Title = "" }).ThenRefused(FaultCode.InvalidArgument, "League title must be at most 128 characters.");
        Open().When(new ReviseLeague("cup") { Rules = Rules with { Divisions = [] } })
            .ThenRefused(FaultCode.InvalidArgument, "A league must have 1-50 divisions, each with a name of 1-128 characters.");
        Open().When(new ReviseLeague("other") { Title = "New" }).ThenRefused(FaultCode.NotFound, "League not found.");
    }

    [Fact]
    public void a_league_is_paused_and_goes_on()
    {
        Open().When(new PauseLeague("cup", true)).Then(new LeaguePaused()).After.When(new PauseLeague("cup", true)).ThenNothing()
            .After.When(new PauseLeague("cup", false)).Then(new LeagueResumed()).After.When(new PauseLeague("cup", false)).ThenNothing();
        Specification.GivenNothing().When(new PauseLeague("cup", true)).ThenRefused(FaultCode.NotFound, "League not found.");
    }

    [Fact]
    public void a_league_is_deleted_and_again_is_no_matter() =>
        Open().When(new DeleteLeague("cup")).Then(new LeagueDeleted()).After.When(new DeleteLeague("cup")).ThenNothing();

    static void Refused(LeagueRules rules, string message) =>
        Specification.GivenNothing().When(new CreateLeague("cup", rules)).ThenRefused(FaultCode.InvalidArgument, message);
}
