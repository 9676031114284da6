using System.CommandLine;
using System.Globalization;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;
using KaosNet.Realtime.Scripts;
using KaosNet.Scripting;
using KaosNet.Scripting.Nk;
using Microsoft.Extensions.Logging.Abstractions;
using Spectre.Console;

namespace KaosNet.Bench.Scripting;

/// <summary><c>bench hooks</c>: what a Lua function before or after an operation adds to it, without HTTP and a database.</summary>
static class HooksCommand
{
    const int Rounds = 9;
    internal const string Weapon = """{"weapon":"sword"}""";

    const string Module = """
        local nk = require("nakama")
        for _, name in ipairs({ "GetAccount", "WriteLeaderboardRecord", "WriteStorageObjects" }) do
          nk.register_req_before(function(context, request) return request end, name)
        end
        nk.register_req_before(function(context, request)
          if context.vars.banned then error({ "not you", 7 }) end
          request.record.metadata = '{"by":"' .. context.username .. '"}'
          return request
        end, "WriteTournamentRecord")
        nk.register_req_after(function(context, out, into) end, "ListLeaderboardRecords")
        nk.register_rpc(function(context, payload) return payload end, "echo")
        nk.register_rpc(function(context, payload) return context.headers["Host"][1] end, "host")
        """;

    static readonly Caller Player = new()
    {
        Source = Source.Client, Actor = "0197b3c4-8a5d-7e21-9f00-123456789abc", UserId = "0197b3c4-8a5d-7e21-9f00-123456789abc", Username = "player42",
        SessionExpiry = 1_800_000_000, ClientAddress = "192.0.2.7", ClientPort = "50123", Correlation = "0197b3c4-8a5d-7e21-9f00-cba987654321",
    };

    static readonly Dictionary<string, IReadOnlyList<string>> NoParameters = [];

    /// <summary>What a browser sends with a request; the first three come with any.</summary>
    static readonly (string Name, string Value)[] Headers =
    [
        ("Host", "127.0.0.1:7350"), ("Content-Type", "application/json"), ("Content-Length", "24"), ("Accept", "application/json, text/plain, */*"),
        ("Accept-Encoding", "gzip, deflate, br, zstd"), ("Accept-Language", "de-DE,de;q=0.9,en;q=0.8"), ("Authorization", "Bearer " + new string('e', 300)),
        ("Origin", "https://game.example"), ("Referer", "https://game.example/play/index.html"), ("Sec-Fetch-Mode", "cors"), ("Sec-Fetch-Site", "same-site"),
        ("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"),
    ];

    /// <summary>A call by a player's browser.</summary>
    internal static RpcRequest FromBrowser { get; } = RequestWith(Headers.Length);

    public static Command Create()
    {
        var command = new Command("hooks", "Lua functions before and after operations, in this process.");
        command.SetAction(async (_, _) =>
        {
            var folder = Directory.CreateTempSubdirectory("kaos-bench-hooks");
            try
            {
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, "hooks.lua"), Module, CancellationToken.None);
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
        var settings = new ScriptSettings { Path = folder, Node = "bench", StatesMin = 1, StatesMax = 1 };
        var server = new NkServer(new NoServices(), NullLogger.Instance);
        using var modules = new ModuleHost(settings, server, TimeProvider.System, NullLogger<ModuleHost>.Instance);
        modules.Load();
        var hooks = new ModuleOperationHooks(modules, settings, server, TimeProvider.System);
        (string What, int Calls, Func<ValueTask> Call)[] functions =
        [
            Before("before GetAccount, returns its empty table", "GetAccount", new Empty()),
            Before("before WriteLeaderboardRecord, returns the request", "WriteLeaderboardRecord", new WriteLeaderboardRecordRequest
            {
                LeaderboardId = "weekly", Record = new() { Score = 123_456_789, Subscore = 5, Metadata = Weapon },
            }),
            Before("before WriteTournamentRecord, changes the request", "WriteTournamentRecord", new WriteTournamentRecordRequest
            {
                TournamentId = "cup", Record = new() { Score = 123_456_789, Subscore = 5, Metadata = Weapon },
            }),
            Before("before WriteStorageObjects, returns ten objects", "WriteStorageObjects", Objects()),
            ("RPC that answers what it was sent, 3 headers", 20_000, Rpc("echo", 3)),
            ("the same, 12 headers", 20_000, Rpc("echo", 12)),
            ("RPC that looks at one of 12 headers", 20_000, Rpc("host", 12)),
            ("after ListLeaderboardRecords, of 100 records", 500, After("ListLeaderboardRecords", new ListLeaderboardRecordsRequest { LeaderboardId = "weekly" }, Records())),
        ];
        // All of them first, until what is hot is compiled.
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var function in functions) await Time(function.Calls, function.Call);
        }

        var table = new Table { Title = new("Microseconds of processor time a call") }.AddColumns("function", "median", "least");
        foreach (var function in functions)
        {
            List<double> times = [];
            for (var round = 0; round < Rounds; round++) times.Add(await Time(function.Calls, function.Call));
            table.AddRow(Markup.Escape(function.What), Text(times.Order().ElementAt(Rounds / 2)), Text(times.Min()));
        }

        AnsiConsole.Write(table);

        (string, int, Func<ValueTask>) Before(string what, string operation, object request) =>
            (what, 5_000, async () => Expect((await hooks.RunBefore(operation, request, Player, CancellationToken.None)).Fault is null));
        Func<ValueTask> Rpc(string id, int headers)
        {
            var request = RequestWith(headers);
            return async () => Expect((await modules.Call(id, Weapon, request, CancellationToken.None)).Fault is null);
        }

        Func<ValueTask> After(string operation, object request, object response) =>
            async () => Expect(await hooks.RunAfter(operation, request, response, Player, CancellationToken.None));
    }

    static RpcRequest RequestWith(int headers) =>
        new(Player, Headers.Take(headers).ToDictionary(header => header.Name, IReadOnlyList<string> (header) => [header.Value]), NoParameters);

    static async Task<double> Time(int calls, Func<ValueTask> call)
    {
        // Of the process, since the machine may have other things to do.
        var began = Environment.CpuUsage.TotalTime;
        for (var at = 0; at < calls; at++) await call();
        return (Environment.CpuUsage.TotalTime - began).TotalMicroseconds / calls;
    }

    static void Expect(bool success)
    {
        if (!success) throw new InvalidOperationException("A function failed.");
    }

    static string Text(double microseconds) => microseconds.ToString("N1", CultureInfo.InvariantCulture);

    static WriteStorageObjectsRequest Objects() => new()
    {
        Objects = [.. Enumerable.Range(0, 10).Select(at => new WriteStorageObject
        {
            Collection = "saves", Key = $"slot{at}", Value = """{"level":1234567,"name":"everybody","items":[1,2,3,4,5,6,7]}""", PermissionRead = 1, PermissionWrite = 1,
        })],
    };

    static LeaderboardRecordList Records() => new()
    {
        Records = [.. Enumerable.Range(0, 100).Select(at => new LeaderboardRecord
        {
            LeaderboardId = "weekly", OwnerId = Player.UserId, Username = $"player{at}", Score = 1_000_000 - at, NumScore = 3, Rank = at + 1,
            Metadata = Weapon, CreateTime = DateTimeOffset.UnixEpoch.AddDays(20_000), UpdateTime = DateTimeOffset.UnixEpoch.AddDays(20_001),
        })],
    };

    /// <summary>These functions ask the server for nothing.</summary>
    sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
