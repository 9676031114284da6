using System.CommandLine;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.History.Exporting;
using Spectre.Console;

namespace KaosNet.Replay;

/// <summary><c>replay user ID --export DIR</c>: everything about a user, for the user.</summary>
static class UserCommand
{
    public static Command Create()
    {
        var user = new Argument<string>("user") { Description = "A user id; of a deleted account, too." };
        var export = new Option<string>("--export") { Description = "The folder to write to; it must be empty or not be there.", Required = true };
        var (dataDir, address) = ReplayDatabase.Options();
        var command = new Command("user", "Writes everything about a user into a folder, to hand to the user.") { user, export, dataDir, address };
        command.SetAction(async (parsed, cancel) =>
        {
            var whose = AtCommand.UserId(parsed.GetValue(user)!);
            await using var opened = await ReplayDatabase.Open(parsed.GetValue(dataDir)!, parsed.GetValue(address), cancel);
            var folder = parsed.GetValue(export)!;
            Print(AtCommand.Granted(await new UserExport(opened.Database, EventCatalogue.Default, TimeProvider.System).Write(whose, folder, cancel: cancel)), folder);
            return ExitCodes.Right;
        });
        return command;
    }

    static void Print(UserExportSummary summary, string folder)
    {
        if (summary.ForgottenAt is { } forgotten) AnsiConsole.MarkupLineInterpolated($"[yellow]The person was forgotten at {AtCommand.Time(forgotten)}: nobody can read what was theirs.[/]");
        foreach (var (section, rows) in summary.Rows) AnsiConsole.MarkupLineInterpolated($"{rows,9:N0}  {section.Name}");
        AnsiConsole.MarkupLineInterpolated($"Everything about {summary.UserId} as of {AtCommand.Time(summary.At)} is in {Path.Combine(folder, "index.html")}");
    }
}
