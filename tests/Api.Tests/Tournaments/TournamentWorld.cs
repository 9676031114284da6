using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Tournaments;
using KaosNet.Projections.Leaderboards;

namespace KaosNet.Api.Tests.Tournaments;

/// <summary>What specs of tournaments share: a module that sets them up, and answers as JSON.</summary>
static class TournamentWorld
{
    public static readonly Caller Script = new() { Source = Source.Script, Actor = "main.lua", Operation = "Spec" };

    /// <summary>A tournament that is open for an hour from now and that players may write to, unless told otherwise.</summary>
    public static async Task<Leaderboard> Tournament(this GameServer server, Func<CreateTournament, CreateTournament>? with = null)
    {
        var command = new CreateTournament($"cup-{Guid.NewGuid():n}", Duration: 3600) { Authoritative = false, EnableRanks = true };
        return (await server.Get<LeaderboardSetup>().Create(with?.Invoke(command) ?? command, Script)).Value;
    }

    public static string Path(this Leaderboard tournament) => "/v2/tournament/" + tournament.Id;

    public static Task<HttpResponseMessage> Join(this GameServer server, Leaderboard tournament, TestPlayer player) =>
        server.Send("POST", tournament.Path() + "/join", player.Token);

    public static Task<HttpResponseMessage> Submit(this GameServer server, Leaderboard tournament, TestPlayer player, long score) =>
        server.Send("POST", tournament.Path(), player.Token, $$"""{"score":"{{score}}"}""");

    /// <summary>The tournament as its list shows it; null when it is not listed.</summary>
    public static async Task<JsonElement?> Listed(this GameServer server, Leaderboard tournament, TestPlayer player)
    {
        var cursor = "";
        do
        {
            var page = await Json(server.Send("GET", "/v2/tournament?cursor=" + Uri.EscapeDataString(cursor), player.Token));
            if (!page.TryGetProperty("tournaments", out var tournaments)) return null;
            foreach (var listed in tournaments.EnumerateArray())
            {
                if (Text(listed, "id") == tournament.Id) return listed;
            }

            cursor = page.TryGetProperty("cursor", out var next) ? next.GetString()! : "";
        }
        while (cursor.Length > 0);
        return null;
    }

    /// <summary>A number, or 0 where it is left out.</summary>
    public static long Number(this JsonElement element, string name) => !element.TryGetProperty(name, out var value) ? 0
        : value.ValueKind == JsonValueKind.Number ? value.GetInt64() : long.Parse(value.GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static async Task<JsonElement> Json(Task<HttpResponseMessage> sending)
    {
        using var response = await sending;
        return await GameServer.Json(response);
    }

    public static Task Refused(Task<HttpResponseMessage> sending, int status, int code, string message) =>
        Expect(sending, status, $$"""{"code":{{code}},"message":"{{message}}"}""");

    public static async Task Expect(Task<HttpResponseMessage> sending, int status, string body)
    {
        using var response = await sending;
        ((int)response.StatusCode, await response.Content.ReadAsStringAsync()).ShouldBe((status, body));
    }
}
