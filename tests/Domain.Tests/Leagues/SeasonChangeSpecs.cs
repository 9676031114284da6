using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leagues;
using KaosNet.Domain.Leagues.Changing;
using KaosNet.Domain.Notifications;
using static KaosNet.Domain.Tests.Leagues.LeagueExamples;

namespace KaosNet.Domain.Tests.Leagues;

public class SeasonChangeSpecs
{
    static readonly GroupKey Silver = new("cup", 1, 2, 1);
    static readonly StreamRef<LeagueSeason> First = LeagueSeason.Of("cup", 1);
    static readonly StreamRef<LeagueSeason> Second = LeagueSeason.Of("cup", 2);
    static readonly Caller Job = Caller.System("leagues", "LeagueSeason");

    [Fact]
    public void a_season_ends_when_its_time_is_over()
    {
        Open().When(new EndSeason("cup", 1, IsByHand: false), Job, Monday.AddSeconds(-1)).ThenRefused(FaultCode.Aborted, "The league has moved on.");
        Open().When(new EndSeason("cup", 1, IsByHand: false), Job, Monday).Then(new LeagueSeasonEnded(false))
            .After.When(new EndSeason("cup", 1, IsByHand: false), Job, Monday).ThenNothing();
    }

    [Fact]
    public void the_server_ends_it_before() => Open()
        .When(new EndSeason("cup", 1, IsByHand: true), Server, Now.AddHours(1)).Then(new LeagueSeasonEnded(true))
        .ThenState(First, season => (season.Phase, season.EndTime).ShouldBe((SeasonPhase.Closing, Now.AddHours(1))));

    [Fact]
    public void ending_is_refused()
    {
        Specification.GivenNothing().When(new EndSeason("cup", 1, true)).ThenRefused(FaultCode.NotFound, "League not found.");
        Open().When(new EndSeason("cup", 2, true)).ThenRefused(FaultCode.Aborted, "The league has moved on.");
        Specification.Given(Cup, new LeagueCreated("Cup", "{}", Rules, Monday)).When(new EndSeason("cup", 0, true))
            .ThenRefused(FaultCode.FailedPrecondition, "League has no season under way.");
        Open().And(Cup, new LeaguePaused()).When(new EndSeason("cup", 1, true)).ThenRefused(FaultCode.FailedPrecondition, "League is paused.");
        Specification.Given(Cup, new LeagueCreated("Cup", "{}", Rules, Now), new LeagueAdvanced(1, 1)).And(First, Started())
            .When(new EndSeason("cup", 1, true)).ThenRefused(FaultCode.FailedPrecondition, "League season is over and the next one is being prepared.");
    }

    [Fact]
    public void a_group_is_settled_once_with_places_and_notifications()
    {
        var settled = Ended().When(new SettleGroup(Ended().Seen(Silver)), Job, Monday);
        settled
            .ThenIn(Silver.Stream, new LeagueGroupSettled(
            [
                new(User(5), 1, 500, 0, 1, LeagueOutcome.Promoted, 1), new(User(4), 2, 400, 0, 1, LeagueOutcome.Stayed, 2),
                new(User(3), 3, 300, 0, 1, LeagueOutcome.Stayed, 2), new(User(2), 4, 200, 0, 1, LeagueOutcome.Relegated, 3),
                new(User(1), 5, 0, 0, 0, LeagueOutcome.Relegated, 3),
            ]))
            .ThenIn(LeagueMember.Of("cup", User(5)), new LeagueMemberSettled(1, 1, LeagueOutcome.Promoted, 1))
            .ThenIn(LeagueMember.Of("cup", User(1)), new LeagueMemberSettled(1, 5, LeagueOutcome.Relegated, 3))
            .ThenState(LeagueMember.Of("cup", User(5)), member => (member.Division, member.IsWaiting).ShouldBe((1, true)));
        settled.After.When(new SettleGroup(Ended().Seen(Silver)), Job, Monday).ThenNothing();

        var told = settled.Events.Select(happened => happened.Event).OfType<NotificationSent>().ToList();
        told.Count.ShouldBe(5);
        told[0].ShouldBe(new NotificationSent(
            User(5), null, "You were promoted to Gold in Cup",
            """{"rank": 1, "group": 1, "season": 1, "outcome": "promoted", "division": 2, "league_id": "cup", "next_division": 1}""", -3001));
        told[4].Subject.ShouldBe("You were relegated to Bronze in Cup");
    }

    [Fact]
    public void a_score_disqualified_before_it_is_settled_counts_not()
    {
        var given = Ended().And(ScoreRecord.Of(Silver.BoardOf(1), Monday.ToUnixTimeSeconds(), User(5)), new ScoreRecordDeleted());
        given.When(new SettleGroup(given.Seen(Silver)), Job, Monday).Result.Results.Select(result => result.UserId)
            .ShouldBe([User(4), User(3), User(2), User(5), User(1)]);
    }

    [Fact]
    public void a_group_that_changed_is_another_look()
    {
        var seen = Ended().Seen(Silver);
        Ended().And(Silver.Stream, new LeagueGroupLeft(User(2))).When(new SettleGroup(seen), Job, Monday).ThenRefused(FaultCode.Aborted, "The league has moved on.");
        Group().When(new SettleGroup(seen), Job, Monday).ThenRefused(FaultCode.Aborted, "The league has moved on.");
        Ended().And(Cup, new LeaguePaused()).When(new SettleGroup(seen), Job, Monday).ThenRefused(FaultCode.Aborted, "The league has moved on.");
    }

    [Fact]
    public void the_next_season_begins_where_the_last_one_ended() => Ended()
        .When(new OpenSeason("cup", 2, [1, 2, 2]), Job, Monday.AddSeconds(2))
        .Then(new LeagueSeasonClosed(), Started(start: Monday, end: Monday.AddDays(7), players: [1, 2, 2]), new LeagueAdvanced(2, 1))
        .After.When(new OpenSeason("cup", 2, [1, 2, 2]), Job, Monday.AddSeconds(2)).ThenNothing();

    [Fact]
    public void seasons_that_nobody_could_play_are_passed_over_and_counted() => Ended()
        .When(new OpenSeason("cup", 2, [5]), Job, Monday.AddDays(24))
        .ThenIn(Second, Started(start: Monday.AddDays(21), end: Monday.AddDays(28), players: [5]) with { Missed = 3 });

    [Fact]
    public void a_season_ended_by_hand_gives_way_to_a_new_set_of_boards()
    {
        var given = Group().And(First, Now.AddHours(1), new LeagueSeasonEnded(true));
        given.When(new OpenSeason("cup", 2, []), Job, Now.AddHours(1))
            .ThenIn(Second, Started(start: Now.AddHours(1)) with { Generation = 2, Expiry = Monday.ToUnixTimeSeconds() }, new LeagueSeasonFormed())
            .ThenIn(Cup, new LeagueAdvanced(2, 2));
    }

    [Fact]
    public void so_do_other_rules_of_the_boards()
    {
        var other = Rules with { Operator = ScoreOperator.Increment };
        Ended().And(Cup, new LeagueRevised(null, null, other)).When(new OpenSeason("cup", 2, [5]), Job, Monday)
            .ThenIn(Second, Started(other, Monday, Monday.AddDays(7), 5) with { Generation = 2 });
    }

    [Fact]
    public void after_its_end_a_league_has_no_next_season() => Ended(Rules with { EndTime = Monday })
        .When(new OpenSeason("cup", 2, [5]), Job, Monday)
        .Then(new LeagueSeasonClosed(), new LeagueEnded());

    [Fact]
    public void the_last_season_ends_with_its_league() => Ended(Rules with { EndTime = Monday.AddDays(3) })
        .When(new OpenSeason("cup", 2, [5]), Job, Monday)
        .ThenState(Second, season => (season.EndTime, season.Expiry).ShouldBe((Monday.AddDays(3), Monday.AddDays(7).ToUnixTimeSeconds())));

    [Fact]
    public void seasons_without_a_schedule_are_ended_by_hand_only()
    {
        var byHand = Rules with { Schedule = null };
        Specification.Given(Cup, new LeagueCreated("Cup", "{}", byHand, Now)).When(new OpenSeason("cup", 1, []), Job, Now.AddDays(1))
            .ThenIn(First, new LeagueSeasonStarted(byHand, Now, null, 0, 1, [], 0), new LeagueSeasonFormed());
    }

    [Fact]
    public void a_season_does_not_begin_too_early()
    {
        Group().When(new OpenSeason("cup", 2, []), Job, Monday).ThenRefused(FaultCode.Aborted, "The league has moved on.");
        Ended().And(Cup, new LeaguePaused()).When(new OpenSeason("cup", 2, []), Job, Monday).ThenRefused(FaultCode.Aborted, "The league has moved on.");
        Specification.Given(Cup, new LeagueCreated("Cup", "{}", Rules, Monday)).When(new OpenSeason("cup", 1, []), Job, Now)
            .ThenRefused(FaultCode.Aborted, "The league has moved on.");
    }

    [Fact]
    public void who_waits_is_put_into_a_group()
    {
        var group = new GroupKey("cup", 2, 3, 1);
        var form = new FormGroup(group, 1, [User(1), User(2)]);
        var formed = Forming().When(form, Job, Monday);
        formed.Then(
            new LeaderboardCreated(true, SortOrder.Descending, ScoreOperator.Best, Rules.Schedule, "{}", true),
            new LeagueGroupFormed("league.cup.1.3.1", Monday.AddDays(7).ToUnixTimeSeconds(), [User(1), User(2)]),
            new LeagueMemberPlaced(2, 3, 1), new LeagueMemberPlaced(2, 3, 1));
        formed.After.When(form, Job, Monday).ThenRefused(FaultCode.Aborted, "The league has moved on.");
        formed.After.When(form with { Group = group with { Number = 2 } }, Job, Monday).ThenRefused(FaultCode.Aborted, "The league has moved on.");
        formed.After.When(new FinishForming("cup", 2), Job, Monday).Then(new LeagueSeasonFormed())
            .After.When(new FinishForming("cup", 2), Job, Monday).ThenNothing();
    }

    [Fact]
    public void only_who_belongs_there_is_put_into_a_group()
    {
        Forming().When(new FormGroup(new("cup", 2, 2, 1), 1, [User(1)]), Job, Monday).ThenRefused(FaultCode.Aborted, "The league has moved on.");
        Forming().When(new FormGroup(new("cup", 2, 3, 1), 1, [User(9)]), Job, Monday).ThenRefused(FaultCode.Aborted, "The league has moved on.");
        Forming().When(new FormGroup(new("cup", 2, 3, 1), 1, []), Job, Monday).ThenRefused(FaultCode.Aborted, "The league has moved on.");
        Forming().When(new FormGroup(new("cup", 2, 3, 1), 1, [.. Enumerable.Range(1, 6).Select(User)]), Job, Monday)
            .ThenRefused(FaultCode.Aborted, "The league has moved on.");
    }

    [Fact]
    public void a_deleted_league_is_taken_away_in_pieces() => Ended().And(Cup, new LeagueDeleted())
        .When(new EraseLeague("cup") { Groups = [Silver], UserIds = [User(1), User(9)], Seasons = [1, 2], IsLast = true }, Job)
        .Then(new LeagueGroupErased(), new LeagueLeft(), new LeagueSeasonErased(), new LeagueErased())
        .After.When(new EraseLeague("cup"), Job).ThenRefused(FaultCode.Aborted, "The league has moved on.");

    static Specification Group(LeagueRules? rules = null) => Open(rules).Group(Silver, (1, null), (2, 200), (3, 300), (4, 400), (5, 500));

    static Specification Ended(LeagueRules? rules = null) => Group(rules).And(First, new LeagueSeasonEnded(false));

    static Specification Forming() => Open()
        .And(First, new LeagueSeasonEnded(false), new LeagueSeasonClosed())
        .And(Cup, new LeagueAdvanced(2, 1))
        .And(Second, Started(start: Monday, end: Monday.AddDays(7), players: [0, 0, 2]))
        .And(LeagueMember.Of("cup", User(1)), new LeagueJoined(3))
        .And(LeagueMember.Of("cup", User(2)), new LeagueJoined(3));
}
