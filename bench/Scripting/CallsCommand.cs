using System.CommandLine;
using System.Globalization;
using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Scripts;
using KaosNet.Scripting;
using KaosNet.Scripting.Modules;
using KaosNet.Scripting.Nk;
using KaosNet.Scripting.Nk.Bundles;
using KaosNet.Scripting.Recording;
using KaosNet.Scripting.Server;
using KaosNet.Store.Journal;
using Microsoft.Extensions.Logging.Abstractions;
using Spectre.Console;

namespace KaosNet.Bench.Scripting;

/// <summary><c>bench calls</c>: what a call of the server's costs a function that only computes, and what recording a function's calls costs.</summary>
static class CallsCommand
{
    const int Rounds = 9;
    const int Calls = 20_000;
    const int RecordedCalls = 2_000;
    const string Empty = "nothing";

    /// <summary>Each loop has what it calls as its only content; the one without content is taken off the others.</summary>
    static readonly (string Name, string Lua, string JavaScript)[] Functions =
    [
        (Empty, "", ""),
        ("time", "nk.time()", ""),
        ("uuid_v4", "nk.uuid_v4()", "nk.uuidv4()"),
        ("base64_encode, 12 bytes", "nk.base64_encode('twelve bytes')", "nk.base64Encode('twelve bytes')"),
        ("md5_hash, 12 bytes", "nk.md5_hash('twelve bytes')", "nk.md5Hash('twelve bytes')"),
        ("json_encode, 3 fields", "nk.json_encode(value)", ""),
        ("json_decode, 3 fields", "nk.json_decode(text)", ""),
        ("logger_debug, which is not logged", "nk.logger_debug('seen')", "logger.debug('seen')"),
        ("localcache_get", "nk.localcache_get('key')", "nk.localcacheGet('key')"),
    ];

    public static Command Create()
    {
        var command = new Command("calls", "Calls of the server by functions in Lua and JavaScript, and recorded calls of functions, in this process.");
        command.SetAction(async (_, _) =>
        {
            var folder = Directory.CreateTempSubdirectory("kaos-bench-calls");
            try
            {
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, "calls.lua"), Lua(), CancellationToken.None);
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, "index.js"), JavaScript(), CancellationToken.None);
                await Measure(folder.FullName);
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        });
        return command;
    }

    static async Task Measure(string folder)
    {
        var settings = new ScriptSettings
        {
            Path = folder, Node = "bench", StatesMin = 1, StatesMax = 1, JavaScriptStatesMin = 1, JavaScriptStatesMax = 1,
            // A loop of so many calls is no function of a game's.
            JavaScriptMemoryBytes = 1L << 40, Statements = 1 << 30,
        };
        var server = new NkServer(new CacheOnly(), NullLogger.Instance);
        using var lua = new ModuleHost(settings, server, TimeProvider.System, NullLogger<ModuleHost>.Instance);
        using var javascript = new BundleHost(settings, server, TimeProvider.System, NullLogger<BundleHost>.Instance);
        lua.Load();
        javascript.Load();
        (IRpcFunctions Language, int Function)[] loops = [.. Pairs(lua, function => function.Lua), .. Pairs(javascript, function => function.JavaScript)];
        Dictionary<(IRpcFunctions, int), List<double>> times = loops.ToDictionary(loop => loop, _ => new List<double>());
        // What is hot is compiled after the first rounds.
        for (var round = -Rounds; round < Rounds; round++)
        {
            foreach (var loop in loops)
            {
                var time = await Time(() => Call(loop.Language, $"f{loop.Function}", Calls.ToString(CultureInfo.InvariantCulture)), 1) / Calls;
                if (round >= 0) times[loop].Add(time);
            }
        }

        var table = new Table { Title = new("Nanoseconds of processor time a call, median (least)") }.AddColumns("function", "Lua", "JavaScript");
        for (var function = 1; function < Functions.Length; function++) table.AddRow(Functions[function].Name, Cost(lua, function), Cost(javascript, function));
        table.AddRow("the loop itself, taken off the above", Text(times[(lua, 0)], 0), Text(times[(javascript, 0)], 0));
        AnsiConsole.Write(table);
        await MeasureRecorder(lua, javascript);

        string Cost(IRpcFunctions language, int function) =>
            times.TryGetValue((language, function), out var measured) ? Text(measured, Median(times[(language, 0)])) : "";

        static string Text(List<double> times, double off) => string.Create(CultureInfo.InvariantCulture, $"{(Median(times) - off) * 1000:N0} ({(times.Min() - off) * 1000:N0})");
    }

    static IEnumerable<(IRpcFunctions, int)> Pairs(IRpcFunctions language, Func<(string Name, string Lua, string JavaScript), string> spelling)
    {
        for (var function = 0; function < Functions.Length; function++)
        {
            if (function == 0 || spelling(Functions[function]).Length > 0) yield return (language, function);
        }
    }

    /// <summary>All of it but the database: what is written down in the call, and what is packed aside.</summary>
    static async Task MeasureRecorder(IRpcFunctions lua, IRpcFunctions javascript)
    {
        var journal = new NoJournal();
        (string What, IRpcFunctions Language, string Id)[] functions =
        [
            ("Lua, echo", lua, "echo"), ("JavaScript, echo", javascript, "echo"), ("Lua, ten ids", lua, "ids"),
        ];
        int[] shares = [0, 1, 100];
        Dictionary<(string, int), (List<double> InCalls, List<double> Aside)> times = [];
        Dictionary<string, double> bytes = [];
        for (var round = -Rounds; round < Rounds; round++)
        {
            foreach (var (what, language, id) in functions)
            {
                foreach (var percent in shares)
                {
                    using var recorder = new CallRecorder(new(percent, long.MaxValue / 2), () => journal, TimeProvider.System, NullLogger<CallRecorder>.Instance);
                    var modules = new ServerModules([new() { Rpcs = language }], recorder);
                    var inCalls = await Time(async () =>
                    {
                        for (var at = 0; at < RecordedCalls; at++) await Call(modules, id, HooksCommand.Weapon);
                    }, RecordedCalls);
                    var aside = await Time(recorder.Flush, RecordedCalls);
                    if (percent == 100) bytes[what] = journal.TakeBytesACall();
                    if (!times.TryGetValue((what, percent), out var measured)) times[(what, percent)] = measured = ([], []);
                    if (round < 0) continue;
                    measured.InCalls.Add(inCalls);
                    measured.Aside.Add(aside);
                }
            }
        }

        var table = new Table { Title = new("Microseconds of processor time a call, median") }
            .AddColumns("function", "not recorded", "1% recorded", "recorded", "and aside", "bytes");
        foreach (var (what, _, _) in functions)
        {
            table.AddRow([
                what, .. shares.Select(percent => Text(times[(what, percent)].InCalls)), Text(times[(what, 100)].Aside),
                bytes[what].ToString("N0", CultureInfo.InvariantCulture),
            ]);
        }

        AnsiConsole.Write(table);

        static string Text(List<double> times) => Median(times).ToString("N1", CultureInfo.InvariantCulture);
    }

    static async Task Call(IRpcFunctions functions, string id, string payload)
    {
        var answer = await functions.Call(id, payload, HooksCommand.FromBrowser, CancellationToken.None);
        if (answer.Fault is { } fault) throw new InvalidOperationException(fault.Message);
    }

    /// <summary>Microseconds of the process, since the machine may have other things to do.</summary>
    static async Task<double> Time(Func<Task> act, int times)
    {
        var began = Environment.CpuUsage.TotalTime;
        await act();
        return (Environment.CpuUsage.TotalTime - began).TotalMicroseconds / times;
    }

    static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    static string Lua() =>
        """
        local nk = require("nakama")
        local value, text = { weapon = "sword", level = 12, tired = false }, '{"weapon":"sword","level":12,"tired":false}'
        nk.register_rpc(function(context, payload) return payload end, "echo")
        nk.register_rpc(function(context, payload)
          for i = 1, 10 do nk.uuid_v4() end
          return payload
        end, "ids")

        """ + string.Join('\n', Functions.Select((function, at) => $$"""
        nk.register_rpc(function(context, payload)
          nk.localcache_put("key", "value")
          for i = 1, tonumber(payload) do {{function.Lua}} end
        end, "f{{at}}")
        """));

    static string JavaScript() =>
        string.Join('\n', Functions.Select((function, at) => $$"""
        function f{{at}}(ctx, logger, nk, payload) {
          nk.localcachePut("key", "value");
          for (var i = 0, n = Number(payload); i < n; i++) { {{function.JavaScript}}; }
        }
        """)) + "\n" + $$"""
        function echo(ctx, logger, nk, payload) { return payload; }
        function InitModule(ctx, logger, nk, initializer) {
          {{string.Join("\n  ", Functions.Select((_, at) => $"initializer.registerRpc(\"f{at}\", f{at});"))}}
          initializer.registerRpc("echo", echo);
        }
        """;

    /// <summary>These functions ask the server for nothing else.</summary>
    sealed class CacheOnly : IServiceProvider
    {
        readonly LocalCache _cache = new(new(), TimeProvider.System);

        public object? GetService(Type serviceType) => serviceType == typeof(LocalCache) ? _cache : null;
    }

    /// <summary>Counts what it is given.</summary>
    sealed class NoJournal : IJournal
    {
        long _calls, _bytes;

        /// <summary>Of the calls since this was last asked.</summary>
        public double TakeBytesACall()
        {
            var mean = (double)_bytes / _calls;
            (_calls, _bytes) = (0, 0);
            return mean;
        }

        public ValueTask<Answer<TResult>> Execute<TResult>(Command<TResult> command, Caller caller, CancellationToken cancel = default)
        {
            var recorded = ((Domain.Scripts.RecordScriptCalls)(object)command).Recorded;
            _calls += recorded.Calls;
            _bytes += recorded.Packed.Length;
            return new((TResult)(object)Done.Value);
        }

        public ValueTask<TState> Load<TState>(StreamRef<TState> stream, CancellationToken cancel = default)
            where TState : class => throw new NotSupportedException();
    }
}
