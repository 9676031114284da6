using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace KaosNet.Bench.Realtime;

/// <summary><c>bench matches</c>: many matches written in Lua on the server's own tick host, in this process, recorded as in production.</summary>
static class MatchesCommand
{
    public static Command Create()
    {
        var matches = new Option<int>("--matches") { Description = "Matches that run at once.", DefaultValueFactory = _ => 2_000 };
        var rate = new Option<int>("--rate") { Description = "Ticks a second of each.", DefaultValueFactory = _ => 10 };
        var players = new Option<int>("--players") { Description = "Players in each.", DefaultValueFactory = _ => 4 };
        var steps = new Option<int>("--steps") { Description = "Steps of a loop that each tick does.", DefaultValueFactory = _ => 100 };
        var messages = new Option<double>("--messages") { Description = "Messages a second that each player sends to all of its match.", DefaultValueFactory = _ => 0 };
        var seconds = new Option<int>("--seconds") { Description = "How long it is measured (at most 60).", DefaultValueFactory = _ => 10 };
        var workers = new Option<int>("--workers") { Description = "Tick threads.", DefaultValueFactory = _ => 1 };
        var modules = new Option<string>("--modules") { Description = "Folder with bench_match.lua.", DefaultValueFactory = _ => "bench/modules" };
        var database = new Option<string?>("--database")
        {
            Description = "Connection string of a database to record into, in a schema of its own; without, records are made and their bytes counted.",
        };
        var command = new Command("matches", "Lua matches on the tick host, without a server: processor, memory, lateness.")
        {
            matches, rate, players, steps, messages, seconds, workers, modules, database,
        };
        command.SetAction(async (given, cancel) =>
        {
            var plan = new MatchesPlan(
                Math.Clamp(given.GetValue(matches), 1, 50_000), Math.Clamp(given.GetValue(rate), 1, 60), Math.Clamp(given.GetValue(players), 0, 32),
                Math.Max(0, given.GetValue(steps)), Math.Clamp(given.GetValue(messages), 0, 1_000),
                TimeSpan.FromSeconds(Math.Clamp(given.GetValue(seconds), 1, 60)), given.GetValue(workers), given.GetValue(modules)!, given.GetValue(database));
            await using var run = await MatchesRun.Open(plan);
            Show(plan, await run.Measure(cancel));
        });
        return command;
    }

    static void Show(MatchesPlan plan, MatchesFigure figure)
    {
        var table = new Table
        {
            Title = new(Text($"{plan.Matches:N0} matches, {plan.Players} players each, {plan.Rate} ticks/s, {plan.Steps:N0} steps a tick, {plan.Messages:0.##} messages/s a player")),
        }.AddColumns("figure", "value").HideHeaders();
        table.AddRow("ticks done of those due", Text($"{figure.Ticks:N0} of {figure.Due:N0}, {figure.Skipped:N0} skipped"));
        table.AddRow("processor, all of the process", Text($"{figure.Cores * 100:N1}% of a core, {figure.MicrosecondsATick:N1} us a tick"));
        table.AddRow("of that, tick threads", Text($"{figure.TickThreadCores * 100:N1}% of a core"));
        table.AddRow("lateness of ticks", Text($"median {figure.MedianLateMs:N2} ms, p99 {figure.SlowLateMs:N2} ms, most {figure.MostLateMs:N2} ms"));
        table.AddRow("memory a match", Text($"{figure.KilobytesAMatch:N1} KB resident, of that {figure.ManagedKilobytesAMatch:N1} KB managed; with players {figure.KilobytesAtTheEnd:N1} KB"));
        table.AddRow("one empty script state", Text($"{figure.StateKilobytes:N1} KB"));
        table.AddRow("creating a match", Text($"{figure.CreatedMs:N3} ms"));
        table.AddRow("allocated", Text($"{figure.BytesATick:N0} bytes a tick; collections {figure.Interference.Collections}, which took {figure.Interference.CollectorMs:N1} ms"));
        table.AddRow("messages", Text($"{figure.Posted:N0} posted, {figure.Delivered:N0} delivered"));
        table.AddRow(plan.Database is null ? "record, counted" : "record, stored", Text($"{figure.Pieces:N0} pieces, {figure.RecordBytes / Math.Max(1.0, figure.Ticks):N1} bytes a tick"));
        var machine = figure.Interference;
        table.AddRow("the machine meanwhile", Text($"others {machine.OthersCores * 100:N0}% of a core, its host {machine.StolenCores * 100:N0}%; a sleeping thread woken late by {machine.LongestWait:N1} ms at most, {machine.LateWakes} times by more than 5; {machine.LargePages * 100:N0}% of the memory in large pages"));
        AnsiConsole.Write(table);
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
