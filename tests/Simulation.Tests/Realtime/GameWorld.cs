using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using KaosNet.Simulation.Tests.Realtime.Checking;
using KaosNet.Simulation.Tests.Realtime.Playing;
using KaosNet.Store.Postgres;
using KaosNet.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaosNet.Simulation.Tests.Realtime;

/// <summary>A server as a process of its own, its database, and its players; both can be taken away under them.</summary>
public sealed class GameWorld : IAsyncDisposable
{
    /// <summary>Codes that what a player does may earn.</summary>
    static readonly HashSet<int> Expected = [0, 3, 5, 6, 7, 9, 16];

    readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { Timeout = TimeSpan.FromSeconds(60) };
    readonly EmbeddedPostgresOptions _options;
    readonly StringBuilder _said = new();
    IReadOnlyList<Quarter> _quarters = [];
    EmbeddedPostgres _postgres;
    GameServer? _server;

    GameWorld(EmbeddedPostgresOptions options, EmbeddedPostgres postgres, string modules)
    {
        (_options, _postgres, Modules) = (options, postgres, modules);
        Matchmaking = new(Ledger);
    }

    public Ledger Ledger { get; } = new();

    public MatchmakingBook Matchmaking { get; }

    public IReadOnlyList<Player> Players { get; private set; } = [];

    public ConcurrentBag<PostedMessage> Posted { get; } = [];

    /// <summary>Authoritative matches that were ever opened.</summary>
    public ConcurrentDictionary<string, bool> Arenas { get; } = new();

    /// <summary>Those whose handlers were made to fail.</summary>
    public ConcurrentDictionary<string, bool> Broken { get; } = new();

    /// <summary>Users whose accounts were deleted.</summary>
    public ConcurrentDictionary<string, bool> Vanished { get; } = new();

    public string Modules { get; }

    public string Connection => _postgres.ConnectionString("game");

    /// <summary>Of the server, or of the one that was killed.</summary>
    public int Port { get; private set; }

    public int MetricsPort { get; private set; }

    /// <summary>Counts the servers that were started.</summary>
    public int Run { get; private set; }

    public bool HasSingleSockets { get; private set; }

    /// <summary>The database or the server is away, or was a moment ago: anything may fail.</summary>
    public bool IsStormy { get; set; }

    /// <summary>All that the servers printed.</summary>
    public string Said => _said.ToString() + _server?.Said;

    public static async Task<GameWorld> Open(int players, int seed)
    {
        var options = new EmbeddedPostgresOptions { Folder = TestFolder.Create("simulated"), Durable = false, MaxConnections = 200 };
        var modules = TestFolder.Create("arena");
        await File.WriteAllTextAsync(Path.Combine(modules, "arena.lua"), Arena.Module);
        await File.WriteAllTextAsync(Path.Combine(modules, "functions.lua"), Arena.Functions);
        var world = new GameWorld(options, await EmbeddedPostgres.StartAsync(options, NullLogger.Instance), modules);
        var chance = new Random(seed);
        var quarters = Enumerable.Range(0, (players + Quarter.Size - 1) / Quarter.Size).Select(number => new Quarter(number)).ToList();
        world._quarters = quarters;
        world.Players = [.. Enumerable.Range(0, players).Select(number => new Player(world, number, chance.Next(), quarters[number / Quarter.Size]))];
        return world;
    }

    public async Task StartServer(bool singleSockets)
    {
        MetricsPort = FreePort.Next();
        // Bounds that are out of reach of players who do not try: a full queue would be no fault of the server's.
        _server = await GameServer.Start(
            Modules, Connection, "--logger.level", "warn", "--session.token_expiry_sec", "7200", "--metrics.prometheus_port", $"{MetricsPort}",
            "--matchmaker.interval_sec", "1", "--tracker.event_queue_size", "100000", "--socket.outgoing_queue_size", "4096",
            "--socket.ping_period_ms", "20000", "--socket.pong_wait_ms", "300000", "--socket.write_wait_ms", "120000",
            "--match.input_queue_size", "10000", "--match.call_queue_size", "10000", "--match.join_attempt_queue_size", "10000",
            "--match.rejoin_deadline_ms", "3000", "--party.idle_check_interval_ms", "500",
            singleSockets ? "--session.single_socket=true" : "--session.single_socket=false");
        Port = _server.Port;
        HasSingleSockets = singleSockets;
        Run++;
    }

    /// <summary>SIGKILL, whatever is under way.</summary>
    public async Task KillServer()
    {
        await _server!.KillAsync();
        _said.Append(_server.Said);
        await _server.DisposeAsync();
        _server = null;
        foreach (var quarter in _quarters) quarter.Crash();
    }

    public async Task StopServer()
    {
        await _server!.DisposeAsync();
        _said.Append(_server.Said);
        _server = null;
    }

    public ValueTask StopDatabase() => _postgres.DisposeAsync();

    public async Task StartDatabase() => _postgres = await EmbeddedPostgres.StartAsync(_options, NullLogger.Instance);

    public bool IsParty(string place) => place.EndsWith(".test", StringComparison.Ordinal) && !Arenas.ContainsKey(place);

    public int InQuarter(Quarter quarter) => Math.Min(Quarter.Size, Players.Count - (quarter.Number * Quarter.Size));

    /// <summary>Everybody does something, many at a time; or one of so many.</summary>
    public Task EveryPlayer(Func<Player, Task> deed, int oneOf = 1) => Parallel.ForEachAsync(
        Players.Where(player => player.Number % oneOf == 0), new ParallelOptions { MaxDegreeOfParallelism = 200 }, async (player, _) => await deed(player));

    /// <summary>Asks the server as a player, or as the game itself.</summary>
    public async Task<Social.Answer> Ask(string method, string path, string? body, string token = "", bool basic = false)
    {
        try
        {
            using var request = new HttpRequestMessage(new(method), $"http://127.0.0.1:{Port}{path}");
            request.Headers.Authorization = basic ? new("Basic", Convert.ToBase64String("defaultkey:"u8)) : token.Length == 0 ? null : new AuthenticationHeaderValue("Bearer", token);
            if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            using var response = await _http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            var json = JsonSerializer.Deserialize<JsonElement>(text);
            var code = response.IsSuccessStatusCode ? 0 : json.GetProperty("code").GetInt32();
            if (!Expected.Contains(code) && !IsStormy) Ledger.Violated($"{method} {path} {body}: {text}");
            return new(code, json);
        }
        catch (Exception away) when (IsStormy && away is HttpRequestException or OperationCanceledException)
        {
            return new(14, default);
        }
    }

    /// <summary>Calls a function of the server's module, as a server of the game's.</summary>
    public async Task<string> Call(string function, string payload = "")
    {
        var answer = await Ask("POST", $"/v2/rpc/{function}?http_key=defaulthttpkey", JsonSerializer.Serialize(payload));
        answer.Code.ShouldBe(0, answer.Body.ToString());
        return answer.Text("payload");
    }

    /// <summary>A figure that the server shows, by the end of its name.</summary>
    public async Task<double> Figure(string name)
    {
        var figures = await _http.GetStringAsync(new Uri($"http://127.0.0.1:{MetricsPort}/"));
        var line = figures.Split('\n').Last(line => line.StartsWith(name, StringComparison.Ordinal) && line.Length > name.Length && line[name.Length] is '{' or ' ');
        return double.Parse(line[(line.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var seat in Players.SelectMany(player => player.Seats)) seat.Wire.Dispose();
        if (_server is not null) await _server.DisposeAsync();
        _http.Dispose();
        await _postgres.DisposeAsync();
    }
}
