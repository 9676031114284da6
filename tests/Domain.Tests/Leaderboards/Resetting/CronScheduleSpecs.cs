using System.Globalization;
using CsCheck;
using KaosNet.Domain.Leaderboards.Resetting;

namespace KaosNet.Domain.Tests.Leaderboards.Resetting;

public class CronScheduleSpecs
{
    [Theory]
    [InlineData("0 0 * * *", "2026-03-10 00:00:00", "2026-03-11 00:00:00", "2026-03-09 00:00:00")]
    [InlineData("0 0 * * *", "2026-03-10 00:00:01", "2026-03-11 00:00:00", "2026-03-10 00:00:00")]
    [InlineData("0 0 * * *", "2026-03-10 23:59:59", "2026-03-11 00:00:00", "2026-03-10 00:00:00")]
    [InlineData("0 12 * * 1", "2026-03-09 11:59:59", "2026-03-09 12:00:00", "2026-03-02 12:00:00")]
    [InlineData("0 12 * * 1", "2026-03-09 12:00:00", "2026-03-16 12:00:00", "2026-03-02 12:00:00")]
    public void next_is_strictly_after_and_last_strictly_before(string text, string now, string next, string last)
    {
        Next(text, now).ShouldBe(next);
        Last(text, now).ShouldBe(last);
    }

    [Theory]
    [InlineData("@yearly", "2027-01-01 00:00:00")]
    [InlineData("@annually", "2027-01-01 00:00:00")]
    [InlineData("@monthly", "2026-04-01 00:00:00")]
    [InlineData("@weekly", "2026-03-15 00:00:00")]
    [InlineData("@daily", "2026-03-12 00:00:00")]
    [InlineData("@hourly", "2026-03-11 11:00:00")]
    public void aliases(string text, string next) => Next(text, "2026-03-11 10:20:30").ShouldBe(next);

    [Theory]
    [InlineData("15,45 * * * *", "2026-03-11 10:45:00")]
    [InlineData("10-20 * * * *", "2026-03-11 11:10:00")]
    [InlineData("0-59/25 * * * *", "2026-03-11 10:25:00")]
    [InlineData("*/7 * * * *", "2026-03-11 10:21:00")]
    [InlineData("40/15 * * * *", "2026-03-11 10:40:00")]
    [InlineData("? 12 ? * ?", "2026-03-11 12:00:00")]
    [InlineData("0 0 L * *", "2026-03-31 00:00:00")]
    [InlineData("0 0 LW 5 *", "2026-05-29 00:00:00")]
    [InlineData("0 0 14W * *", "2026-03-13 00:00:00")]
    [InlineData("0 0 15W * *", "2026-03-16 00:00:00")]
    [InlineData("0 0 1W 8 *", "2026-08-03 00:00:00")]
    [InlineData("0 0 31W 5 *", "2026-05-29 00:00:00")]
    [InlineData("0 0 31W * *", "2026-03-31 00:00:00")]
    [InlineData("0 0 * * 5L", "2026-03-27 00:00:00")]
    [InlineData("0 0 * * friL", "2026-03-27 00:00:00")]
    [InlineData("0 0 * * 3#2", "2026-04-08 00:00:00")]
    [InlineData("0 0 * * 3#5", "2026-04-29 00:00:00")]
    [InlineData("0 0 * * SUN", "2026-03-15 00:00:00")]
    [InlineData("0 0 * * Sunday", "2026-03-15 00:00:00")]
    [InlineData("0 0 * * 7", "2026-03-15 00:00:00")]
    [InlineData("0 0 * * 5-7", "2026-03-13 00:00:00")]
    [InlineData("0 0 1 JAN,august *", "2026-08-01 00:00:00")]
    [InlineData("0 0 1 08 *", "2026-08-01 00:00:00")]
    [InlineData("0 0 29 2 *", "2028-02-29 00:00:00")]
    [InlineData("0 0 1 1 * 2030", "2030-01-01 00:00:00")]
    [InlineData("0 0 1 1 * 2028-2099/4", "2028-01-01 00:00:00")]
    [InlineData("10,40 20 10 * * * *", "2026-03-11 10:20:40")]
    [InlineData("40 20 10 * * * * more words", "2026-03-11 10:20:40")]
    [InlineData("0 0 * * mon-FRI/2", "2026-03-13 00:00:00")]
    [InlineData("0 0 * * Saturday,0", "2026-03-14 00:00:00")]
    [InlineData("0 0 * * 1-7/3", "2026-03-12 00:00:00")]
    [InlineData("0 0 * * 6-7", "2026-03-14 00:00:00")]
    [InlineData("0 0 * * */4", "2026-03-12 00:00:00")]
    [InlineData("0 0 * * 4/2", "2026-03-12 00:00:00")]
    [InlineData("0 0 * * 04", "2026-03-12 00:00:00")]
    [InlineData("0 0 * * 07", "2026-03-15 00:00:00")]
    [InlineData("0 0 * * 7L", "2026-03-29 00:00:00")]
    [InlineData("0 0 * * 0#1", "2026-04-05 00:00:00")]
    [InlineData("0 0 * * sun#3,monL", "2026-03-15 00:00:00")]
    [InlineData("0 0 1,15W,L * *", "2026-03-16 00:00:00")]
    [InlineData("0 0 20/5 * *", "2026-03-20 00:00:00")]
    [InlineData("0 0 LW 2 *", "2027-02-26 00:00:00")]
    [InlineData("0 0 L 2 * 2028", "2028-02-29 00:00:00")]
    [InlineData("0 0 1 6-September/2 ?", "2026-06-01 00:00:00")]
    [InlineData("0 0 1 10/2 ?", "2026-10-01 00:00:00")]
    [InlineData("5/20 010 * * *", "2026-03-11 10:25:00")]
    [InlineData("0 0 1 1 * */4", "2030-01-01 00:00:00")]
    [InlineData("0 0 1 1 * 2027,2099", "2027-01-01 00:00:00")]
    [InlineData("*/15 * * * * * 2026", "2026-03-11 10:20:45")]
    [InlineData("  0   0 \t 12 * *  ", "2026-03-12 00:00:00")]
    public void the_dialect(string text, string next) => Next(text, "2026-03-11 10:20:30").ShouldBe(next);

    [Theory]
    [InlineData("0 0 13 * 5", "2026-03-13 00:00:00", "2026-03-20 00:00:00")]
    [InlineData("0 0 1 * *", "2026-04-01 00:00:00", "2026-05-01 00:00:00")]
    [InlineData("0 0 */10 * 1", "2026-03-16 00:00:00", "2026-03-21 00:00:00")]
    public void a_day_matches_when_either_restricted_day_field_does(string text, string first, string second)
    {
        Next(text, "2026-03-11 10:20:30").ShouldBe(first);
        Next(text, first).ShouldBe(second);
    }

    [Theory]
    [InlineData("", "missing field(s)")]
    [InlineData("* * * *", "missing field(s)")]
    [InlineData("60 * * * *", "syntax error in minute field: '60'")]
    [InlineData("* 24 * * *", "syntax error in hour field: '24'")]
    [InlineData("* * 0 * *", "syntax error in day-of-month field: '0'")]
    [InlineData("* * * 13 *", "syntax error in month field: '13'")]
    [InlineData("* * * * 8", "syntax error in day-of-week field: '8'")]
    [InlineData("* * * * 1#6", "syntax error in day-of-week field: '6'")]
    [InlineData("* * * * * 1969", "syntax error in year field: '1969'")]
    [InlineData("*/0 * * * *", "syntax error in minute field: '0'")]
    [InlineData("*/60 * * * *", "syntax error in minute field: '60'")]
    [InlineData("1, * * * *", "syntax error in minute field: ''")]
    [InlineData("-1 * * * *", "syntax error in minute field: ''")]
    [InlineData("9-3 * * * *", "syntax error in minute field: '9-3'")]
    [InlineData("x * * * *", "syntax error in minute field: 'x'")]
    [InlineData("@never", "missing field(s)")]
    [InlineData("0 0 * * 1#0", "syntax error in day-of-week field: '0'")]
    [InlineData("0 0 32W * *", "syntax error in day-of-month field: '32'")]
    [InlineData("0 0 * * 8L", "syntax error in day-of-week field: '8'")]
    [InlineData("0 0 * * * 2100", "syntax error in year field: '2100'")]
    [InlineData("* * * * * * 1969", "syntax error in year field: '1969'")]
    [InlineData("60 * * * * * *", "syntax error in second field: '60'")]
    [InlineData("*/32 * 1/32 * *", "syntax error in day-of-month field: '32'")]
    [InlineData("0 0 1 */13 *", "syntax error in month field: '13'")]
    [InlineData("0 0 1 janu *", "syntax error in month field: 'janu'")]
    [InlineData("1-2-3 * * * *", "syntax error in minute field: '2-3'")]
    [InlineData("+5 * * * *", "syntax error in minute field: '+5'")]
    public void nonsense_is_refused(string text, string error)
    {
        CronSchedule.TryParse(text, out _, out var wrong).ShouldBeFalse();
        wrong.ShouldBe(error);
    }

    [Fact]
    public void a_day_that_never_comes_has_no_instant()
    {
        Next("0 0 30 2 *", "2026-03-11 10:20:30").ShouldBeNull();
        Last("0 0 30 2 *", "2026-03-11 10:20:30").ShouldBeNull();
        Next("0 0 1 1 * 2020", "2026-03-11 10:20:30").ShouldBeNull();
        Last("0 0 1 1 * 2020", "2026-03-11 10:20:30").ShouldBe("2020-01-01 00:00:00");
        Next("* * * * *", "2099-12-31 23:59:00").ShouldBeNull();
    }

    [Fact]
    public void a_fraction_of_a_second_belongs_to_the_second_it_follows()
    {
        var schedule = Parse("0 0 * * *");
        var midnight = At("2026-03-10 00:00:00");
        schedule.Next(midnight.AddTicks(-1)).ShouldBe(midnight);
        schedule.Last(midnight.AddTicks(1)).ShouldBe(midnight);
    }

    [Fact]
    public void next_and_last_agree_with_counting_minutes() =>
        Gen.Select(Gen.Int[0, 59], Gen.Int[0, 23], Gen.Int[1, 28], Gen.Int[0, 6], Gen.Int[0, 500_000]).Sample(
            (minute, hour, day, weekday, offset) =>
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"{minute} {hour} {day}-31/3 * {weekday}");
            var schedule = Parse(text);
            var start = At("2026-01-01 00:00:00").AddMinutes(offset);
            var next = schedule.Next(start)!.Value;
            next.ShouldBeGreaterThan(start);
            for (var moment = start.AddMinutes(1); moment < next; moment = moment.AddMinutes(1)) Matches(moment).ShouldBeFalse();
            Matches(next).ShouldBeTrue();
            schedule.Last(next.AddSeconds(1)).ShouldBe(next);

            bool Matches(DateTimeOffset moment) => moment.Minute == minute && moment.Hour == hour
                && ((moment.Day >= day && (moment.Day - day) % 3 == 0) || (int)moment.DayOfWeek == weekday);
        }, iter: 50);

    static string? Next(string text, string now) => Text(Parse(text).Next(At(now)));

    static string? Last(string text, string now) => Text(Parse(text).Last(At(now)));

    static CronSchedule Parse(string text) => CronSchedule.TryParse(text, out var schedule, out var error)
        ? schedule
        : throw new ShouldAssertException(error);

    static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    static string? Text(DateTimeOffset? moment) => moment?.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
