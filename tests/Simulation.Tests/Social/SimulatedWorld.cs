using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using KaosNet.Tests.Support;

namespace KaosNet.Simulation.Tests.Social;

/// <summary>Two servers of one game, as processes of their own, and what players know of each other.</summary>
public sealed class SimulatedWorld(int players) : IAsyncDisposable
{
    /// <summary>Codes that what a player does may earn: refusals, lost races with other players' deeds, an account that is gone.</summary>
    static readonly HashSet<int> Expected = [0, 3, 5, 6, 7, 9, 16];

    readonly string?[] _ids = new string?[players];
    readonly List<GameServer> _servers = [];
    readonly List<HttpClient> _clients = [];

    public required string Connection { get; init; }

    public ConcurrentBag<string> Groups { get; } = [];

    public ConcurrentDictionary<string, string> Players { get; } = new();

    /// <summary>Answers that no server may give.</summary>
    public ConcurrentQueue<string> Wrong { get; } = new();

    /// <summary>How often each deed was granted and refused.</summary>
    public ConcurrentDictionary<string, int> Tally { get; } = new();

    public static async Task<SimulatedWorld> Open(int servers, int players)
    {
        var world = new SimulatedWorld(players) { Connection = await TestPostgres.CreateDatabaseAsync() };
        var modules = TestFolder.Create("modules");
        for (var i = 0; i < servers; i++)
        {
            var server = await GameServer.Start(modules, world.Connection, "--logger.level", "warn", "--session.token_expiry_sec", "3600");
            world._servers.Add(server);
            world._clients.Add(new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromSeconds(30) });
        }

        return world;
    }

    public int PlayerCount => _ids.Length;

    /// <summary>The account that a player has, or had a moment ago.</summary>
    public string IdOf(int number) => _ids[number] ?? Guid.Empty.ToString();

    public void Entered(int number, string userId) => _ids[number] = userId;

    public int ServerCount => _servers.Count;

    /// <summary>All that the servers printed.</summary>
    public string Said => string.Join('\n', _servers.Select(server => server.Said));

    /// <summary>Asks one of the servers as a game does that knows the server key.</summary>
    public Task<Answer> Enter(int server, string path, string body) => Send(server, new("Basic", Convert.ToBase64String("defaultkey:"u8)), "POST", path, body);

    /// <summary>Asks one of the servers as a player.</summary>
    public Task<Answer> Ask(int server, string token, string method, string path, string? body = null) => Send(server, new("Bearer", token), method, path, body);

    /// <summary>Every entry of a list, page by page.</summary>
    public async Task<List<JsonElement>> All(int server, string token, string path, string name, int limit)
    {
        var entries = new List<JsonElement>();
        var cursor = "";
        do
        {
            var joint = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            var page = await Ask(server, token, "GET", $"{path}{joint}limit={limit}{(cursor.Length == 0 ? "" : "&cursor=" + Uri.EscapeDataString(cursor))}");
            page.Code.ShouldBe(0, $"{path}: {page.Body}");
            entries.AddRange(page.List(name));
            cursor = page.Text("cursor");
        }
        while (cursor.Length > 0);
        return entries;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) client.Dispose();
        foreach (var server in _servers) await server.DisposeAsync();
    }

    async Task<Answer> Send(int server, AuthenticationHeaderValue credentials, string method, string path, string? body)
    {
        using var request = new HttpRequestMessage(new(method), path);
        request.Headers.Authorization = credentials;
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _clients[server].SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var json = JsonSerializer.Deserialize<JsonElement>(text);
        var code = response.IsSuccessStatusCode ? 0 : json.GetProperty("code").GetInt32();
        if (!Expected.Contains(code)) Wrong.Enqueue($"{method} {path} {body}: {text}");
        Tally.AddOrUpdate($"{method} {Template(path)}: {code}", 1, static (_, count) => count + 1);
        return new(code, json);
    }

    static string Template(string path) => string.Join('/', path.Split('?')[0].Split('/').Select(part => Guid.TryParse(part, out _) ? "{id}" : part));
}
