using System.CommandLine;
using System.Diagnostics;
using KaosNet.Bench.Filling;
using KaosNet.Bench.Scenarios;
using KaosNet.Store;
using KaosNet.Store.Personal;
using Spectre.Console;

namespace KaosNet.Bench.Leaderboards;

/// <summary>
/// <c>bench board</c>: gives the board of the <c>score-…</c> scenarios as many records as told, so that they can be run on a large one. The server must
/// not run meanwhile, or its ranks would not know of them.
/// </summary>
static class BoardCommand
{
    public static Command Create()
    {
        var database = new Option<string>("--database") { Description = "Connection string of the stopped server's database.", Required = true };
        var records = new Option<int>("--records") { Description = "How many records the board has afterwards.", DefaultValueFactory = _ => 1_000_000 };
        var key = BenchKeys.Option();
        key.Description = "File with the server's master key.";
        key.Required = true;
        var command = new Command("board", "Fills the board of the score scenarios, while the server is stopped.") { database, records, key };
        command.SetAction(async (given, cancel) =>
        {
            var clock = Stopwatch.StartNew();
            await using var bench = await BoardBench.Open(given.GetValue(database)!, Database.DefaultSchema, MasterKeyFiles.Find("", given.GetValue(key)!, "", []));
            await bench.Fill((await bench.Board(BenchGame.Board)).Id, given.GetValue(records), cancel);
            AnsiConsole.MarkupLineInterpolated($"The board {BenchGame.Board} has {given.GetValue(records):N0} records, after {clock.Elapsed.TotalSeconds:N0} s.");
        });
        return command;
    }
}
