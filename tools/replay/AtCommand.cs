using System.CommandLine;
using System.Globalization;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Projections.History;
using KaosNet.Projections.Kernel;
using KaosNet.Projections.Leaderboards.Recalling;
using Spectre.Console;

namespace KaosNet.Replay;

/// <summary><c>replay at MOMENT KIND ID</c>: how something looked then; boards and records here, all else in <see cref="AtThings"/>.</summary>
static class AtCommand
{
    const int MostMax = 10_000;

    internal static readonly TimeSpan TimeMax = TimeSpan.FromMinutes(10);

    public static Command Create()
    {
        var moment = new Argument<string>("moment")
        {
            Description = "An RFC 3339 time, such as 2026-03-01T12:00:00Z, or the number of an event among all events; or v and the number of one of its own events, such as v3 (not for boards and lists of friends).",
        };
        var command = new Command("at", "Shows something as it was at a moment, from events alone.") { moment, Board(moment), Record(moment) };
        foreach (var look in AtThings.Commands(moment)) command.Add(look);
        return command;
    }

    static Command Board(Argument<string> moment)
    {
        var id = new Argument<string>("id") { Description = "The leaderboard's or tournament's id." };
        var most = new Option<int>("--most") { Description = "How many records to print, best first.", DefaultValueFactory = _ => 20 };
        var expiry = Expiry();
        var json = AtThings.JsonOption();
        var (dataDir, address) = ReplayDatabase.Options();
        var command = new Command("board", "Shows a leaderboard or tournament as it was.") { id, most, expiry, json, dataDir, address };
        command.SetAction((parsed, cancel) =>
        {
            var at = MomentOf(parsed.GetValue(moment)!);
            return Look(parsed.GetValue(dataDir)!, parsed.GetValue(address), async past =>
            {
                var page = Granted(await past.Page(parsed.GetValue(id)!, at, parsed.GetValue(expiry), Math.Clamp(parsed.GetValue(most), 1, MostMax), cursor: "", cancel));
                if (parsed.GetValue(json)) AtThings.PrintJson(page with { Next = "", Previous = "" });
                else Print(page);
            }, cancel);
        });
        return command;
    }

    static Command Record(Argument<string> moment)
    {
        var id = new Argument<string>("id") { Description = "The leaderboard's or tournament's id." };
        var owner = new Argument<string>("owner") { Description = "Whose record: a user id." };
        var expiry = Expiry();
        var json = AtThings.JsonOption();
        var (dataDir, address) = ReplayDatabase.Options();
        var command = new Command("record", "Shows an owner's record and rank as they were.") { id, owner, expiry, json, dataDir, address };
        command.SetAction((parsed, cancel) =>
        {
            var text = parsed.GetValue(moment)!;
            var whose = UserId(parsed.GetValue(owner)!);
            var (at, version) = MomentOrVersion(text);
            return Look(parsed.GetValue(dataDir)!, parsed.GetValue(address), async past =>
            {
                var record = Granted(await past.Record(parsed.GetValue(id)!, whose, at, version, parsed.GetValue(expiry), cancel));
                if (parsed.GetValue(json)) AtThings.PrintJson(record);
                else Print(record);
            }, cancel);
        });
        return command;
    }

    static Option<long> Expiry() => new("--expiry") { Description = "The period, named by its end in Unix seconds; otherwise the one that was current then." };

    internal static Guid UserId(string text) => Uuids.TryRead(text, out var id) ? id : throw new ReplayRefusedException($"{text} is no user id.");

    /// <summary>A moment, or the version that <c>v3</c> names.</summary>
    internal static (PastMoment? Moment, long? Version) MomentOrVersion(string text) =>
        text is ['v', .. var digits] && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (null, number) : (MomentOf(text), null);

    internal static PastMoment MomentOf(string text) => PastMoment.TryRead(text, out var moment)
        ? moment
        : throw new ReplayRefusedException($"{text} is no moment. Give a time such as 2026-03-01T12:00:00Z or the number of an event.");

    static async Task<int> Look(string dataDir, string? address, Func<LeaderboardPast, Task> look, CancellationToken cancel)
    {
        await using var opened = await ReplayDatabase.Open(dataDir, address, cancel);
        // Nobody hands cursors back to this program, so any key will do.
        using var past = new LeaderboardPast(opened.Database, EventCatalogue.Default, new Cursors(new byte[32]), TimeProvider.System) { TimeMax = TimeMax };
        await look(past);
        return ExitCodes.Right;
    }

    internal static T Granted<T>(Answer<T> answer) => answer.IsGranted(out var value, out var fault) ? value : throw new ReplayRefusedException(fault.Message);

    static void Print(PastPage page)
    {
        var board = page.Board;
        var period = page.Expiry == 0 ? "a period without end" : $"the period until {Time(DateTimeOffset.FromUnixTimeSeconds(page.Expiry))} ({page.Expiry})";
        AnsiConsole.MarkupLineInterpolated($"[bold]{(board.IsTournament ? "Tournament" : "Leaderboard")} {board.Id}[/] as of {Time(page.At)}, {period}");
        AnsiConsole.MarkupLineInterpolated($"  {InWords(board)}");
        foreach (var (record, rank) in page.Records)
            AnsiConsole.MarkupLineInterpolated($"{rank,6}  {record.Score,12}  {record.Subscore,8}  {record.OwnerId}  {record.Username ?? ""}");
        var rest = page.RankCount - page.Records.Count;
        AnsiConsole.MarkupLineInterpolated($"{page.RankCount:N0} {(page.RankCount == 1 ? "record" : "records")}{(rest > 0 ? $", {rest:N0} more with --most" : "")}");
    }

    static void Print(PastRecord past)
    {
        var (record, rank) = past.Record;
        AnsiConsole.MarkupLineInterpolated($"[bold]{record.LeaderboardId}[/], {record.OwnerId} {record.Username ?? ""}: rank {rank:N0} of {past.RankCount:N0}");
        AnsiConsole.MarkupLineInterpolated($"       [grey]score[/] {record.Score}");
        AnsiConsole.MarkupLineInterpolated($"       [grey]subscore[/] {record.Subscore}");
        AnsiConsole.MarkupLineInterpolated($"       [grey]num_score[/] {record.NumScore}");
        AnsiConsole.MarkupLineInterpolated($"       [grey]metadata[/] {record.Metadata}");
        AnsiConsole.MarkupLineInterpolated($"       [grey]create_time[/] {Time(record.CreateTime)}");
        AnsiConsole.MarkupLineInterpolated($"       [grey]update_time[/] {Time(record.UpdateTime)}");
        AnsiConsole.MarkupLineInterpolated($"       [grey]expiry[/] {record.Expiry}");
        AnsiConsole.MarkupLineInterpolated($"       as its event {past.Version} left it, {past.Sequence} among all events");
    }

    static string InWords(Leaderboard board) =>
        $"{(board.SortOrder == SortOrder.Ascending ? "lowest" : "highest")} first, {board.Operator.ToString().ToLowerInvariant()}"
        + (board.ResetSchedule is { } schedule ? $", starts over at {schedule}" : "") + (board.Authoritative ? ", written by the server alone" : "");

    internal static string Time(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
