using System.Globalization;
using KaosNet.Domain.Leaderboards;

namespace KaosNet.Domain.Tests.Tournaments;

/// <summary>The worked cases of parity section 6.2. Times are of March 2026, written day, hour, minute and second.</summary>
public class TournamentPeriodSpecs
{
    const string Never = "never";

    [Theory]
    [InlineData("10 09:00:00", "no no yes")]
    [InlineData("10 10:00:00", "yes yes yes")]
    [InlineData("10 10:59:59", "yes yes yes")]
    [InlineData("10 11:00:00", "yes no no")]
    [InlineData("10 12:00:00", "no no no")]
    public void a_single_window_without_an_end(string now, string allowed) =>
        Check(Board("10 10:00:00", hours: 1), now, "10 10:00:00", "10 11:00:00", Never, allowed);

    [Theory]
    [InlineData("10 10:29:59", "yes yes yes", false)]
    [InlineData("10 10:30:00", "yes no no", true)]
    public void a_single_window_cut_by_the_end(string now, string allowed, bool hasEnded) =>
        Check(Board("10 10:00:00", hours: 1, end: "10 10:30:00"), now, "10 10:00:00", "10 10:30:00", "10 10:30:00", allowed)
            .HasEndedAt(At(now)).ShouldBe(hasEnded);

    [Fact]
    public void a_single_window_before_the_end() =>
        Check(Board("10 10:00:00", hours: 1, end: "10 12:00:00"), "10 11:30:00", "10 10:00:00", "10 11:00:00", "10 12:00:00", "no no no")
            .HasEndedAt(At("10 11:30:00")).ShouldBeFalse();

    [Theory]
    [InlineData("10 14:00:00", "11 12:00:00", "11 13:00:00", "12 12:00:00", "no no yes")]
    [InlineData("10 15:30:00", "11 12:00:00", "11 13:00:00", "12 12:00:00", "no no yes")]
    [InlineData("11 12:00:00", "11 12:00:00", "11 13:00:00", "12 12:00:00", "yes yes yes")]
    [InlineData("11 13:00:00", "11 12:00:00", "11 13:00:00", "12 12:00:00", "yes no no")]
    [InlineData("11 13:00:01", "11 12:00:00", "11 13:00:00", "12 12:00:00", "no no no")]
    [InlineData("12 11:59:59", "11 12:00:00", "11 13:00:00", "12 12:00:00", "no no no")]
    [InlineData("12 12:00:00", "12 12:00:00", "12 13:00:00", "13 12:00:00", "yes yes yes")]
    public void a_daily_window_that_begins_with_the_reset_after_the_start(string now, string start, string end, string expiry, string allowed) =>
        Check(Board("10 15:00:00", hours: 1, schedule: "0 12 * * *"), now, start, end, expiry, allowed);

    [Theory]
    [InlineData("10 05:00:00", "11 00:00:00", "12 00:00:00", "12 00:00:00", "no no yes")]
    [InlineData("10 06:00:00", "10 06:00:00", "11 00:00:00", "11 00:00:00", "yes yes yes")]
    [InlineData("10 23:59:59", "10 06:00:00", "11 00:00:00", "11 00:00:00", "yes yes yes")]
    public void a_start_within_an_interval_cuts_the_first_window(string now, string start, string end, string expiry, string allowed) =>
        Check(Board("10 06:00:00", hours: 24, schedule: "0 0 * * *"), now, start, end, expiry, allowed);

    [Fact]
    public void a_window_is_cut_to_the_interval() =>
        Check(Board("01 00:00:00", hours: 2, schedule: "0 * * * *"), "10 01:30:00", "10 01:00:00", "10 02:00:00", "10 02:00:00", "yes yes yes");

    [Theory]
    [InlineData("11 13:00:00", "11 00:00:00", "11 12:00:00", "12 00:00:00", "no no no", false)]
    [InlineData("12 01:00:00", "12 00:00:00", "12 06:00:00", "12 06:00:00", "yes yes yes", false)]
    [InlineData("12 06:00:00", "12 00:00:00", "12 06:00:00", "12 06:00:00", "yes no no", true)]
    [InlineData("12 06:00:01", "12 00:00:00", "12 06:00:00", "12 06:00:00", "no no no", true)]
    public void the_end_cuts_the_last_period(string now, string start, string end, string expiry, string allowed, bool hasEnded) =>
        Check(Board("10 00:00:00", hours: 12, schedule: "0 0 * * *", end: "12 06:00:00"), now, start, end, expiry, allowed)
            .HasEndedAt(At(now)).ShouldBe(hasEnded);

    /// <summary>The 9th and the 16th are Mondays.</summary>
    [Fact]
    public void days_of_a_week() =>
        Check(Board("01 00:00:00", hours: 72, schedule: "0 0 * * 1"), "12 00:00:00", "09 00:00:00", "12 00:00:00", "16 00:00:00", "yes no no");

    [Fact]
    public void fractions_of_a_second_do_not_matter()
    {
        var board = Board("10 06:00:00", hours: 1, schedule: "0 12 * * *");
        board.PeriodAt(At("11 12:00:00").AddTicks(9_999_999)).ShouldBe(board.PeriodAt(At("11 12:00:00")));
        board.PeriodAt(At("11 12:00:00").AddTicks(-1)).ShouldBe(board.PeriodAt(At("11 11:59:59")));
    }

    [Fact]
    public void a_schedule_that_runs_out_leaves_the_last_period_open_for_ever()
    {
        var board = Board("01 00:00:00", hours: 1, schedule: "0 0 10 3 * 2026");
        board.PeriodAt(At("10 00:30:00")).ShouldBe(new(Seconds("10 00:00:00"), Seconds("10 01:00:00"), 0));
        board.PeriodAt(At("05 00:00:00")).ShouldBe(new(Seconds("10 00:00:00"), Seconds("10 01:00:00"), 0));
        Board("12 00:00:00", hours: 1, schedule: "0 0 10 3 * 2026").PeriodAt(At("11 00:00:00"))
            .ShouldBe(new(Seconds("12 00:00:00"), Seconds("12 01:00:00"), 0));
    }

    [Theory]
    [InlineData("10 00:00:00", "09 00:00:00")]
    [InlineData("10 00:00:01", "10 00:00:00")]
    [InlineData("09 11:59:59", Never)]
    public void the_reset_before_now_counts_from_the_start(string now, string previous) =>
        Board("09 12:00:00", hours: 1, schedule: "0 0 * * *").PreviousResetAt(At(now)).ShouldBe(
            now == "10 00:00:00" ? Seconds("09 00:00:00") : previous == Never ? 0 : Seconds(previous));

    [Fact]
    public void the_period_of_either_kind_of_board()
    {
        var now = At("10 05:00:00");
        var tournament = Board("12 06:00:00", hours: 24, schedule: "0 0 * * *");
        (tournament.ExpiryAt(now), tournament.CurrentExpiryAt(now)).ShouldBe((Seconds("11 00:00:00"), Seconds("13 00:00:00")));
        // Before the start, records go by the first period that is played, and clients are shown the first full one (case D).
        (tournament.FirstOrCurrentPeriodAt(now).Expiry, tournament.PeriodAt(now).Expiry).ShouldBe((Seconds("13 00:00:00"), Seconds("14 00:00:00")));
        var leaderboard = tournament with { Duration = 0 };
        leaderboard.CurrentExpiryAt(now).ShouldBe(leaderboard.ExpiryAt(now));
    }

    static Leaderboard Check(Leaderboard board, string now, string start, string end, string expiry, string allowed)
    {
        var period = board.PeriodAt(At(now));
        period.ShouldBe(new(Seconds(start), Seconds(end), expiry == Never ? 0 : Seconds(expiry)));
        string.Join(' ', YesNo(period.ShowsOpenAt(At(now))), YesNo(period.IsOpenAt(At(now))), YesNo(period.IsJoinableAt(At(now)))).ShouldBe(allowed);
        return board;
    }

    static Leaderboard Board(string start, int hours, string? schedule = null, string? end = null) => new()
    {
        Id = "cup",
        Exists = true,
        StartTime = Seconds(start),
        EndTime = end is null ? 0 : Seconds(end),
        Duration = hours * 3600,
        ResetSchedule = schedule,
    };

    static string YesNo(bool allowed) => allowed ? "yes" : "no";

    static long Seconds(string time) => At(time).ToUnixTimeSeconds();

    static DateTimeOffset At(string time) =>
        DateTimeOffset.ParseExact("2026-03-" + time, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
