using System.Diagnostics.Metrics;
using System.Text;
using KaosNet.Domain.Matches;
using KaosNet.Realtime;
using KaosNet.Realtime.Matches;
using KaosNet.Realtime.Matches.Recording;
using KaosNet.Realtime.Matches.Replay;
using KaosNet.Realtime.Matches.Ticking;
using KaosNet.Scripting.CSharp;
using KaosNet.Scripting.Matches;
using KaosNet.Scripting.Modules;
using KaosNet.Scripting.Nk;
using KaosNet.Scripting.Nk.Bundles;
using KaosNet.Scripting.Nk.Bundles.Matches;
using KaosNet.Scripting.Tests.CSharp;
using KaosNet.Scripting.Tests.Demo;
using KaosNet.Scripting.Tests.Nk;
using KaosNet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaosNet.Scripting.Tests.Matches;

/// <summary>
/// A game of one match handler, "game", whose code changes while a match of it runs. Each tick it adds a number to its sum and tells everybody both; in all languages
/// alike.
/// </summary>
internal sealed class ChangingGame : IAsyncDisposable
{
    public const string InLua = "lua", InJavaScript = "javascript", InCSharp = "csharp";

    private readonly ManualTickLoop _hand = new(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly MemoryJournal _journal = new();
    private readonly PaperAudience _audience = new();
    private readonly LinesLog _log = new();
    private readonly string _language;
    private readonly Folder _folder;
    private readonly MatchRecorder _recorder;
    private readonly MatchHost _host;
    private MatchKey _match = null!;

    public ChangingGame(string language, string source)
    {
        _language = language;
        _folder = new(language, source, _log);
        var settings = new MatchSettings();
        _recorder = new(_journal, TimeProvider.System, settings, NullLogger<MatchRecorder>.Instance);
        var meter = new RealtimeMeter(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());
        _host = new(
            _folder.Scripts, _hand, _audience, _recorder, new(settings, _hand.Time), settings, new(meter), new("node1"), MatchRun.New(), new TypedLog<MatchHost>(_log));
    }

    public static TheoryData<string> Languages => [InLua, InJavaScript, InCSharp];

    public IReadOnlyList<string> Seen => _audience.Seen;

    /// <summary>Why the match kept its code.</summary>
    public IEnumerable<string> Complaints => _log.Lines.Where(line => line.StartsWith("Warning: Match ", StringComparison.Ordinal))
        .Select(line => line[(line.IndexOf(": ", "Warning: ".Length, StringComparison.Ordinal) + 2)..]);

    /// <summary>Code that adds a number in each tick; and, if it is given, what takes matches over.</summary>
    /// <param name="language">Its language.</param>
    /// <param name="adds">What it adds.</param>
    /// <param name="takesOver">The body of the callback, with <c>state</c> at hand.</param>
    /// <param name="init">The state of a new match, where it is more than the sum.</param>
    public static string Source(string language, int adds, string? takesOver = null, string? init = null) => language switch
    {
        InLua => MatchTable.Handler(
        [
            $"init(context, params) {init ?? "return { sum = 0, cells = { [7] = 'x' } }, 10, 'start'"}",
            $"loop(context, dispatcher, tick, state, what) state.sum = state.sum + {adds} dispatcher.broadcast_message(1, '{adds}: ' .. state.sum) return state",
            .. takesOver is null ? (string[])[] : [$"code_changed(context, dispatcher, tick, state) {takesOver}"],
        ]),
        InJavaScript => $$"""
            function init(ctx, logger, nk, params) { {{init ?? "return { state: { sum: 0, cells: { 7: 'x' } }, tickRate: 10, label: 'start' }"}} }
            function attempt(ctx, logger, nk, dispatcher, tick, state) { return { state, accept: true } }
            function same(ctx, logger, nk, dispatcher, tick, state) { return { state } }
            function loop(ctx, logger, nk, dispatcher, tick, state) {
                state.sum += {{adds}};
                dispatcher.broadcastMessage(1, '{{adds}}: ' + state.sum);
                return { state };
            }
            {{(takesOver is null ? "" : $"function changed(ctx, logger, nk, dispatcher, tick, state) {{ {takesOver} }}")}}
            function InitModule(ctx, logger, nk, initializer) {
                initializer.registerMatch('game', { matchInit: init, matchJoinAttempt: attempt, matchJoin: same, matchLeave: same, matchLoop: loop,
                    matchTerminate: same, matchSignal: same {{(takesOver is null ? "" : ", matchCodeChanged: changed")}} });
            }
            """,
        _ => ModuleSource.Module(
            "setup.Match(\"game\", () => new Game());",
            $$"""
            public sealed class Table { public long Sum { get; set; } public Dictionary<int, string> Cells = new() { [7] = "x" }; public object? More { get; set; } }

            public sealed class Game : MatchHandler<Table> {{(takesOver is null ? "" : ", ITakesRunningMatches<Table>")}}
            {
                public override MatchBeginning<Table> Init(MatchContext context, JsonText parameters) => new(new Table { More = {{init ?? "null"}} }, 10, "start");

                public override Table? Loop(MatchContext context, Table state, IReadOnlyList<MatchMessage> messages)
                {
                    state.Sum += {{adds}};
                    context.Broadcast(1, Encoding.UTF8.GetBytes("{{adds}}: " + state.Sum));
                    return state;
                }

                {{(takesOver is null ? "" : $"public Table? CodeChanged(MatchContext context, JsonText text) {{ var state = text.Read<Table>()!; {takesOver} }}")}}
            }
            """),
    };

    /// <summary>A match with one player in it.</summary>
    public async Task Begin()
    {
        MatchKey.TryParse(_host.Create("game", "{}").Value, out var match).ShouldBeTrue();
        _match = match!;
        var joining = _host.Join(_match, MatchTable.Ann, new(new Dictionary<string, string>(), new Dictionary<string, string>(), 0, "", ""), CancellationToken.None);
        _hand.RunReady();
        (await joining).Value!.Accepted.ShouldBeTrue();
        _host.Presences(_match, [MatchTable.Ann], []);
    }

    public void Ticks(int count) => _hand.Advance(TimeSpan.FromMilliseconds(100 * count));

    public async Task Change(string source)
    {
        _folder.Write(source);
        await _folder.Reload();
    }

    /// <summary>The match's stages, once it is over.</summary>
    public async Task<IReadOnlyList<MatchStage>> Stages()
    {
        _ = _host.Stop(0, CancellationToken.None);
        _hand.RunReady();
        await Eventually.Is(() => _recorder.BytesWaiting == 0);
        var events = _journal.EventsOf(MatchHistory.Stream.Of(_match.Id.ToString()));
        return MatchStage.Of((MatchCreated)events[0], events.OfType<MatchEvent>());
    }

    /// <summary>Runs a stage again with some code.</summary>
    public string? DifferenceOf(MatchStage stage, string source)
    {
        using var folder = new Folder(_language, source, _log);
        return new MatchReplay(folder.Scripts).Run(_match.Id, stage).Value.Difference;
    }

    public async ValueTask DisposeAsync()
    {
        await Stages();
        await _recorder.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>A folder with the module in it, loaded.</summary>
    private sealed class Folder : IDisposable
    {
        private readonly string _language;
        private readonly ScriptSettings _settings = ModuleBench.Defaults;
        private readonly ModuleHost _lua;
        private readonly BundleHost _bundle;
        private readonly CSharpModules _assemblies;

        public Folder(string language, string source, LinesLog log)
        {
            _language = language;
            Write(source);
            var server = new NkServer(new ServiceCollection().BuildServiceProvider(), log);
            _lua = new(_settings, server, TimeProvider.System, new TypedLog<ModuleHost>(log));
            _bundle = new(_settings, server, TimeProvider.System, new TypedLog<BundleHost>(log));
            _assemblies = new(_settings, server, TimeProvider.System, new TypedLog<CSharpModules>(log));
            _lua.Read();
            _bundle.Read();
            _assemblies.Read();
            Scripts = new(
            [
                new() { Matches = new CSharpMatchScripts(_assemblies) }, new() { Matches = new LuaMatchScripts(_settings, _lua, NullLogger<LuaMatchScripts>.Instance) },
                new() { Matches = new BundleMatchScripts(_bundle, _settings, server) },
            ]);
        }

        public ServerModules Scripts { get; }

        public void Write(string source)
        {
            if (_language == InCSharp) ModuleSource.Compile(_settings.Path, "main", source);
            else File.WriteAllText(Path.Combine(_settings.Path, _language == InLua ? "game.lua" : "index.js"), source, new UTF8Encoding(false));
        }

        public Task Reload() => _language switch
        {
            InLua => _lua.Reload(CancellationToken.None),
            InJavaScript => _bundle.Reload(CancellationToken.None),
            _ => _assemblies.Reload(CancellationToken.None),
        };

        public void Dispose()
        {
            _lua.Dispose();
            _bundle.Dispose();
            _assemblies.Dispose();
        }
    }
}
