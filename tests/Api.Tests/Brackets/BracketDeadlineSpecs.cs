using System.Text.Json;
using KaosNet.Store;
using KaosNet.Tests.Support;
using static KaosNet.Api.Tests.Answers;

namespace KaosNet.Api.Tests.Brackets;

/// <summary>Deadlines pass on one of two servers, once, also after a restart.</summary>
public sealed class BracketDeadlineSpecs
{
    [Fact]
    public async Task who_checked_in_goes_on_once_whichever_server_sees_to_it()
    {
        await using var server = await GameServer.Start(settings => settings);
        var another = await server.StartAnother();
        try
        {
            var (ann, bob, cid, dan) = (await server.SignUp(), await server.SignUp(), await server.SignUp(), await server.SignUp());
            var id = Text(await Json(Server(server, "POST", "/v2/kaos/bracket", $$$"""
                {"rules":{"format":"single_elimination","check_in_seconds":3600,"no_show":"better_seed"},
                "user_ids":["{{{ann.UserId}}}","{{{bob.UserId}}}","{{{cid.UserId}}}","{{{dan.UserId}}}"]}
                """)), "id");
            await Json(Server(server, "POST", $"/v2/kaos/bracket/{id}/start", "{}"));
            await Json(another.Send("POST", $"/v2/kaos/bracket/{id}/checkin", dan.Token, "{}"));
            await Json(another.Send("POST", $"/v2/kaos/bracket/{id}/checkin", cid.Token, "{}"));
            foreach (var each in new[] { server, another }) each.Time.Advance(TimeSpan.FromSeconds(3601));
            await Eventually.Holds(async () => Winners(await Sheet(server, id)).ShouldBe([dan.UserId, cid.UserId]));
            // Nobody comes to the final either; meanwhile one of the servers ends, and the other one sees to it.
            await another.DisposeAsync();
            server.Time.Advance(TimeSpan.FromSeconds(3601));
            await Eventually.Holds(async () => Text((await Sheet(server, id)).GetProperty("bracket"), "winner_id").ShouldBe(cid.UserId));
            (await Count(server, id, "bracket_pairing_decided")).ShouldBe(3);
            (await Count(server, id, "bracket_finished")).ShouldBe(1);
        }
        finally
        {
            await another.DisposeAsync();
        }
    }

    [Fact]
    public async Task a_deadline_that_passed_while_no_server_ran_is_seen_to_at_the_next_start()
    {
        await using var server = await GameServer.Start(settings => settings);
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        var id = Text(await Json(Server(server, "POST", "/v2/kaos/bracket", $$$"""
            {"rules":{"format":"round_robin","play_seconds":60,"self_report":true},"user_ids":["{{{ann.UserId}}}","{{{bob.UserId}}}"]}
            """)), "id");
        await Json(Server(server, "POST", $"/v2/kaos/bracket/{id}/start", "{}"));
        await Json(server.Send("POST", $"/v2/kaos/bracket/{id}/pairing/1/claim", bob.Token, """{"result":{"first_score":1,"second_score":4}}"""));
        server.Time.Advance(TimeSpan.FromSeconds(61));
        await server.Restart();
        await Eventually.Holds(async () => Text((await Sheet(server, id)).GetProperty("bracket"), "winner_id").ShouldBe(bob.UserId));
    }

    static IEnumerable<string> Winners(JsonElement sheet) => sheet.GetProperty("pairings").EnumerateArray()
        .Where(pairing => pairing.GetProperty("round").GetInt32() == 1)
        .Select(pairing => pairing.TryGetProperty("winner_id", out var winner) ? winner.GetString()! : "");

    static Task<JsonElement> Sheet(GameServer server, string id) => Json(server.Send("GET", $"/v2/kaos/bracket/{id}?http_key=defaulthttpkey"));

    static Task<HttpResponseMessage> Server(GameServer server, string method, string path, string body) =>
        server.SendWith("Basic ZGVmYXVsdGh0dHBrZXk6", method, path, body);

    static async Task<long> Count(GameServer server, string id, string type)
    {
        var database = server.Get<Database>();
        await using var command = database.General.CreateCommand($"select count(*) from {database.Schema}.mt_events where stream_id = 'bracket-{id}' and type = '{type}'");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
