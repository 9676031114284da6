using System.CommandLine;
using System.Globalization;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards.Disqualifying;
using KaosNet.Projections.Leaderboards.Disqualifying;
using Spectre.Console;

namespace KaosNet.Replay;

/// <summary>
/// <c>replay disqualify</c>: scores are taken back; <see cref="UndoCommand"/> gives them back. What it does is an event with its author, as everything else, and a server that is
/// running follows at once.
/// </summary>
static class DisqualifyCommand
{
    const int ShownMax = 50;

    public static Command Create()
    {
        var board = new Option<string?>("--board") { Description = "Only scores on this leaderboard or tournament." };
        var expiry = new Option<long?>("--expiry") { Description = "Only in this period of the board: its end in Unix seconds, 0 for one without end." };
        var owner = new Option<string?>("--owner") { Description = "Only this player's: a user id." };
        var submission = new Option<long?>("--submission") { Description = "Only this event of the owner's record, as replay stream numbers them." };
        var build = new Option<string?>("--build") { Description = "Only from this build of the game client." };
        var since = new Option<string?>("--since") { Description = "Only at or after this time, such as 2026-03-01T12:00:00Z." };
        var until = new Option<string?>("--until") { Description = "Only before this time." };
        var dryRun = new Option<bool>("--dry_run") { Description = "Show what would change, and change nothing." };
        var (author, reason) = Who();
        var (dataDir, address) = ReplayDatabase.Options();
        var command = new Command("disqualify", "Takes scores back; the best honest ones come back.")
        {
            board, expiry, owner, submission, build, since, until, dryRun, author, reason, dataDir, address,
        };
        command.SetAction((parsed, cancel) =>
        {
            var criteria = new DisqualificationCriteria
            {
                LeaderboardId = parsed.GetValue(board),
                Expiry = parsed.GetValue(expiry),
                OwnerId = OwnerOf(parsed.GetValue(owner)),
                Submission = parsed.GetValue(submission),
                Build = parsed.GetValue(build),
                Since = TimeOf(parsed.GetValue(since)),
                Until = TimeOf(parsed.GetValue(until)),
            };
            var order = new DisqualificationOrder(parsed.GetValue(author)!, parsed.GetValue(reason)!, criteria);
            return With(
                parsed.GetValue(dataDir)!,
                parsed.GetValue(address),
                disqualifications => parsed.GetValue(dryRun) ? Preview(disqualifications, order, cancel) : Disqualify(disqualifications, order, cancel),
                cancel);
        });
        return command;
    }

    static async Task Preview(Disqualifications disqualifications, DisqualificationOrder order, CancellationToken cancel)
    {
        var outcome = Granted(await disqualifications.Preview(order, cancel));
        Print(outcome.Records, outcome.Reversals);
        var more = outcome.IsMore ? " or more" : "";
        AnsiConsole.MarkupLineInterpolated($"{Counted(outcome.Disqualification.Submissions, "submission")}{more} of {Counted(outcome.Disqualification.Records, "record")}{more} would be taken back. Nothing was changed.");
    }

    static async Task Disqualify(Disqualifications disqualifications, DisqualificationOrder order, CancellationToken cancel)
    {
        var caller = CallerOf(order.Author, "Disqualify");
        var outcome = Granted(await disqualifications.Disqualify(order, caller, cancel));
        Print(outcome.Records, outcome.Reversals);
        var done = Granted(await disqualifications.Finish(outcome.Disqualification.Id, caller, cancel));
        AnsiConsole.MarkupLineInterpolated($"[green]Disqualification {done.Id}: {Counted(done.Submissions, "submission")} of {Counted(done.Records, "record")} taken back.[/]");
    }

    static void Print(IReadOnlyList<DisqualifiedRecord> records, IReadOnlyList<ProposedReversal> reversals)
    {
        foreach (var record in records.Take(ShownMax))
        {
            AnsiConsole.MarkupLineInterpolated($"{record.LeaderboardId}/{record.Expiry}/{record.OwnerId}: {Score(record.Before)} becomes {Score(record.After)}, {Counted(record.Submissions, "submission")}");
        }

        if (records.Count > ShownMax) AnsiConsole.MarkupLineInterpolated($"… and {Counted(records.Count - ShownMax, "record")} more");
        foreach (var reversal in reversals.Take(ShownMax))
        {
            AnsiConsole.MarkupLineInterpolated($"[yellow]paid to {reversal.OwnerId} for {reversal.Cause}: {reversal.Changeset}, ledger item {reversal.EntryId}; it may be reversed[/]");
        }

        if (reversals.Count > ShownMax) AnsiConsole.MarkupLineInterpolated($"… and {Counted(reversals.Count - ShownMax, "payment")} more");
    }

    static string Score(ShownScore? shown) => shown is null ? "nothing" : shown.Subscore == 0 ? $"{shown.Score}" : $"{shown.Score} ({shown.Subscore})";

    static Task<int> With(string dataDir, string? address, Func<Disqualifications, Task> act, CancellationToken cancel) =>
        ReplayJournal.With(dataDir, address, replay => act(replay.Disqualifications), cancel);

    internal static T Granted<T>(Answer<T> answer) => answer.Fault is { } fault ? throw new ReplayRefusedException(fault.Message) : answer.Value;

    internal static (Option<string> Author, Option<string> Reason) Who() =>
    (
        new("--author") { Description = "Who decided it.", DefaultValueFactory = _ => Environment.UserName },
        new("--reason") { Description = "Why, in words.", Required = true });

    internal static Caller CallerOf(string author, string operation) => new() { Source = Source.Console, Actor = author, Operation = operation };

    static string? OwnerOf(string? text) => text is null ? null
        : Uuids.TryRead(text, out var id) ? id.ToString() : throw new ReplayRefusedException($"{text} is no user id.");

    internal static DateTimeOffset? TimeOf(string? text) => text is null ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw new ReplayRefusedException($"{text} is no time, such as 2026-03-01T12:00:00Z.");

    internal static string Counted(long count, string what) => count == 1 ? "1 " + what : $"{count:N0} {what}s";
}
