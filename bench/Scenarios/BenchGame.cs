using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using KaosNet.Bench.Load;

namespace KaosNet.Bench.Scenarios;

/// <summary>A player of the bench: the user and a session token.</summary>
public sealed record BenchPlayer(string UserId, string DeviceId, string Token);

/// <summary>Signs players in over the client API, as any Nakama-compatible server offers it.</summary>
public sealed class BenchGame(Uri server, string serverKey, string httpKey) : IDisposable
{
    /// <summary>The board that the scenarios use; <c>bench/modules/bench.lua</c> creates it.</summary>
    public const string Board = "bench";

    readonly HttpClient _http = new() { BaseAddress = server, Timeout = TimeSpan.FromSeconds(30) };

    public string ServerKey { get; } = serverKey;

    public string HttpKey { get; } = httpKey;

    /// <summary>Signs in <paramref name="count"/> players by device id, the same ones at each run.</summary>
    public async Task<IReadOnlyList<BenchPlayer>> SignIn(int count, CancellationToken cancel)
    {
        var players = new BenchPlayer[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancel }, async (i, token) =>
        {
            var device = $"bench-device-{i:D6}";
            using var answer = await Send(
                HttpMethod.Post, "/v2/account/authenticate/device", HttpRequestBytes.Basic(ServerKey), $$"""{"id":"{{device}}"}""", token);
            var session = answer.RootElement.GetProperty("token").GetString()!;
            players[i] = new(UserIdOf(session), device, session);
        });
        return players;
    }

    /// <summary>Gives every player a score, so that lists have something to show.</summary>
    public Task Score(IReadOnlyList<BenchPlayer> players, CancellationToken cancel) => Parallel.ForEachAsync(
        players, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancel }, async (player, token) =>
        {
            using var answer = await Send(
                HttpMethod.Post, "/v2/leaderboard/" + Board, HttpRequestBytes.Bearer(player.Token),
                $$"""{"score":"{{player.UserId.GetHashCode(StringComparison.Ordinal) & 0xFFFF}}"}""", token);
        });

    /// <summary>Gives every player the objects that the storage scenarios read and write over.</summary>
    public Task Store(IReadOnlyList<BenchPlayer> players, CancellationToken cancel) => Parallel.ForEachAsync(
        players, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancel }, async (player, token) =>
        {
            using var answer = await Send(
                HttpMethod.Put, "/v2/storage", HttpRequestBytes.Bearer(player.Token), StorageBodies.Writes(StorageBodies.Objects, 1_000_000), token);
        });

    /// <summary>Players whose lists of notifications are filled.</summary>
    public const int Readers = 64;

    /// <summary>Stores a hundred notifications for each of the first players, and a hundred messages in the room <c>bench</c>.</summary>
    public async Task FillInboxes(IReadOnlyList<BenchPlayer> players, CancellationToken cancel)
    {
        var basic = HttpRequestBytes.Basic(ServerKey);
        foreach (var player in players.Take(Readers))
            (await Send(HttpMethod.Post, $"/v2/rpc/fill_inbox?http_key={HttpKey}", basic, JsonSerializer.Serialize(player.UserId), cancel)).Dispose();
        (await Send(HttpMethod.Post, $"/v2/rpc/fill_room?http_key={HttpKey}", basic, "\"\"", cancel)).Dispose();
    }

    /// <summary>Makes every player a friend of the twenty before and the twenty after, so that a list has forty rows.</summary>
    public async Task Befriend(IReadOnlyList<BenchPlayer> players, CancellationToken cancel)
    {
        foreach (var step in new[] { 1, -1 })
        {
            await Parallel.ForAsync(0, players.Count, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancel }, async (i, token) =>
            {
                var ids = Enumerable.Range(1, 20).Select(far => "ids=" + players[(i + (far * step) + players.Count) % players.Count].UserId);
                using var answer = await Send(
                    HttpMethod.Post, "/v2/friend?" + string.Join('&', ids), HttpRequestBytes.Bearer(players[i].Token), "", token);
            });
        }
    }

    /// <summary>The group that a hundred players are in, after <see cref="Gather"/>.</summary>
    public string Group { get; private set; } = "";

    /// <summary>A hundred players found a group each, and all join the first one; at a later run they find them there.</summary>
    public async Task Gather(IReadOnlyList<BenchPlayer> players, CancellationToken cancel)
    {
        var some = players.Take(100).Index().ToList();
        await Parallel.ForEachAsync(some, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancel }, async (founder, token) =>
        {
            using var answer = await Send(
                HttpMethod.Post, "/v2/group", HttpRequestBytes.Bearer(founder.Item.Token),
                $$"""{"name":"bench group {{founder.Index:D3}}","description":"For the benchmarks","open":true,"max_count":1000}""", token,
                HttpStatusCode.Conflict);
        });
        var first = HttpRequestBytes.Bearer(players[0].Token);
        using (var found = await Send(HttpMethod.Get, "/v2/group?name=bench%20group%20000", first, "", cancel))
            Group = found.RootElement.GetProperty("groups")[0].GetProperty("id").GetString()!;
        await Parallel.ForEachAsync(some, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancel }, async (player, token) =>
        {
            using var answer = await Send(HttpMethod.Post, $"/v2/group/{Group}/join", HttpRequestBytes.Bearer(player.Item.Token), "", token);
        });
    }

    /// <summary>Tournaments that can be joined, after <see cref="Invite"/>.</summary>
    public IReadOnlyList<string> Tournaments { get; private set; } = [];

    /// <summary>Has new tournaments set up, enough for each join of a run to be a new one.</summary>
    public async Task Invite(CancellationToken cancel)
    {
        const int Many = 400;
        const int AtOnce = 50;
        var run = Guid.NewGuid().ToString("n");
        Tournaments = [.. Enumerable.Range(1, Many).Select(number => $"{run}-{number}")];
        for (var first = 1; first <= Many; first += AtOnce)
        {
            var body = JsonSerializer.Serialize(JsonSerializer.Serialize(new { run, first, last = first + AtOnce - 1 }));
            (await Send(HttpMethod.Post, $"/v2/rpc/make_tournaments?http_key={HttpKey}", HttpRequestBytes.Basic(ServerKey), body, cancel)).Dispose();
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Sends a request, which must succeed or be refused in the one way that the caller knows of.</summary>
    async Task<JsonDocument> Send(
        HttpMethod method, string path, string authorization, string body, CancellationToken cancel, HttpStatusCode? expectedRefusal = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = AuthenticationHeaderValue.Parse(authorization);
        using var response = await _http.SendAsync(request, cancel);
        var text = await response.Content.ReadAsStringAsync(cancel);
        if (!response.IsSuccessStatusCode && response.StatusCode != expectedRefusal)
            throw new InvalidOperationException($"{method} {path} answered {(int)response.StatusCode}: {text}");
        return JsonDocument.Parse(text);
    }

    static string UserIdOf(string token)
    {
        using var payload = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1]));
        return payload.RootElement.GetProperty("uid").GetString()!;
    }
}
