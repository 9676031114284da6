using System.CommandLine;
using KaosNet.Replay;
using Spectre.Console;

// The one registration line of each command.
var root = new RootCommand("Looks into the history of a KaosNet server: what happened, and whether what is shown is what happened.")
{
    VerifyCommand.Create(),
    StreamCommand.Create(),
    MatchCommand.Create(),
};
try
{
    return await root.Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false });
}
catch (ReplayRefusedException refused)
{
    AnsiConsole.MarkupLineInterpolated($"[red]{refused.Message}[/]");
    return ExitCodes.CannotLook;
}
