using System.CommandLine;
using KaosNet.Domain.Kernel;
using KaosNet.Projections;
using KaosNet.Projections.Accounts;
using KaosNet.Projections.Forgetting;
using KaosNet.Store;
using KaosNet.Store.Forgetting;
using KaosNet.Store.Journal;
using Microsoft.Extensions.Logging.Abstractions;
using Spectre.Console;

namespace KaosNet.Replay;

/// <summary>
/// <c>replay forget USER</c>: a person is forgotten for good, for who has the database; servers that are running follow at once. It can be repeated: what a run that was
/// broken off left undone is done, and of somebody who is forgotten the proof is shown.
/// </summary>
static class ForgetCommand
{
    public static Command Create()
    {
        var user = new Argument<string>("user") { Description = "Who: a user id." };
        var author = new Option<string>("--author") { Description = "Who decided it.", DefaultValueFactory = _ => Environment.UserName };
        var reason = new Option<string>("--reason") { Description = "Why, in words. It is kept, so nothing of the person's belongs in it.", Required = true };
        var dryRun = new Option<bool>("--dry_run") { Description = "Show what would go, and change nothing." };
        var (dataDir, address) = ReplayDatabase.Options();
        var command = new Command("forget", "Forgets a person for good: the account, and all that was ever written of it.") { user, author, reason, dryRun, dataDir, address };
        command.SetAction((parsed, cancel) =>
        {
            if (!Uuids.TryRead(parsed.GetValue(user)!, out var who)) throw new ReplayRefusedException($"{parsed.GetValue(user)} is no user id.");
            return With(
                parsed.GetValue(dataDir)!,
                parsed.GetValue(address),
                forgettings => parsed.GetValue(dryRun)
                    ? Look(forgettings, who, cancel)
                    : Forget(forgettings, who, parsed.GetValue(author)!, parsed.GetValue(reason)!, cancel),
                cancel);
        });
        return command;
    }

    static async Task Look(Forgettings forgettings, Guid user, CancellationToken cancel)
    {
        var there = Granted(await forgettings.Look(user, cancel));
        foreach (var kind in there.Kinds)
        {
            var shared = kind.SharedEvents == 0 ? "" : $", {kind.SharedEvents:N0} of them of others too";
            AnsiConsole.MarkupLineInterpolated($"{kind.Kind}: {Counted(kind.Events, "event")} in {Counted(kind.Streams, "stream")}{shared}");
        }

        foreach (var rows in there.Rows) AnsiConsole.MarkupLineInterpolated($"table {rows.Table}: {Counted(rows.Rows, "row")}");
        AnsiConsole.MarkupLineInterpolated(
            $"{Counted(there.Kinds.Sum(kind => kind.Events), "event")} would be read by nobody any more, and the account would be deleted. Nothing was changed.");
    }

    static async Task Forget(Forgettings forgettings, Guid user, string author, string reason, CancellationToken cancel)
    {
        var caller = new Caller { Source = Source.Console, Actor = author, Operation = "ForgetUser" };
        var person = Granted(await forgettings.Forget(user, author, reason, caller, cancel));
        var proof = person.Proof!;
        foreach (var rows in proof.Rewritten) AnsiConsole.MarkupLineInterpolated($"table {rows.Table}: {Counted(rows.Rows, "row")} written anew");
        if (proof.Snapshots > 0) AnsiConsole.MarkupLineInterpolated($"{Counted(proof.Snapshots, "snapshot")} removed");
        if (proof.KeyFingerprint.Length > 0) AnsiConsole.MarkupLineInterpolated($"key destroyed, SHA-256 {proof.KeyFingerprint}");
        var at = person.ForgetTime!.Value.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        AnsiConsole.MarkupLineInterpolated(
            $"[green]User {person.UserId} was forgotten at {at}, by order of {person.Author}: {Counted(proof.Events, "event")} of {Counted(proof.Streams, "stream")} are read by nobody any more.[/]");
    }

    static async Task<int> With(string dataDir, string? address, Func<Forgettings, Task> act, CancellationToken cancel)
    {
        await using var opened = await ReplayDatabase.Open(dataDir, address, cancel);
        opened.MustSeal();
        var database = opened.Database;
        if (!await StoreSchema.HoldsTables(database, ReadModels.All, cancel))
            throw new ReplayRefusedException("The database was last used by another version of the server. Start this version's server on it once.");
        var catalogue = EventCatalogue.Default;
        await using var lease = new WriterLease(database, NullLogger<WriterLease>.Instance);
        await using var journal = new LanedJournal(
            database, catalogue, ReadModels.All, [], new() { Lanes = 1 }, TimeProvider.System, NullLogger<LanedJournal>.Instance, lease: lease);
        await act(new(
            database, journal, new(journal, OwnedStreams.Of(database)), new PersonEraser(database, catalogue, ReadModels.All), TimeProvider.System));
        return ExitCodes.Right;
    }

    static T Granted<T>(Answer<T> answer) => answer.Fault is { } fault ? throw new ReplayRefusedException(fault.Message) : answer.Value;

    static string Counted(long count, string what) => count == 1 ? "1 " + what : $"{count:N0} {what}s";
}
