using System.Globalization;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leaderboards.Resetting;

namespace KaosNet.Domain.Tests.Leaderboards.Resetting;

/// <summary>Which ends and resets a board has, in order.</summary>
public class BoardCalendarSpecs
{
    [Fact]
    public void a_leaderboard_is_reset_at_the_instants_of_its_schedule() => Resets(Board("0 12 * * 1", "2026-03-04 09:00:00"), 3)
        .ShouldBe(["2026-03-09 12:00:00", "2026-03-16 12:00:00", "2026-03-23 12:00:00"]);

    [Fact]
    public void a_leaderboard_without_a_schedule_is_never_reset() => Resets(Board(null, "2026-03-04 09:00:00"), 1).ShouldBeEmpty();

    [Fact]
    public void what_is_no_board_any_more_has_no_instants() =>
        BoardCalendar.Next(Board("0 12 * * 1", "2026-03-04 09:00:00") with { Exists = false }, BoardCallback.LeaderboardReset, 0).ShouldBeNull();

    [Fact]
    public void the_instant_of_the_second_in_which_a_board_was_made_is_not_its_own() =>
        Resets(Board("0 12 * * *", "2026-03-04 12:00:00") with { CreateTime = At("2026-03-04 12:00:00").AddMilliseconds(400) }, 2)
            .ShouldBe(["2026-03-05 12:00:00", "2026-03-06 12:00:00"]);

    // In these nights most of Europe and North America turn their clocks; at these hours some local time does not exist or exists twice.
    [Theory]
    [InlineData("30 1 * * *", "2026-03-28 12:00:00", "2026-03-29 01:30:00", "2026-03-30 01:30:00")]
    [InlineData("30 2 * * *", "2026-03-28 12:00:00", "2026-03-29 02:30:00", "2026-03-30 02:30:00")]
    [InlineData("30 2 * * *", "2026-10-24 12:00:00", "2026-10-25 02:30:00", "2026-10-26 02:30:00")]
    [InlineData("30 1 * * *", "2026-10-24 12:00:00", "2026-10-25 01:30:00", "2026-10-26 01:30:00")]
    [InlineData("30 7 * * *", "2026-03-07 12:00:00", "2026-03-08 07:30:00", "2026-03-09 07:30:00")]
    [InlineData("30 6 * * *", "2026-10-31 12:00:00", "2026-11-01 06:30:00", "2026-11-02 06:30:00")]
    public void daylight_saving_time_moves_nothing(string schedule, string made, string first, string second) =>
        Resets(Board(schedule, made), 2).ShouldBe([first, second]);

    [Fact]
    public void every_hour_of_a_night_in_which_clocks_turn_comes_once() =>
        Resets(Board("0 * * * *", "2026-10-24 22:30:00"), 6).ShouldBe([
            "2026-10-24 23:00:00", "2026-10-25 00:00:00", "2026-10-25 01:00:00", "2026-10-25 02:00:00", "2026-10-25 03:00:00", "2026-10-25 04:00:00"]);

    [Fact]
    public void a_leap_day_comes_in_leap_years_only() => Resets(Board("0 0 29 2 *", "2026-03-01 00:00:00"), 3)
        .ShouldBe(["2028-02-29 00:00:00", "2032-02-29 00:00:00", "2036-02-29 00:00:00"]);

    [Fact]
    public void a_daily_board_has_the_leap_day_too() => Resets(Board("0 0 * * *", "2028-02-27 12:00:00"), 3)
        .ShouldBe(["2028-02-28 00:00:00", "2028-02-29 00:00:00", "2028-03-01 00:00:00"]);

    [Fact]
    public void the_31st_comes_only_in_long_months() => Resets(Board("0 0 31 * *", "2026-01-31 00:00:00"), 4)
        .ShouldBe(["2026-03-31 00:00:00", "2026-05-31 00:00:00", "2026-07-31 00:00:00", "2026-08-31 00:00:00"]);

    [Fact]
    public void the_last_day_of_a_month_is_any_of_the_four() => Resets(Board("0 0 L * *", "2028-01-31 12:00:00"), 3)
        .ShouldBe(["2028-02-29 00:00:00", "2028-03-31 00:00:00", "2028-04-30 00:00:00"]);

    [Fact]
    public void a_single_window_ends_once() =>
        All(Tournament("2026-03-10 10:00:00", hours: 1), 3).ShouldBe(["end 2026-03-10 11:00:00 reset never"]);

    [Fact]
    public void a_single_window_before_a_tournaments_end_ends_and_then_resets() =>
        All(Tournament("2026-03-10 10:00:00", hours: 1, end: "2026-03-10 12:00:00"), 3).ShouldBe([
            "end 2026-03-10 11:00:00 reset 2026-03-10 12:00:00", "reset 2026-03-10 12:00:00 end 2026-03-10 11:00:00"]);

    [Fact]
    public void a_window_that_closes_with_its_period_ends_before_it_resets() =>
        All(Tournament("2026-03-10 00:00:00", hours: 2, schedule: "0 * * * *"), 4).ShouldBe([
            "end 2026-03-10 01:00:00 reset 2026-03-10 01:00:00", "reset 2026-03-10 01:00:00 end 2026-03-10 01:00:00",
            "end 2026-03-10 02:00:00 reset 2026-03-10 02:00:00", "reset 2026-03-10 02:00:00 end 2026-03-10 02:00:00"]);

    [Fact]
    public void a_start_within_an_interval_ends_with_the_window_that_was_really_open() =>
        All(Tournament("2026-03-10 06:00:00", hours: 24, schedule: "0 0 * * *"), 3).ShouldBe([
            "end 2026-03-11 00:00:00 reset 2026-03-11 00:00:00", "reset 2026-03-11 00:00:00 end 2026-03-11 00:00:00",
            "end 2026-03-12 00:00:00 reset 2026-03-12 00:00:00"]);

    [Fact]
    public void a_daily_window_ends_and_resets_daily() =>
        All(Tournament("2026-03-10 15:00:00", hours: 1, schedule: "0 12 * * *"), 3).ShouldBe([
            "end 2026-03-11 13:00:00 reset 2026-03-12 12:00:00", "reset 2026-03-12 12:00:00 end 2026-03-11 13:00:00",
            "end 2026-03-12 13:00:00 reset 2026-03-13 12:00:00"]);

    [Fact]
    public void the_end_of_a_tournament_ends_its_last_period_and_nothing_comes_after_it() =>
        All(Tournament("2026-03-10 00:00:00", hours: 12, schedule: "0 0 * * *", end: "2026-03-12 06:00:00"), 9).ShouldBe([
            "end 2026-03-10 12:00:00 reset 2026-03-11 00:00:00", "reset 2026-03-11 00:00:00 end 2026-03-10 12:00:00",
            "end 2026-03-11 12:00:00 reset 2026-03-12 00:00:00", "reset 2026-03-12 00:00:00 end 2026-03-11 12:00:00",
            "end 2026-03-12 06:00:00 reset 2026-03-12 06:00:00", "reset 2026-03-12 06:00:00 end 2026-03-12 06:00:00"]);

    [Fact]
    public void an_end_at_an_instant_of_the_schedule_opens_no_empty_window() =>
        All(Tournament("2026-03-09 00:00:00", hours: 72, schedule: "0 0 * * 1", end: "2026-03-16 00:00:00"), 9).ShouldBe([
            "end 2026-03-12 00:00:00 reset 2026-03-16 00:00:00", "reset 2026-03-16 00:00:00 end 2026-03-12 00:00:00"]);

    static string[] Resets(Leaderboard board, int count) => [.. Of(board, count).Select(next =>
    {
        next.Callback.ShouldBe(BoardCallback.LeaderboardReset);
        next.Reset.ShouldBe(next.At);
        return Text(next.At);
    })];

    static string[] All(Leaderboard board, int count) => [.. Of(board, count).Select(next => next.Callback is BoardCallback.TournamentEnd
        ? $"end {Text(next.At)} reset {Text(next.Reset)}"
        : $"reset {Text(next.At)} end {Text(next.End)}")];

    /// <summary>The first so many occurrences since the board was made, in order.</summary>
    static IEnumerable<BoardOccurrence> Of(Leaderboard board, int count)
    {
        var through = BoardCallbacks.All.ToDictionary(callback => callback, _ => BoardCalendar.BeginningOf(board));
        for (; count > 0; count--)
        {
            List<BoardOccurrence> candidates = [];
            foreach (var (callback, after) in through)
            {
                if (BoardCalendar.Next(board, callback, after) is { } next) candidates.Add(next);
            }

            if (candidates.Count == 0) yield break;
            var first = candidates.OrderBy(next => next.At).ThenBy(next => next.Callback).First();
            through[first.Callback] = first.At;
            yield return first;
        }
    }

    static Leaderboard Board(string? schedule, string made) =>
        new() { Id = "board", Exists = true, ResetSchedule = schedule, CreateTime = At(made) };

    static Leaderboard Tournament(string start, int hours, string? schedule = null, string? end = null) => new()
    {
        Id = "cup",
        Exists = true,
        CreateTime = At("2026-03-01 00:00:00"),
        ResetSchedule = schedule,
        StartTime = At(start).ToUnixTimeSeconds(),
        EndTime = end is null ? 0 : At(end).ToUnixTimeSeconds(),
        Duration = hours * 3600,
    };

    static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    static string Text(long second) =>
        second == 0 ? "never" : DateTimeOffset.FromUnixTimeSeconds(second).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
