using System.CommandLine;
using KaosNet.Replay;
using Npgsql;
using Spectre.Console;

// The one registration line of each command.
var root = new RootCommand("Looks into the history of a KaosNet server: what happened, and whether what is shown is what happened.")
{
    VerifyCommand.Create(),
    StreamCommand.Create(),
    MatchCommand.Create(),
    DisqualifyCommand.Create(),
    DisqualifyCommand.CreateUndo(),
    AtCommand.Create(),
};

// A file or a program that reads along gets lines as they are; only a terminal has a width to keep to.
if (!AnsiConsole.Profile.Out.IsTerminal) AnsiConsole.Profile.Width = 1_000_000;

try
{
    var parsed = root.Parse(args);
    var code = await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false });
    return parsed.Errors.Count > 0 ? ExitCodes.CannotLook : code;
}
catch (ReplayRefusedException refused)
{
    return Refuse(refused.Message);
}
catch (PostgresException refused)
{
    return Refuse("The database refuses: " + refused.MessageText);
}
catch (Exception lost) when (lost is NpgsqlException or TimeoutException)
{
    return Refuse("The database was lost on the way: " + (lost.InnerException ?? lost).Message);
}
catch (OperationCanceledException)
{
    return Refuse("Stopped.");
}

static int Refuse(string reason)
{
    AnsiConsole.MarkupLineInterpolated($"[red]{reason}[/]");
    return ExitCodes.CannotLook;
}
