using System.CommandLine;
using KaosNet.Store.Personal;
using Npgsql;
using Spectre.Console;

namespace KaosNet.Replay;

/// <summary>All commands under their one name, and what is said when there is nothing to look at.</summary>
static class CommandLine
{
    /// <summary>Runs one command and gives its exit code.</summary>
    /// <param name="arguments">As typed after <c>./kaos replay</c>.</param>
    /// <param name="invocation">Where help and complaints about the arguments go.</param>
    public static async Task<int> Run(IReadOnlyList<string> arguments, InvocationConfiguration invocation)
    {
        // The one registration line of each command.
        var root = new RootCommand("Looks into the history of a KaosNet server: what happened, and whether what is shown is what happened.")
        {
            VerifyCommand.Create(),
            RebuildCommand.Create(),
            AuditCommand.Create(),
            StreamCommand.Create(),
            MatchCommand.Create(),
            DiffCommand.Create(),
            DisqualifyCommand.Create(),
            ForgetCommand.Create(),
            UndoCommand.Create(),
            AtCommand.Create(),
            UserCommand.Create(),
            RotateCommand.Create(),
            ExportEventsCommand.Create(),
        };
        var masterKeyFile = new Option<string?>("--personal.master_key_file") { Description = "The master key of personal data, as the server is given it.", Recursive = true };
        var former = new Option<string[]>("--personal.former_master_key_files") { Description = "Master keys before it, as the server is given them.", Recursive = true };
        root.Options.Add(masterKeyFile);
        root.Options.Add(former);

        // A file or a program that reads along gets lines as they are; only a terminal has a width to keep to.
        if (!AnsiConsole.Profile.Out.IsTerminal) AnsiConsole.Profile.Width = 1_000_000;

        try
        {
            var parsed = root.Parse(arguments);
            (ReplayDatabase.MasterKeyFile, ReplayDatabase.FormerMasterKeyFiles) = (parsed.GetValue(masterKeyFile), parsed.GetValue(former) ?? []);
            invocation.EnableDefaultExceptionHandler = false;
            var code = await parsed.InvokeAsync(invocation);
            return parsed.Errors.Count > 0 ? ExitCodes.CannotLook : code;
        }
        catch (ReplayRefusedException refused)
        {
            return Refuse(refused.Message);
        }
        catch (MasterKeyMissingException missing)
        {
            return Refuse(missing.Message);
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
    }

    static int Refuse(string reason)
    {
        AnsiConsole.MarkupLineInterpolated($"[red]{reason}[/]");
        return ExitCodes.CannotLook;
    }
}
