using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using KaosNet.Domain.Leaderboards.Disqualifying;
using KaosNet.Tests.Support;
using Nakama;
using Npgsql;

namespace KaosNet.Compat.Tests.Crash;

/// <summary>A disqualification of more records than one commit takes, and the server dies between its steps: the next one ends it, and every score goes once.</summary>
public sealed class DisqualificationKillSpecs
{
    const int Players = DisqualificationLimits.RecordsAtOnce + 200;
    const int PlayersOfACall = 100;

    // Everybody has 10 honest points, and 1,000 of a cheat.
    const string Module = """
        local nk = require("nakama")
        nk.leaderboard_create("hunted", false, "desc", "incr", nil, {}, true)
        nk.register_rpc(function(context, payload)
          local call = nk.json_decode(payload)
          for player = call.from, call.to do
            nk.leaderboard_record_write("hunted", string.format("%08x-0000-4000-8000-000000000000", player), "player" .. player, call.score)
          end
        end, "play")
        """;

    readonly string folder = TestFolder.Create("modules");

    [Fact]
    public async Task a_server_that_dies_between_two_steps_has_the_next_one_end_it()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "hunted.lua"), Module);
        var database = await TestPostgres.CreateDatabaseAsync();
        string id;
        await using (var dying = await GameServer.Start(folder, database))
        {
            await Play(dying, "1.0", 10);
            await Play(dying, "cheat", 1000);
            await using var inTheWay = await InTheWayOfTheSecondStep(database);
            var begun = await Call(dying, "/v2/kaos/disqualification", """{"author":"mod","reason":"cheat","leaderboard_id":"hunted","build":"cheat"}""");
            begun.GetProperty("stage").GetString().ShouldBe("underway");
            id = begun.GetProperty("id").GetString()!;
            await Eventually.Holds(async () => (await Steps(database, id)).ShouldBe(1));
            (await Call(dying, "/v2/kaos/disqualification/" + id)).GetProperty("stage").GetString().ShouldBe("underway");
            await dying.KillAsync();
        }

        await using var next = await GameServer.Start(folder, database);
        await Eventually.Holds(
            async () => (await Call(next, "/v2/kaos/disqualification/" + id)).GetProperty("stage").GetString().ShouldBe("done"), TimeSpan.FromSeconds(60));
        var done = await Call(next, "/v2/kaos/disqualification/" + id);
        done.GetProperty("record_count").GetInt32().ShouldBe(Players);
        done.GetProperty("submission_count").GetString().ShouldBe(Players.ToString(CultureInfo.InvariantCulture));
        (await TakenBack(database)).ShouldBe((Players, Players), "each of them once");

        var client = new Client("http", "127.0.0.1", next.Port, "defaultkey");
        var reader = await client.AuthenticateDeviceAsync("who-reads-afterwards");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string? cursor = null;
        do
        {
            var page = await client.ListLeaderboardRecordsAsync(reader, "hunted", ownerIds: null, expiry: null, limit: 1000, cursor: cursor);
            page.Records.ShouldAllBe(record => record.Score == "10");
            seen.UnionWith(page.Records.Select(record => record.OwnerId));
            cursor = page.NextCursor;
        }
        while (!string.IsNullOrEmpty(cursor));
        seen.Count.ShouldBe(Players);
    }

    /// <summary>Everybody's score, from a client of that build.</summary>
    static async Task Play(GameServer server, string build, int score)
    {
        var client = new Client("http", "127.0.0.1", server.Port, "defaultkey") { Timeout = 60 };
        var session = await client.AuthenticateDeviceAsync("device-of-build-" + build, vars: new Dictionary<string, string> { ["build"] = build });
        const int Last = (Players / PlayersOfACall) - 1;
        await Task.WhenAll(Enumerable.Range(0, Last).Select(Call));
        // After all others, so that the first step does not come to them.
        await Call(Last);

        Task Call(int call) => client.RpcAsync(
            session, "play", $$"""{"from":{{(call * PlayersOfACall) + 1}},"to":{{(call + 1) * PlayersOfACall}},"score":{{score}}}""");
    }

    /// <summary>Somebody else holds a record that the first step leaves alone, so the second one cannot commit.</summary>
    static async Task<NpgsqlConnection> InTheWayOfTheSecondStep(string database)
    {
        var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(
            "select owner_id from kaos.leaderboard_records where leaderboard_id = 'hunted' order by owner_id desc limit 1 for update", connection);
        (await command.ExecuteScalarAsync()).ShouldBeOfType<Guid>().ToString().ShouldStartWith(Players.ToString("x8", CultureInfo.InvariantCulture));
        return connection;
    }

    /// <summary>Steps that are committed.</summary>
    static async Task<long> Steps(string database, string id)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand($"select count(*) from kaos.mt_events where stream_id = 'disqualification-{id}' and type = 'disqualification_advanced'");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>How many times a record's scores were taken back, and of how many records.</summary>
    static async Task<(long Times, long Records)> TakenBack(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("select count(*), count(distinct stream_id) from kaos.mt_events where type = 'scores_disqualified'");
        await using var reader = await command.ExecuteReaderAsync();
        (await reader.ReadAsync()).ShouldBeTrue();
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    static async Task<JsonElement> Call(GameServer server, string path, string? body = null)
    {
        using var response = await Ask(server, path, body);
        response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    static async Task<HttpResponseMessage> Ask(GameServer server, string path, string? body)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        var uri = new Uri(path + "?http_key=defaulthttpkey", UriKind.Relative);
        if (body is null) return await http.GetAsync(uri);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await http.PostAsync(uri, content);
    }
}
