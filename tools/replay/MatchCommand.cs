using System.CommandLine;
using System.Text;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Realtime.Matches.Replay;
using KaosNet.Scripting;
using KaosNet.Scripting.CSharp;
using KaosNet.Scripting.Matches;
using KaosNet.Scripting.Modules;
using KaosNet.Scripting.Nk;
using KaosNet.Scripting.Nk.Bundles;
using KaosNet.Scripting.Nk.Bundles.Matches;
using KaosNet.Store;
using KaosNet.Store.History;
using KaosNet.Store.Journal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Spectre.Console;

namespace KaosNet.Replay;

/// <summary><c>replay match ID</c>: runs a recorded match again and compares what it does with the record, tick by tick.</summary>
static class MatchCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("id") { Description = "The match's id, with or without the node." };
        var modules = new Option<string[]>("--runtime.path")
        {
            Description = "Folder with the server's modules; else what KAOS_RUNTIME_PATH says, else <data_dir>/modules. "
                + "Several times for a match whose code was changed while it ran.",
        };
        var env = new Option<string[]>("--runtime.env") { Description = "key=value as the server was given them, when the match looks at them." };
        var instructions = new Option<int>("--runtime.lua_max_instructions") { Description = "As the server was given it.", DefaultValueFactory = _ => 50_000_000 };
        var entry = new Option<string>("--runtime.js_entrypoint") 
        {
            Description = "As the server was given it; else what KAOS_RUNTIME_JS_ENTRYPOINT says, else index.js.",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("KAOS_RUNTIME_JS_ENTRYPOINT") ?? "",
        };
        var statements = new Option<int>("--runtime.js_max_statements") { Description = "As the server was given it.", DefaultValueFactory = _ => 20_000_000 };
        var (dataDir, address) = ReplayDatabase.Options();
        var command = new Command("match", "Runs a recorded match again and compares every tick.") { id, modules, env, instructions, entry, statements, dataDir, address };
        command.SetAction(async (parsed, cancel) =>
        {
            var match = IdOf(parsed.GetValue(id)!);
            var settings = new ScriptSettings
            {
                Path = "",
                Node = "replay",
                Env = (parsed.GetValue(env) ?? []).Select(entry => entry.Split('=', 2)).Where(entry => entry.Length == 2)
                    .ToDictionary(entry => entry[0], entry => entry[1], StringComparer.Ordinal),
                Instructions = parsed.GetValue(instructions),
                Entry = parsed.GetValue(entry)!,
                Statements = parsed.GetValue(statements),
            };
            await using var opened = await ReplayDatabase.Open(parsed.GetValue(dataDir)!, parsed.GetValue(address), cancel);
            var record = await MatchRecord.Read(opened.Database, match, cancel);
            if (record.IsForgotten) throw new ReplayRefusedException($"The record of match {match} tells of a player who is forgotten. What they did cannot be read any more, so the match cannot be run again.");
            var folders = parsed.GetValue(modules) is { Length: > 0 } given
                ? given
                : [Environment.GetEnvironmentVariable("KAOS_RUNTIME_PATH") ?? Path.Combine(parsed.GetValue(dataDir)!, "modules")];
            return Replay(match, record, [.. folders.Select(Path.GetFullPath).Select(folder => new Folder(folder, new(Handlers(settings with { Path = folder }))))]);
        });
        return command;
    }

    static Guid IdOf(string text)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return Guid.TryParseExact(dot < 0 ? text : text[..dot], "D", out var id) ? id : throw new ReplayRefusedException($"{text} is no match id.");
    }

    /// <summary>The handlers of a folder. Their modules are read, not started: a match brings up what it needs itself.</summary>
    internal static ServerModules Handlers(ScriptSettings settings)
    {
        if (!Directory.Exists(settings.Path)) throw new ReplayRefusedException($"There is no folder {settings.Path}. Name the modules' folder with --runtime.path.");
        var services = new ServiceCollection().BuildServiceProvider();
        var server = new NkServer(services, NullLogger.Instance);
        var modules = new ModuleHost(settings, server, TimeProvider.System, NullLogger<ModuleHost>.Instance);
        var assemblies = new CSharpModules(settings, server, TimeProvider.System, NullLogger<CSharpModules>.Instance);
        var bundle = new BundleHost(settings, server, TimeProvider.System, NullLogger<BundleHost>.Instance);
        try
        {
            modules.Read();
            assemblies.Read();
            bundle.Read();
        }
        catch (ModulesRefusedException broken)
        {
            throw new ReplayRefusedException(broken.Message, broken);
        }

        return new([
            new() { Matches = new CSharpMatchScripts(assemblies) }, new() { Matches = new LuaMatchScripts(settings, modules, NullLogger<LuaMatchScripts>.Instance) },
            new() { Matches = new BundleMatchScripts(bundle, settings, server) },
        ]);
    }

    static int Replay(Guid id, MatchRecord record, IReadOnlyList<Folder> folders)
    {
        var created = record.Created;
        var stages = record.Stages;
        AnsiConsole.MarkupLineInterpolated($"Match {id}: {created.Handler}, {created.TickRate} ticks a second on {created.Node}, {record.Ending()}");
        var chosen = stages.Select(stage => Choose(id, stage, folders)).ToList();
        // With other code than it was ever played with, what it came to last is run: that is what a server would go on with.
        if (chosen.TrueForAll(folder => folder is null)) chosen[^1] = Changed(id, stages[^1], folders[0]);

        var ticks = 0L;
        for (var at = 0; at < stages.Count; at++)
        {
            if (chosen[at] is not { } folder)
            {
                AnsiConsole.MarkupLineInterpolated($"[yellow]Ticks {stages[at].FromTick:N0} to {stages[at].ToTick:N0} are not run again.[/]");
                AnsiConsole.MarkupLineInterpolated($"  played with {Short(stages[at].Version)}, which no folder of modules given here is");
                continue;
            }

            if (stages.Count > 1) AnsiConsole.MarkupLineInterpolated($"Ticks {stages[at].FromTick:N0} to {stages[at].ToTick:N0} with {Short(stages[at].Version)} of {folder.Path}");
            var outcome = Run(id, stages[at], folder);
            if (outcome.Difference is { } difference)
            {
                AnsiConsole.MarkupLineInterpolated($"[red]The match goes another way than recorded: {difference}[/]");
                return ExitCodes.Different;
            }

            ticks += outcome.Ticks - stages[at].FromTick;
            if (at < stages.Count - 1 || record.Ended is not { Ending: not MatchEnding.RecordingFellBehind } end || end.Ticks == outcome.Ticks) continue;
            AnsiConsole.MarkupLineInterpolated($"[red]The record has lost its end: it holds {outcome.Ticks:N0} of the match's {end.Ticks:N0} ticks.[/]");
            return ExitCodes.Different;
        }

        AnsiConsole.MarkupLineInterpolated($"[green]{ticks:N0} ticks went exactly as recorded.[/]");
        return ExitCodes.Right;
    }

    /// <summary>The folder whose modules a stage was played with. Its first piece alone tells which sources a folder runs it with.</summary>
    static Folder? Choose(Guid id, MatchStage stage, IReadOnlyList<Folder> folders) =>
        folders.FirstOrDefault(folder => Outcome(folder.Replay.Run(id, Begun(stage))).Outcome?.ReplayVersion == stage.Version);

    static Folder Changed(Guid id, MatchStage stage, Folder folder)
    {
        var (first, refusal) = Outcome(folder.Replay.Run(id, Begun(stage)));
        if (first is null) throw new ReplayRefusedException($"The match cannot be run with the modules of {folder.Path}: {refusal}");
        AnsiConsole.MarkupLineInterpolated($"[yellow]The modules have changed since the match was played. A difference may come from that.[/]");
        AnsiConsole.MarkupLineInterpolated($"  played with {Short(first.RecordedVersion)}, run again with {Short(first.ReplayVersion)}");
        return folder;
    }

    static MatchStage Begun(MatchStage stage) => stage with { Pieces = [.. stage.Pieces.Take(1)], Next = null };

    static ReplayOutcome Run(Guid id, MatchStage stage, Folder folder)
    {
        ReplayOutcome? outcome = null;
        string? refusal = null;
        AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(shown =>
            {
                var bar = shown.AddTask("ticks", maxValue: Math.Max(1, stage.ToTick - stage.FromTick));
                (outcome, refusal) = Outcome(folder.Replay.Run(id, stage, tick => bar.Value = tick - stage.FromTick));
                if (outcome?.Difference is null) bar.Value = bar.MaxValue;
            });
        return outcome ?? throw new ReplayRefusedException($"The match cannot be run again: {refusal}");
    }

    static (ReplayOutcome? Outcome, string? Refusal) Outcome(Answer<ReplayOutcome> answer) => (answer.Fault is null ? answer.Value : null, answer.Fault?.Message);

    static string Short(string version) => version.Length > 12 ? version[..12] : version;

    sealed record Folder(string Path, MatchReplay Replay);
}

/// <summary>A match as the store has it.</summary>
sealed record MatchRecord(MatchCreated Created, IReadOnlyList<MatchStage> Stages, MatchEnded? Ended)
{
    /// <summary>Somebody whom it tells of is forgotten: it cannot be run again.</summary>
    public bool IsForgotten { get; init; }

    /// <summary>Loops that the record knows of.</summary>
    public long Ticks => Ended?.Ticks ?? Stages[^1].ToTick;

    public static async Task<MatchRecord> Read(Database database, Guid id, CancellationToken cancel)
    {
        var codec = new EventCodec(EventCatalogue.Default, database.PersonalKeys);
        var key = MatchHistory.Stream.KeyOf(id.ToString("D"));
        MatchCreated? created = null;
        List<MatchEvent> events = [];
        MatchEnded? ended = null;
        var isForgotten = false;
        await foreach (var recorded in new StreamHistory(database).Read(key, cancel: cancel))
        {
            if (recorded.IsForgotten) isForgotten |= recorded.Name != "match_ended";
            switch (codec.Decode(recorded.Name, Encoding.UTF8.GetBytes(recorded.Json)))
            {
                case MatchCreated start: created = start; break;
                case MatchEnded end: ended = end; break;
                case MatchEvent happened: events.Add(happened); break;
            }
        }

        return created is null ? throw new ReplayRefusedException($"There is no record of a match {id}. Relayed matches have none.") : new(created, MatchStage.Of(created, events), ended) { IsForgotten = isForgotten };
    }

    /// <summary>How far the record goes, in words.</summary>
    public string Ending() => Ended is { } end
        ? $"{end.Ticks:N0} ticks, {InWords(end.Ending)}{(end.Detail.Length > 0 ? ": " + end.Detail : "")}"
        : $"{Ticks:N0} ticks so far (no end is recorded)";

    static string InWords(MatchEnding ending) => ending switch
    {
        MatchEnding.HandlerStopped => "ended by its handler",
        MatchEnding.HandlerFailed => "its handler failed",
        MatchEnding.LeftEmpty => "everybody had left",
        MatchEnding.TooSlow => "too slow for its players",
        MatchEnding.ServerStopped => "the server stopped",
        _ => "its record could not be stored in time",
    };
}
