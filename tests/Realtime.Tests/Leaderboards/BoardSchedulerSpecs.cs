using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leaderboards.Resetting;
using KaosNet.Domain.Storage;
using KaosNet.Tests.Support;
using static KaosNet.Domain.Leaderboards.Resetting.BoardCallback;

namespace KaosNet.Realtime.Tests.Leaderboards;

/// <summary>The game's functions are called at the instants, once, in order, and what they do is kept with the mark that they ran.</summary>
public sealed class BoardSchedulerSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task a_reset_is_called_at_its_instant_and_not_before()
    {
        await using var game = Game("2026-03-10 11:30:00");
        var server = await game.Start(LeaderboardReset);
        await server.Board("cup", "0 12 * * *");

        game.Time.Advance(TimeSpan.FromMinutes(30) - TimeSpan.FromSeconds(1));
        await server.Settled();
        server.Calls.ShouldBeEmpty();
        game.Time.Advance(TimeSpan.FromSeconds(1));
        await server.Called("leaderboard_reset cup - 2026-03-10 12:00:00");

        await Eventually.Holds(async () => (await server.Marks("cup")).ShouldBe(["board_period_reset reset:cup:1773144000"]));
        await server.MarksAreWhatTheirEventsSay();
    }

    [Fact]
    public async Task a_delay_leaves_what_was_accepted_before_the_instant_time_to_be_on_the_board()
    {
        await using var game = new ScheduledGame(postgres.ConnectionString, "2026-03-10 11:30:00", TimeSpan.FromSeconds(1));
        var server = await game.Start(LeaderboardReset);
        await server.Board("cup", "0 12 * * *");

        game.Time.Advance(TimeSpan.FromMinutes(30));
        await server.Settled();
        server.Calls.ShouldBeEmpty();
        game.Time.Advance(TimeSpan.FromSeconds(1));
        await server.Called("leaderboard_reset cup - 2026-03-10 12:00:00");
    }

    [Fact]
    public async Task periods_missed_in_a_downtime_are_called_in_order_with_their_own_arguments()
    {
        await using var game = Game("2026-03-10 11:30:00");
        var before = await game.Start(LeaderboardReset);
        await before.Board("cup", "0 * * * *");
        game.Time.Advance(Hour);
        await before.Called("leaderboard_reset cup - 2026-03-10 12:00:00");
        await Eventually.Holds(async () => (await before.Marks("cup")).Count.ShouldBe(1));
        await before.DisposeAsync();

        game.Time.Advance(5 * Hour);
        var after = await game.Start(LeaderboardReset);
        await after.Called([.. Enumerable.Range(13, 5).Select(hour => $"leaderboard_reset cup - 2026-03-10 {hour}:00:00")]);

        game.Time.Advance(Hour);
        await Eventually.Holds(() => after.Calls.Count.ShouldBe(6));
        await Eventually.Holds(async () => (await after.Marks("cup")).Count.ShouldBe(7));
    }

    [Fact]
    public async Task a_window_that_closes_with_its_period_ends_before_it_resets_also_when_both_were_missed()
    {
        await using var game = Game("2026-03-10 11:30:00");
        var before = await game.Start(TournamentEnd, TournamentReset);
        await before.Tournament("open", "0 * * * *", duration: 3600);
        await before.Tournament("short", "0 * * * *", duration: 600);
        await before.DisposeAsync();

        game.Time.Advance(2 * Hour);
        var after = await game.Start(TournamentEnd, TournamentReset);

        await Eventually.Holds(() => after.Calls.Count.ShouldBe(7));
        after.Calls.Where(call => call.Contains(" open ", StringComparison.Ordinal)).ShouldBe([
            "tournament_end open 2026-03-10 12:00:00 2026-03-10 12:00:00", "tournament_reset open 2026-03-10 12:00:00 2026-03-10 12:00:00",
            "tournament_end open 2026-03-10 13:00:00 2026-03-10 13:00:00", "tournament_reset open 2026-03-10 13:00:00 2026-03-10 13:00:00"]);
        after.Calls.Where(call => call.Contains(" short ", StringComparison.Ordinal)).ShouldBe([
            "tournament_end short 2026-03-10 12:10:00 2026-03-10 13:00:00", "tournament_reset short 2026-03-10 12:10:00 2026-03-10 13:00:00",
            "tournament_end short 2026-03-10 13:10:00 2026-03-10 14:00:00"], ignoreOrder: false);
        await Eventually.Holds(async () => (await after.Marks("short")).ShouldBe([
            "board_period_ended end:short:1773147600", "board_period_reset reset:short:1773147600", "board_period_ended end:short:1773151200"]));
    }

    [Fact]
    public async Task leap_days_and_long_months_come_as_the_calendar_has_them()
    {
        await using var game = Game("2028-01-31 12:00:00");
        var server = await game.Start(LeaderboardReset);
        await server.Board("monthly", "0 0 31 * *");
        await server.Board("leap", "0 0 29 2 *");
        for (var day = 0; day < 91; day++) game.Time.Advance(TimeSpan.FromDays(1));

        await Eventually.Holds(() => server.Calls.Order(StringComparer.Ordinal).ShouldBe([
            "leaderboard_reset leap - 2028-02-29 00:00:00", "leaderboard_reset monthly - 2028-03-31 00:00:00"]));
        game.Time.Advance(TimeSpan.FromDays(366));
        await Eventually.Holds(() => server.Calls.Count(call => call.Contains("monthly", StringComparison.Ordinal)).ShouldBe(8));
        server.Calls.Count(call => call.Contains("leap", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task what_the_function_does_is_kept_with_its_mark_or_not_at_all()
    {
        await using var game = Game("2026-03-10 11:30:00");
        var server = await game.Start(LeaderboardReset);
        var isBroken = true;
        server.Work = async (board, occurrence, cancel) =>
        {
            await Give(server, server.CallerOf(board, occurrence), cancel);
            return isBroken ? Fault.Internal("no such thing as a winner") : Done.Value;
        };
        await server.Board("cup", "0 12 * * *");

        game.Time.Advance(Hour);
        await Eventually.Holds(() => server.Calls.Count.ShouldBe(1));
        await server.Settled();
        (await server.Count("storage_objects")).ShouldBe(0);
        (await server.Marks("cup")).ShouldBeEmpty();

        isBroken = false;
        game.Time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.Holds(async () => (await server.Marks("cup")).Count.ShouldBe(1));
        (await server.Count("storage_objects")).ShouldBe(1);
        (await server.Count("mt_events where causation_id = 'reset:cup:1773144000'")).ShouldBe(2);
    }

    [Fact]
    public async Task a_function_that_keeps_failing_is_given_up_with_its_reason_and_holds_up_nothing_else()
    {
        await using var game = Game("2026-03-10 11:30:00");
        var server = await game.Start(LeaderboardReset);
        server.Work = (board, _, _) => Task.FromResult<Answer<Done>>(board.Id == "bad" ? Fault.Internal("a nil value") : Done.Value);
        await server.Board("bad", "0 12 * * *");
        await server.Board("good", "0 12 * * *");
        game.Time.Advance(Hour);
        await Eventually.Holds(async () => (await server.Marks("good")).Count.ShouldBe(1));

        var attempts = 1;
        foreach (var pause in new[] { 1, 5, 30, 120 })
        {
            await Eventually.Holds(() => server.Calls.Count(call => call.Contains("bad", StringComparison.Ordinal)).ShouldBe(attempts));
            await server.Settled();
            game.Time.Advance(TimeSpan.FromSeconds(pause));
            attempts++;
        }

        await Eventually.Holds(async () => (await server.Marks("bad")).ShouldBe(["board_period_reset_failed reset:bad:1773144000"]));
        server.Calls.Count(call => call.Contains("bad", StringComparison.Ordinal)).ShouldBe(5);
        (await server.Count("""mt_events where type = 'board_period_reset_failed' and data @> '{"reason": "a nil value", "attempts": 5}'""")).ShouldBe(1);

        server.Work = (_, _, _) => Task.FromResult<Answer<Done>>(Done.Value);
        game.Time.Advance(TimeSpan.FromDays(1));
        await Eventually.Holds(async () => (await server.Marks("bad")).ShouldBe([
            "board_period_reset_failed reset:bad:1773144000", "board_period_reset reset:bad:1773230400"]));
    }

    [Fact]
    public async Task a_server_that_stops_in_the_middle_leaves_nothing_and_the_next_one_calls_again()
    {
        await using var game = Game("2026-03-10 11:30:00");
        var first = await game.Start(LeaderboardReset);
        first.Work = async (_, _, cancel) =>
        {
            await Give(first, ScheduledGame.Spec, cancel);
            await Task.Delay(Timeout.Infinite, cancel);
            return Done.Value;
        };
        await first.Board("cup", "0 12 * * *");
        game.Time.Advance(Hour);
        await Eventually.Holds(() => first.Calls.Count.ShouldBe(1));
        await first.DisposeAsync();

        var second = await game.Start(LeaderboardReset);
        second.Work = async (_, _, cancel) => await Give(second, ScheduledGame.Spec, cancel);
        await second.Called("leaderboard_reset cup - 2026-03-10 12:00:00");
        await Eventually.Holds(async () => (await second.Marks("cup")).Count.ShouldBe(1));
        (await second.Count("mt_events where type = 'storage_object_written'")).ShouldBe(1);
    }

    [Fact]
    public async Task two_servers_call_each_instant_once()
    {
        await using var game = Game("2026-03-10 11:30:00");
        var first = await game.Start(LeaderboardReset);
        foreach (var board in new[] { "a", "b", "c" }) await first.Board(board, "0 * * * *");
        var second = await game.Start(LeaderboardReset);

        for (var hour = 1; hour <= 6; hour++) await Called(hour);

        await first.DisposeAsync();
        for (var hour = 7; hour <= 10; hour++) await Called(hour);

        first.Calls.Concat(second.Calls).ShouldBeUnique();
        second.Calls.Count.ShouldBeGreaterThanOrEqualTo(12);
        foreach (var board in new[] { "a", "b", "c" }) await Eventually.Holds(async () => (await second.Marks(board)).Count.ShouldBe(10));

        async Task Called(int hour)
        {
            game.Time.Advance(Hour);
            await Eventually.Holds(() =>
            {
                // They ask for the turn, and for what they missed, once a second: by a clock that stands still.
                game.Time.Advance(TimeSpan.FromSeconds(1));
                (first.Calls.Count + second.Calls.Count).ShouldBe(3 * hour);
            });
        }
    }

    [Fact]
    public async Task the_mark_alone_keeps_two_servers_from_doing_it_twice()
    {
        await using var game = Game("2026-03-10 11:30:00");
        ScheduledServer[] servers = [await game.Start(), await game.Start()];
        await servers[0].Board("cup", "0 12 * * *");
        game.Time.Advance(Hour);
        var instant = ScheduledGame.At("2026-03-10 12:00:00").ToUnixTimeSeconds();
        var both = new Barrier(2);

        var answers = await Task.WhenAll(servers.Select(server => Task.Run(async () =>
        {
            var isFirst = true;
            return await server.Transactions.Run<Done>(async cancel =>
            {
                var marked = await server.Journal.Execute(new MarkPeriod("cup", new(LeaderboardReset, instant, 0, instant)), ScheduledGame.Spec, cancel);
                if (marked.Fault is { } refused) return refused;
                if (isFirst) both.SignalAndWait(CancellationToken.None);
                isFirst = false;
                return await Give(server, ScheduledGame.Spec, cancel);
            });
        })));

        answers.Count(answer => answer.Fault is null).ShouldBe(1);
        answers.Single(answer => answer.Fault is not null).Fault.ShouldBe(ScheduleFaults.IsMarked);
        (await servers[0].Count("mt_events where type = 'storage_object_written'")).ShouldBe(1);
    }

    [Fact]
    public async Task what_passes_without_a_function_is_kept_for_all_boards_at_once_and_never_called_later()
    {
        await using var game = Game("2026-03-10 11:30:00");
        var before = await game.Start(TournamentEnd);
        for (var board = 0; board < 20; board++) await before.Board($"board{board}", "0 * * * *");
        game.Time.Advance(Hour);
        await Eventually.Holds(async () => (await before.Count("mt_events where type = 'board_periods_passed' and (data ->> 'boards')::int = 20")).ShouldBe(1));
        game.Time.Advance(3 * Hour);
        await Eventually.Holds(async () => (await before.Count("mt_events where type = 'board_periods_passed'")).ShouldBe(2));
        (await before.Count("mt_events where stream_id like 'schedule-%'")).ShouldBe(0);
        await before.DisposeAsync();

        var after = await game.Start(LeaderboardReset);
        await after.Settled();
        after.Calls.ShouldBeEmpty();
        game.Time.Advance(Hour);
        await Eventually.Holds(() => after.Calls.Count.ShouldBe(20));
        after.Calls.ShouldContain("leaderboard_reset board7 - 2026-03-10 16:00:00");
    }

    [Fact]
    public async Task boards_made_or_deleted_within_the_second_of_an_instant_take_nothing_from_others()
    {
        await using var game = Game("2026-03-10 11:59:59");
        var server = await game.Start(LeaderboardReset);
        await server.Board("old", "0 12 * * *");
        await server.Board("doomed", "0 13 * * *");
        game.Time.Advance(TimeSpan.FromSeconds(1.4));
        await server.Board("new", "0 12 * * *");
        await server.Do(new DeleteLeaderboard("doomed"));

        await server.Called("leaderboard_reset old - 2026-03-10 12:00:00");
        game.Time.Advance(TimeSpan.FromDays(1));
        await Eventually.Holds(() => server.Calls.Count.ShouldBe(3));
        server.Calls.Skip(1).Order(StringComparer.Ordinal).ShouldBe([
            "leaderboard_reset new - 2026-03-11 12:00:00", "leaderboard_reset old - 2026-03-11 12:00:00"]);
    }

    [Fact]
    public async Task ten_thousand_boards_without_a_function_cost_one_event_an_hour()
    {
        await using var game = Game("2026-03-10 11:30:00");
        var server = await game.Start();
        foreach (var boards in Enumerable.Range(0, 10_000).Chunk(1000)) await Task.WhenAll(boards.Select(board => server.Board($"board{board}", "0 * * * *")));
        var events = await server.Count("mt_events");

        for (var hour = 1; hour <= 3; hour++)
        {
            game.Time.Advance(Hour);
            await Eventually.Holds(async () => (await server.Count("mt_events")).ShouldBe(events + hour));
        }
    }

    static async Task<Answer<Done>> Give(ScheduledServer server, Caller caller, CancellationToken cancel)
    {
        var write = new WriteStorageObjects([new(new("rewards", Guid.NewGuid().ToString(), ObjectKey.System), "{}")]);
        return (await server.Journal.Execute(write, caller, cancel)).Fault is { } fault ? fault : Done.Value;
    }

    ScheduledGame Game(string now) => new(postgres.ConnectionString, now);
}
