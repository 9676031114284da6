using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Storage;
using KaosNet.Domain.Undoing;
using KaosNet.Projections.Undoing;
using KaosNet.Store.Journal;
using KaosNet.Tests.Support;
using static KaosNet.Api.Tests.Answers;

namespace KaosNet.Api.Tests.Undoing;

/// <summary>Operators undo through the front what scripts and clients did, and undo that.</summary>
public sealed class UndoSpecs(UndoneServer undone) : IClassFixture<UndoneServer>
{
    const string Nobody = "0cc0cc00-0000-4000-8000-000000000003";

    GameServer Server => undone.Server;

    [Fact]
    public async Task what_a_script_did_in_one_call_is_previewed_undone_and_done_again()
    {
        var players = new[] { await Server.SignUp(), await Server.SignUp(), await Server.SignUp() };
        foreach (var player in players)
        {
            await Write(player, """{\"turn\":1}""");
            await Spend(player, -5);
        }

        var before = await undone.Shown(players);
        var action = await Mischief(players);
        var after = await undone.Shown(players);
        after.ShouldNotBe(before);

        var preview = await undone.Json("POST", "/preview", $$"""{"action":"{{action}}"}""");
        preview.TryGetProperty("id", out _).ShouldBeFalse();
        preview.TryGetProperty("kept", out _).ShouldBeFalse(preview.ToString());
        var renamed = preview.GetProperty("undone").EnumerateArray().Last(one => Text(one, "name") == "account_renamed");
        Text(renamed, "stream").ShouldBe("account-" + players[0].UserId);
        var change = renamed.GetProperty("changes").EnumerateArray().Single();
        (Text(change, "field"), Text(change, "then")).ShouldBe(("username", Text(change, "before")));
        (await undone.Shown(players)).ShouldBe(after, "a preview changes nothing");

        var done = await Undo($$"""{"action":"{{action}}","author":"boss","reason":"a bad joke","token":"{{Text(preview, "token")}}","all_or_nothing":true}""");
        (Text(done, "stage"), Text(done, "author"), done.GetProperty("undone_count").GetInt32()).ShouldBe(("done", "boss", preview.GetProperty("event_count").GetInt32()));
        (await undone.Shown(players)).ShouldBe(before);
        (await undone.Rows($"select distinct user_name || ' ' || (headers->>'source') from {{s}}.mt_events where causation_id = 'undo:{Text(done, "id")}'")).ShouldBe(["boss console"]);
        await undone.Verified();

        var again = await Undo($$"""{"undo_id":"{{Text(done, "id")}}","author":"boss","reason":"it was funny"}""");
        again.TryGetProperty("kept", out _).ShouldBeFalse(again.ToString());
        (await undone.Shown(players)).ShouldBe(after);
        Text(await undone.Json("GET", "/" + Text(done, "id")), "undone_by").ShouldBe(Text(again, "id"));
        await Undo($$"""{"undo_id":"{{Text(again, "id")}}","author":"boss","reason":"it was not"}""");
        (await undone.Shown(players)).ShouldBe(before);
        await undone.Verified();
    }

    [Fact]
    public async Task what_was_used_since_stays_and_is_named_and_the_rest_is_undone()
    {
        var players = new[] { await Server.SignUp(), await Server.SignUp() };
        var action = await Mischief(players);
        await Write(players[1], """{\"turn\":9}""");
        await Spend(players[1], 25);
        var body = $$"""{"action":"{{action}}","author":"boss","reason":"a bad joke"}""";
        await Refused(undone.Ask("POST", "", body[..^1] + ""","all_or_nothing":true}"""), 400, 9, code => code.StartsWith("Not all of it can be undone. Event "));

        var done = await Undo(body);
        var kept = done.GetProperty("kept").EnumerateArray().ToDictionary(one => Text(one, "name"), one => Text(one, "reason"));
        kept["storage_object_written"].ShouldMatch($"^the object was written again since: storage_object_written by {players[1].UserId} \\(client\\) at .*, version 2$");
        kept["ledger_entry_written"].ShouldStartWith("it is spent: 5 of 30 coins left");
        (await undone.Shown(players[1])).ShouldContain("\"coins\": 5");
        (await undone.Shown(players[1])).ShouldContain("\"turn\": 9");
        (await undone.Shown(players[0])).ShouldNotContain("Fool");
        var found = await undone.Json("GET", $"/{Text(done, "id")}?limit=2");
        found.GetProperty("undone").GetArrayLength().ShouldBe(2);
        (found.GetProperty("undone_count").GetInt32() + found.GetProperty("kept_count").GetInt32()).ShouldBeGreaterThanOrEqualTo(found.GetProperty("event_count").GetInt32());
        (await Pages(Text(done, "id"))).Count.ShouldBe(found.GetProperty("undone_count").GetInt32() + found.GetProperty("kept_count").GetInt32());
        await undone.Verified();
    }

    [Fact]
    public async Task everything_that_a_client_did_in_a_span_is_undone_backwards()
    {
        var ann = await Server.SignUp();
        var bob = await Server.SignUp();
        await Write(ann, """{\"turn\":1}""");
        var since = Server.Time.GetUtcNow();
        var before = await undone.Shown(ann, bob);
        foreach (var name in new[] { "Ann 1", "Ann 2" }) await GameServer.Json(await Server.Send("PUT", "/v2/account", ann.Token, $$"""{"display_name":"{{name}}"}"""));
        await Write(ann, """{\"turn\":2}""");
        await Write(ann, """{\"turn\":3}""");
        await Write(bob, """{\"turn\":7}""");
        await GameServer.Json(await Server.Send("POST", "/v2/friend?ids=" + bob.UserId, ann.Token));
        (await undone.Rows($"select count(*) from {{s}}.friend_edges where owner_id = '{ann.UserId}'")).ShouldBe(["1"]);

        var done = await Undo($$"""{"actor":"{{ann.UserId}}","source":"client","since":"{{since:O}}","author":"boss","reason":"a stolen account"}""");
        done.TryGetProperty("kept", out _).ShouldBeFalse(done.ToString());
        (await undone.Shown(ann)).ShouldBe(before.Split('\n')[0] + "\n");
        (await undone.Shown(bob)).ShouldContain("\"turn\": 7");
        (await undone.Rows($"select count(*) from {{s}}.friend_edges where owner_id = '{ann.UserId}'")).ShouldBe(["0"]);
        await undone.Verified();
    }

    [Fact]
    public async Task a_deleted_account_comes_back_with_what_was_its_players()
    {
        var ann = await Server.SignUp();
        await Write(ann, """{\"turn\":1}""");
        await Spend(ann, -40);
        var before = await undone.Shown(ann);
        using (await Server.Send("DELETE", "/v2/account", ann.Token)) { }

        (await undone.Shown(ann)).ShouldBe("nobody\n");
        var deletion = (await undone.Rows($"select seq_id from {{s}}.mt_events where stream_id = 'account-{ann.UserId}' and type = 'account_deleted'")).Single();
        var done = await Undo($$"""{"action":"{{deletion}}","author":"boss","reason":"it was a child"}""");
        done.TryGetProperty("kept", out _).ShouldBeFalse(done.ToString());
        (await undone.Shown(ann)).ShouldBe(before);
        using var signedIn = await Server.SendAsGame("POST", "/v2/account/authenticate/device?create=false", $$"""{"id":"{{ann.Device}}"}""");
        ((int)signedIn.StatusCode).ShouldBe(200);
        await undone.Verified();
    }

    [Fact]
    public async Task one_of_many_events_is_finished_by_itself()
    {
        var since = Server.Time.GetUtcNow();
        var caller = new Caller { Source = Source.Server, Actor = "bulk", Operation = "Spec" };
        var owner = (await Server.SignUp()).UserId;
        var journal = Server.Get<IJournal>();
        await Task.WhenAll(Enumerable.Range(1, UndoLimits.EventsAtOnce + 100).Select(async i =>
            (await journal.Execute(new WriteStorageObjects([new(new("bulk", $"k{i}", owner), "{}")]), caller)).Fault.ShouldBeNull()));
        var ordered = await Undo($$"""{"actor":"bulk","since":"{{since:O}}","author":"boss","reason":"a bulk too many"}""");
        ordered.GetProperty("event_count").GetInt32().ShouldBe(UndoLimits.EventsAtOnce + 100);
        await Refused(undone.Ask("POST", "", $$"""{"actor":"bulk","since":"{{since:O}}","author":"b","reason":"r","all_or_nothing":true}"""), 400, 9, text => text == UndoFaults.TooManyForAll.Message);
        await Eventually.Holds(async () => Text(await undone.Json("GET", "/" + Text(ordered, "id")), "stage").ShouldBe("done"));
        (await undone.Rows("select count(*) from {s}.storage_objects where collection = 'bulk'")).ShouldBe(["0"]);
        (await Server.Get<Undos>().Finish(Text(ordered, "id"), caller)).Value.Undone.ShouldBe(UndoLimits.EventsAtOnce + 100);
    }

    [Fact]
    public async Task a_preview_that_is_out_of_date_is_refused()
    {
        var ann = await Server.SignUp();
        var since = Server.Time.GetUtcNow();
        await Write(ann, """{\"turn\":1}""");
        var asked = $$"""{"actor":"{{ann.UserId}}","since":"{{since:O}}","author":"boss","reason":"x","token":"$"}""";
        var token = Text(await undone.Json("POST", "/preview", $$"""{"actor":"{{ann.UserId}}","since":"{{since:O}}"}"""), "token");
        await Write(ann, """{\"turn\":2}""");
        await Refused(undone.Ask("POST", "", asked.Replace("$", token)), 409, 10, text => text == UndoFaults.Moved.Message);
    }

    [Fact]
    public async Task bad_input_is_refused()
    {
        async Task Wrong(string path, string body, int status, int code, string message) => await Answers.Refused(undone.Ask("POST", path, body), status, code, message);
        foreach (var path in new[] { "", "/preview" })
        {
            await Wrong(path, "{}", 400, 3, "Undo expects one of an event, an action, a request, an undo or an actor.");
            await Wrong(path, """{"undo_id":"x"}""", 400, 3, "Invalid undo ID.");
            await Wrong(path, """{"actor":"ann"}""", 400, 3, "Undoing what an actor did expects since.");
        }

        await Wrong("/preview", $$"""{"undo_id":"{{Nobody}}"}""", 404, 5, "Undo not found.");
        await Wrong("/preview", """{"event":"1000000000"}""", 404, 5, "No event fits the undo.");
        await Wrong("/preview", """{"request":"none"}""", 404, 5, "No event fits the undo.");
        await Wrong("", """{"event":"1"}""", 400, 3, "Author must have 1 to 128 characters.");
        await Wrong("", """{"event":"1","author":"a"}""", 400, 3, "Reason must have 1 to 1000 characters.");
        await Answers.Refused(undone.Ask("GET", "/x"), 400, 3, "Invalid undo ID.");
        await Answers.Refused(undone.Ask("GET", "/" + Nobody), 404, 5, "Undo not found.");
        await Answers.Refused(undone.Ask("GET", "?limit=101"), 400, 3, "Invalid limit - limit must be between 1 and 100.");
        await Answers.Refused(undone.Ask("GET", "?cursor=AAAA"), 400, 3, "Cursor is invalid.");
        var ann = await Server.SignUp();
        using var response = await Server.Send("GET", "/v2/kaos/undo", ann.Token);
        ((int)response.StatusCode).ShouldBe(401);
    }

    Task<JsonElement> Undo(string body) => undone.Json("POST", "", body);

    async Task<string> Mischief(TestPlayer[] players)
    {
        var prefix = $"fool{Guid.NewGuid():n}"[..12];
        var payload = JsonSerializer.Serialize(new { users = players.Select(player => player.UserId), prefix });
        using var response = await Server.Send("POST", "/v2/rpc/mischief?http_key=defaulthttpkey&unwrap", null, payload);
        (await response.Content.ReadAsStringAsync()).ShouldContain("done");
        return (await undone.Rows($"select seq_id from {{s}}.mt_events where stream_id = 'account-{players[0].UserId}' and type = 'account_renamed'")).Single();
    }

    async Task Write(TestPlayer player, string value) => await GameServer.Json(await Server.Send(
        "PUT", "/v2/storage", player.Token, $$"""{"objects":[{"collection":"saves","key":"slot","value":"{{value}}"}]}"""));

    async Task Spend(TestPlayer player, long coins) => await GameServer.Json(await Server.SendWith(
        "Basic " + Convert.ToBase64String("defaulthttpkey:"u8), "POST", "/v2/kaos/wallet",
        $$$"""{"updates":[{"user_id":"{{{player.UserId}}}","changeset":{"coins":"{{{-coins}}}"}}],"update_ledger":true}"""));

    async Task<List<long>> Pages(string id)
    {
        var (seen, cursor) = (new List<long>(), "");
        do
        {
            var page = await undone.Json("GET", $"/{id}?limit=3&cursor={cursor}");
            foreach (var list in new[] { "undone", "kept" })
            {
                if (page.TryGetProperty(list, out var events)) seen.AddRange(events.EnumerateArray().Select(one => long.Parse(Text(one, "sequence"))));
            }

            cursor = page.TryGetProperty("cursor", out var next) ? next.GetString()! : "";
        }
        while (cursor.Length > 0);
        return seen;
    }

    static async Task Refused(Task<HttpResponseMessage> sending, int status, int code, Func<string, bool> isMessage)
    {
        using var response = await sending;
        var body = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync());
        ((int)response.StatusCode, body.GetProperty("code").GetInt32()).ShouldBe((status, code));
        isMessage(Text(body, "message")).ShouldBeTrue(Text(body, "message"));
    }
}
