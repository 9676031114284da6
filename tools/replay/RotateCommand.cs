using System.CommandLine;
using KaosNet.Store.Personal;
using Spectre.Console;

namespace KaosNet.Replay;

/// <summary><c>rotate_master_key</c>: puts the keys of all users under a new master key.</summary>
static class RotateCommand
{
    public static Command Create()
    {
        var (dataDir, address) = ReplayDatabase.Options();
        var command = new Command("rotate_master_key", "Puts the keys of all users under the master key in use, beside servers that go on working.") { dataDir, address };
        command.SetAction(async (parsed, cancel) =>
        {
            await using var opened = await ReplayDatabase.Open(parsed.GetValue(dataDir)!, parsed.GetValue(address), cancel);
            opened.MustSeal();
            var moved = await new MasterKeyRotation(opened.Database).Run(new Told(), cancel);
            AnsiConsole.MarkupLineInterpolated($"[green]All keys lie under the master key {opened.Database.Masters.Current!.Id}; {moved:N0} were moved. The former ones are needed no more.[/]");
            return ExitCodes.Right;
        });
        return command;
    }

    sealed class Told : IProgress<long>
    {
        public void Report(long value) => AnsiConsole.MarkupLineInterpolated($"{value:N0} keys moved");
    }
}
