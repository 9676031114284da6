using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Scripts;
using KaosNet.Realtime.Matches.Replay;
using KaosNet.Scripting;
using KaosNet.Scripting.Recording;
using KaosNet.Store;
using KaosNet.Store.History;
using KaosNet.Store.Journal;
using Spectre.Console;

namespace KaosNet.Replay;

/// <summary><c>replay diff --modules DIR --since T</c>: runs recorded calls and matches with other modules, without effect, and shows whose outcome changes.</summary>
static class DiffCommand
{
    const int TextMax = 300;

    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static Command Create()
    {
        var modules = new Option<string>("--modules") { Description = "Folder with the other modules.", Required = true };
        var since = new Option<string>("--since") { Description = "An RFC 3339 time, such as 2026-03-01T12:00:00Z, or how long ago: 15m, 2h, 3d.", Required = true };
        var most = new Option<int>("--most") { Description = "How many changed calls and matches to print.", DefaultValueFactory = _ => 20 };
        var json = new Option<bool>("--json") { Description = "Prints JSON." };
        var env = new Option<string[]>("--runtime.env") { Description = "key=value as the server was given them." };
        var entry = new Option<string>("--runtime.js_entrypoint") { Description = "As the server was given it; index.js if it was not.", DefaultValueFactory = _ => "" };
        var (dataDir, address) = ReplayDatabase.Options();
        var command = new Command("diff", "Runs recorded calls and matches with other modules, without effect, and shows whose outcome changes.")
        {
            modules, since, most, json, env, entry, dataDir, address,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            var settings = new ScriptSettings
            {
                Path = Path.GetFullPath(parsed.GetValue(modules)!),
                Node = "replay",
                StatesMin = 1,
                StatesMax = 1,
                JavaScriptStatesMin = 1,
                JavaScriptStatesMax = 1,
                Env = (parsed.GetValue(env) ?? []).Select(entry => entry.Split('=', 2)).Where(entry => entry.Length == 2)
                    .ToDictionary(entry => entry[0], entry => entry[1], StringComparer.Ordinal),
                Entry = parsed.GetValue(entry)!,
            };
            if (!Directory.Exists(settings.Path)) throw new ReplayRefusedException($"There is no folder {settings.Path}.");
            var from = MomentOf(parsed.GetValue(since)!);
            await using var opened = await ReplayDatabase.Open(parsed.GetValue(dataDir)!, parsed.GetValue(address), cancel);
            var diff = new Diff();
            await Calls(diff, opened.Database, settings, from, cancel);
            await Matches(diff, opened.Database, settings, from, cancel);
            var shown = Math.Clamp(parsed.GetValue(most), 0, Diff.ChangesMax);
            if (parsed.GetValue(json)) AnsiConsole.WriteLine(JsonSerializer.Serialize(diff.Shown(shown), Indented));
            else Print(diff, shown);
            return diff.Changed > 0 ? ExitCodes.Different : ExitCodes.Right;
        });
        return command;
    }

    static DateTimeOffset MomentOf(string text)
    {
        if (text.Length > 1 && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) && "smhd".Contains(text[^1], StringComparison.Ordinal))
            return TimeProvider.System.GetUtcNow() - TimeSpan.FromSeconds(count * text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 86_400 });
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : throw new ReplayRefusedException($"{text} is no time. Give one such as 2026-03-01T12:00:00Z, or how long ago, such as 2h.");
    }

    static async Task Calls(Diff diff, Database database, ScriptSettings settings, DateTimeOffset since, CancellationToken cancel)
    {
        var codec = new EventCodec(EventCatalogue.Default, database.PersonalKeys);
        DryRun? run = null;
        try
        {
            // Before anything is read: whether the modules can be loaded does not depend on it.
            run = Open(settings, []);
            // A piece is stored after its calls; those before the time are passed over.
            await foreach (var stored in new StreamHistory(database).ReadNamed("script_calls_recorded", since, cancel))
            {
                if (stored.IsForgotten) diff.Forgotten++;
                foreach (var call in CallReader.Read((ScriptCallsRecorded)codec.Decode(stored.Name, Encoding.UTF8.GetBytes(stored.Json))))
                {
                    if (call.At >= since.ToUnixTimeMilliseconds()) diff.Add(await run.Run(call, cancel));
                }
            }
        }
        finally
        {
            run?.Dispose();
        }
    }

    static DryRun Open(ScriptSettings settings, IEnumerable<string> operations)
    {
        try
        {
            return new(settings, operations);
        }
        catch (ModulesRefusedException broken)
        {
            throw new ReplayRefusedException(broken.Message, broken);
        }
    }

    static async Task Matches(Diff diff, Database database, ScriptSettings settings, DateTimeOffset since, CancellationToken cancel)
    {
        var replay = new MatchReplay(MatchCommand.Handlers(settings));
        await foreach (var stored in new StreamHistory(database).ReadNamed("match_created", since, cancel))
        {
            var id = Guid.ParseExact(stored.Stream["match-".Length..], "D");
            var record = await MatchRecord.Read(database, id, cancel);
            if (record.IsForgotten)
            {
                diff.Forgotten++;
                continue;
            }

            // What its code was changed to last is what other modules would take the place of.
            var answer = replay.Run(id, record.Stages[^1]);
            diff.Add(id, stored.At, record, answer.IsGranted(out var outcome, out var fault) ? outcome.Difference : "it cannot be run: " + fault.Message);
        }
    }

    static void Print(Diff diff, int most)
    {
        if (diff.Forgotten > 0) AnsiConsole.MarkupLineInterpolated($"[yellow]{diff.Forgotten:N0} records tell of players who are forgotten, and cannot be read any more.[/]");
        if (diff.Functions.Count == 0)
        {
            AnsiConsole.MarkupLine("No calls and no matches were recorded since. Calls are recorded where the server's setting runtime.record_calls says so.");
            return;
        }

        var summary = new Table().AddColumns("what", "name").AddColumn("runs", column => column.RightAligned()).AddColumn("changed", column => column.RightAligned());
        foreach (var (key, counts) in diff.Functions.OrderBy(entry => entry.Key))
            summary.AddRow(key.Kind.EscapeMarkup(), key.Name.EscapeMarkup(), Number(counts.Runs), counts.Changed == 0 ? "0" : $"[red]{Number(counts.Changed)}[/]");
        AnsiConsole.Write(summary);
        if (diff.Changed == 0)
        {
            AnsiConsole.MarkupLineInterpolated($"[green]All {diff.Runs:N0} go as they went.[/]");
            return;
        }

        var changes = new Table { ShowRowSeparators = true }.AddColumns("when", "what", "by", "change");
        foreach (var change in diff.Changes.Take(most))
        {
            changes.AddRow(
                change.At.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture), $"{change.Kind} {change.Name}".EscapeMarkup(), change.By.EscapeMarkup(),
                string.Join('\n', change.Lines()).EscapeMarkup());
        }

        if (most > 0) AnsiConsole.Write(changes);
        AnsiConsole.MarkupLineInterpolated($"[red]{diff.Changed:N0} of {diff.Runs:N0} go another way.[/]");
    }

    static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>What differs, gathered.</summary>
    sealed class Diff
    {
        public const int ChangesMax = 1000;

        readonly List<Change> _changes = [];

        public SortedDictionary<(string Kind, string Name), (long Runs, long Changed)> Functions { get; } = [];

        public IReadOnlyList<Change> Changes => _changes;

        /// <summary>Matches, and pieces of calls, that tell of somebody who is forgotten.</summary>
        public long Forgotten { get; set; }

        public long Runs => Functions.Values.Sum(counts => counts.Runs);

        public long Changed => Functions.Values.Sum(counts => counts.Changed);

        public void Add(DryOutcome outcome)
        {
            var call = outcome.Recorded;
            var kind = call.Kind switch
            {
                CallKind.Rpc => "rpc",
                CallKind.Before or CallKind.BeforeMessage => "before",
                _ => "after",
            };
            Count(kind, call.Name, outcome.IsChanged, () => new(
                DateTimeOffset.FromUnixTimeMilliseconds(call.At), kind, call.Name, call.Caller.Username.Length > 0 ? call.Caller.Username : call.Caller.UserId,
                outcome.Now == call.Outcome ? null : Cut(call.Outcome.ToString()), outcome.Now == call.Outcome ? null : Cut(outcome.Now.ToString()),
                [.. outcome.New.Select(Cut)], [.. outcome.Missing.Select(Cut)]));
        }

        public void Add(Guid id, DateTimeOffset at, MatchRecord record, string? difference) => Count(
            "match", record.Created.Handler, difference is not null,
            () => new(at, "match", record.Created.Handler, id.ToString(), null, difference, [], []));

        public object Shown(int most) => new
        {
            Runs,
            Changed,
            Forgotten,
            Functions = Functions.Select(entry => new { entry.Key.Kind, entry.Key.Name, entry.Value.Runs, entry.Value.Changed }),
            Changes = _changes.Take(most),
        };

        void Count(string kind, string name, bool isChanged, Func<Change> change)
        {
            var (runs, changed) = Functions.GetValueOrDefault((kind, name));
            Functions[(kind, name)] = (runs + 1, changed + (isChanged ? 1 : 0));
            if (isChanged && _changes.Count < ChangesMax) _changes.Add(change());
        }

        static string Cut(string text) => text.Length > TextMax ? text[..TextMax] + "…" : text;
    }

    /// <summary>One that goes another way.</summary>
    /// <param name="At">When it was.</param>
    /// <param name="Kind"><c>rpc</c>, <c>before</c>, <c>after</c> or <c>match</c>.</param>
    /// <param name="Name">Which function, operation, message or handler.</param>
    /// <param name="By">Who called; the match.</param>
    /// <param name="Was">What came out then, where that differs.</param>
    /// <param name="IsNow">What comes out now.</param>
    /// <param name="AsksNew">What it asks of the server that it did not ask.</param>
    /// <param name="AsksNoMore">What it asked and does not ask any more.</param>
    sealed record Change(
        DateTimeOffset At, string Kind, string Name, string By, string? Was, string? IsNow, IReadOnlyList<string> AsksNew, IReadOnlyList<string> AsksNoMore)
    {
        public IEnumerable<string> Lines()
        {
            if (Was is not null) yield return "was " + Was;
            if (IsNow is not null) yield return "is  " + IsNow;
            foreach (var question in AsksNew) yield return "asks " + question;
            foreach (var question in AsksNoMore) yield return "asks no more " + question;
        }
    }
}
