using System.Net;
using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Storage;
using KaosNet.Store.Journal;

namespace KaosNet.Api.Tests.Storage;

/// <summary>Parity sections 8.1 to 8.7 through the front.</summary>
public sealed class StorageSpecs(GameServer server) : IClassFixture<GameServer>
{
    const string Invisible = "{}";

    /// <summary>By md5sum.</summary>
    const string Md5OfB1A2 = "4d6cdf2743e326e6233749adcc15d0d2";

    static readonly Caller Script = new() { Source = Source.Script, Actor = "main.lua", Operation = "Spec" };

    [Fact]
    public async Task a_value_is_written_with_the_md5_of_its_text_and_read_in_canonical_spelling()
    {
        var ann = await server.SignUp();
        var acks = await Json(Write(ann, """{"collection":"bag","key":"coins","value":"{\"b\":1,\"a\":2}"}"""));
        var ack = acks.GetProperty("acks").EnumerateArray().ShouldHaveSingleItem();
        Text(ack, "version").ShouldBe(Md5OfB1A2);
        (Text(ack, "collection"), Text(ack, "key"), Text(ack, "user_id")).ShouldBe(("bag", "coins", ann.UserId));
        Text(ack, "update_time").ShouldBe(Text(ack, "create_time"));

        var read = (await Json(Read(ann, "bag", "coins", ann.UserId))).GetProperty("objects").EnumerateArray().ShouldHaveSingleItem();
        Text(read, "value").ShouldBe("""{"a": 2, "b": 1}""");
        Text(read, "version").ShouldBe(Text(ack, "version"));
        (read.GetProperty("permission_read").GetInt32(), read.GetProperty("permission_write").GetInt32()).ShouldBe((1, 1));
        Text(read, "create_time").ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$");
    }

    [Fact]
    public async Task the_owner_is_the_caller_whatever_the_body_says()
    {
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        await Json(Write(ann, $$"""{"collection":"bag","key":"k","value":"{}","user_id":"{{bob.UserId}}"}"""));
        await Expect(Read(bob, "bag", "k", bob.UserId), 200, Invisible);
        (await Json(Read(ann, "bag", "k", ann.UserId))).GetProperty("objects").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task the_three_rejections_and_the_rollback()
    {
        var ann = await server.SignUp();
        await Json(Write(ann, Object("k"), Object("locked", write: 0)));
        await Refused(Write(ann, Object("new"), Object("k", version: "*")), "Storage write rejected - version check failed.");
        await Refused(Write(ann, Object("new"), Object("k", version: "0123")), "Storage write rejected - version check failed.");
        await Refused(Write(ann, Object("new"), Object("locked")), "Storage write rejected - permission denied.");
        await Expect(Read(ann, "bag", "new", ann.UserId), 200, Invisible);
        await Refused(Delete(ann, """{"collection":"bag","key":"k"}""", """{"collection":"bag","key":"absent"}"""),
            "Storage delete rejected - not found, version check failed, or permission denied.");
        await Refused(Delete(ann, """{"collection":"bag","key":"locked"}"""),
            "Storage delete rejected - not found, version check failed, or permission denied.");
        (await Json(Read(ann, "bag", "k", ann.UserId))).GetProperty("objects").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task acks_come_in_the_order_of_the_request_and_with_the_old_version_where_nothing_changed()
    {
        var ann = await server.SignUp();
        var first = await Json(Write(ann, Object("b"), Object("a")));
        first.GetProperty("acks").EnumerateArray().Select(ack => Text(ack, "key")).ShouldBe(["b", "a"]);
        var again = await Json(Write(ann, Object("b"), Object("a")));
        again.GetRawText().ShouldBe(first.GetRawText());
        Text(first.GetProperty("acks")[0], "create_time").ShouldBe(Text(again.GetProperty("acks")[0], "update_time"));
    }

    [Fact]
    public async Task a_version_is_followed_from_write_to_write_and_deletes_the_object()
    {
        var ann = await server.SignUp();
        var version = Text((await Json(Write(ann, Object("k", version: "*")))).GetProperty("acks")[0], "version");
        var second = Text((await Json(Write(ann, Object("k", version: version, value: "{\\\"n\\\":2}")))).GetProperty("acks")[0], "version");
        second.ShouldNotBe(version);
        await Refused(Delete(ann, $$"""{"collection":"bag","key":"k","version":"{{version}}"}"""),
            "Storage delete rejected - not found, version check failed, or permission denied.");
        await Expect(Delete(ann, $$"""{"collection":"bag","key":"k","version":"{{second}}"}"""), 200, "{}");
        await Expect(Read(ann, "bag", "k", ann.UserId), 200, Invisible);
    }

    [Fact]
    public async Task who_may_read()
    {
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        var system = "system-" + Guid.NewGuid();
        await Json(Write(ann, Object("nobody", read: 0), Object("mine", read: 1), Object("all", read: 2)));
        await Seed(system, ObjectKey.System, read: 2);
        await Seed(system + "1", ObjectKey.System, read: 1);

        await Expect(Read(ann, "bag", "nobody", ann.UserId), 200, Invisible);
        (await Json(Read(ann, "bag", "mine", ann.UserId))).GetProperty("objects").GetArrayLength().ShouldBe(1);
        await Expect(Read(bob, "bag", "mine", ann.UserId), 200, Invisible);
        (await Json(Read(bob, "bag", "all", ann.UserId.ToUpperInvariant()))).GetProperty("objects").GetArrayLength().ShouldBe(1);
        // Without an owner it is the server's object, not the own one.
        await Expect(Read(ann, "bag", "mine", null), 200, Invisible);
        await Expect(Read(ann, "bag", system + "1", null), 200, Invisible);
        Text((await Json(Read(ann, "bag", system, null))).GetProperty("objects")[0], "user_id").ShouldBe(ObjectKey.System);
    }

    [Fact]
    public async Task many_are_read_at_once_and_what_is_not_there_is_left_out()
    {
        var ann = await server.SignUp();
        await Json(Write(ann, [.. Enumerable.Range(0, 30).Select(number => Object("k" + number))]));
        var asked = string.Join(',', Enumerable.Range(0, 40).Select(number => $$"""{"collection":"bag","key":"k{{number}}","user_id":"{{ann.UserId}}"}"""));
        var found = await Json(server.Send("POST", "/v2/storage", ann.Token, $$"""{"object_ids":[{{asked}}]}"""));
        found.GetProperty("objects").EnumerateArray().Select(entry => Text(entry, "key")).Distinct().Count().ShouldBe(30);
    }

    [Fact]
    public async Task lists_are_walked_to_their_last_page()
    {
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        var bag = "bag-" + Guid.NewGuid();
        await Json(Write(ann, [.. Enumerable.Range(0, 9).Select(number => Object("k" + number, read: number % 3, collection: bag))]));
        await Json(Write(bob, Object("k2", read: 2, collection: bag)));

        (await Walk(ann, $"/v2/storage/{bag}?user_id={ann.UserId}&limit=2")).ShouldBe(["k1", "k4", "k7", "k2", "k5", "k8"]);
        (await Walk(ann, $"/v2/storage/{bag}/{ann.UserId}?limit=1")).ShouldBe(["k1", "k4", "k7", "k2", "k5", "k8"]);
        (await Walk(bob, $"/v2/storage/{bag}/{ann.UserId}?limit=2")).ShouldBe(["k2", "k5", "k8"]);
        (await Walk(bob, $"/v2/storage/{bag}?limit=3")).ShouldBe(["k2", "k2", "k5", "k8"]);
        (await Json(server.Send("GET", $"/v2/storage/{bag}", ann.Token))).GetProperty("objects").GetArrayLength().ShouldBe(1);
        await Expect(server.Send("GET", $"/v2/storage/{bag}/{ObjectKey.System}?limit=100", ann.Token), 200, "{}");
    }

    [Fact]
    public async Task bad_lists_are_refused_in_nakamas_words()
    {
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        var bag = "bag-" + Guid.NewGuid();
        await Json(Write(ann, Object("a", collection: bag), Object("b", collection: bag)));
        foreach (var limit in new[] { "0", "-1", "101" })
            await Refused(server.Send("GET", $"/v2/storage/{bag}?limit={limit}", ann.Token), "Invalid limit - limit must be between 1 and 100.");
        await Refused(server.Send("GET", $"/v2/storage/{bag}/ann", ann.Token), "Invalid user ID - make sure user ID is a valid UUID.");
        await Refused(server.Send("GET", $"/v2/storage/{bag}?user_id=ann", ann.Token), "Invalid user ID - make sure user ID is a valid UUID.");
        await Refused(server.Send("GET", $"/v2/storage/{bag}?cursor=AAAA", ann.Token), "Malformed cursor was used.");
        var cursor = Uri.EscapeDataString(Text(await Json(server.Send("GET", $"/v2/storage/{bag}/{ann.UserId}", ann.Token)), "cursor"));
        await Refused(server.Send("GET", $"/v2/storage/{bag}/{bob.UserId}?cursor={cursor}", ann.Token), "Malformed cursor was used.");
        await Refused(server.Send("GET", $"/v2/storage/other/{ann.UserId}?cursor={cursor}", ann.Token), "Malformed cursor was used.");
    }

    [Theory]
    [InlineData("""{"key":"k","value":"{}"}""", "Invalid collection or key value supplied. They must be set.")]
    [InlineData("""{"collection":"c","value":"{}"}""", "Invalid collection or key value supplied. They must be set.")]
    [InlineData("""{"collection":"c","key":"k"}""", "Invalid collection or key value supplied. They must be set.")]
    [InlineData("""{"collection":"c","key":"k","value":"{}","permission_read":3}""", "Invalid Read permission supplied. It must be either 0, 1 or 2.")]
    [InlineData("""{"collection":"c","key":"k","value":"{}","permission_write":2}""", "Invalid Write permission supplied. It must be either 0 or 1.")]
    [InlineData("""{"collection":"c","key":"k","value":"[1]"}""", "Value must be a JSON object.")]
    [InlineData("""{"collection":"c","key":"k","value":"{a}"}""", "Value must be a JSON object.")]
    public async Task bad_writes_are_refused_in_nakamas_words(string bad, string refusal)
    {
        var ann = await server.SignUp();
        await Refused(Write(ann, Object("fine"), bad), refusal);
        await Expect(Read(ann, "bag", "fine", ann.UserId), 200, Invisible);
    }

    /// <summary>The reference answers these with an internal error, which clients send again.</summary>
    [Theory]
    [InlineData("""{"collection":"c","key":"k","value":"{\"a\":\"\\u0000\"}"}""")]
    [InlineData("""{"collection":"c","key":"k","value":"{\"a\":\"\\ud800\"}"}""")]
    [InlineData("""{"collection":"c","key":"a\u0000b","value":"{}"}""")]
    [InlineData("""{"collection":"c","key":"0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789","value":"{}"}""")]
    public async Task what_cannot_be_stored_is_bad_input(string bad)
    {
        var ann = await server.SignUp();
        using var response = await Write(ann, bad);
        ((int)response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("code").GetInt32()).ShouldBe((400, 3));
        using var read = await server.Send("POST", "/v2/storage", ann.Token, $$"""{"object_ids":[{{bad}}]}""");
        read.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task bad_reads_and_deletions_are_refused_in_nakamas_words()
    {
        var ann = await server.SignUp();
        const string NamesMissing = "Invalid collection or key value supplied. They must be set.";
        const string OwnerInvalid = "Invalid user ID - make sure user ID is a valid UUID.";
        await Refused(Read(ann, "", "k", ann.UserId), NamesMissing);
        await Refused(Read(ann, "c", "", ann.UserId), NamesMissing);
        await Refused(Read(ann, "c", "k", "ann"), OwnerInvalid);
        await Refused(Read(ann, "c", "k", ObjectKey.System), OwnerInvalid);
        await Refused(Delete(ann, """{"collection":"c"}"""), NamesMissing);
        await Refused(Delete(ann, """{"key":"k"}"""), NamesMissing);
    }

    [Fact]
    public async Task nothing_asked_is_nothing_answered()
    {
        var ann = await server.SignUp();
        await Expect(server.Send("PUT", "/v2/storage", ann.Token, "{}"), 200, "{}");
        await Expect(server.Send("POST", "/v2/storage", ann.Token, "{}"), 200, "{}");
        await Expect(server.Send("PUT", "/v2/storage/delete", ann.Token, "{}"), 200, "{}");
    }

    [Theory]
    [InlineData("PUT", "/v2/storage")]
    [InlineData("POST", "/v2/storage")]
    [InlineData("PUT", "/v2/storage/delete")]
    [InlineData("GET", "/v2/storage/bag")]
    [InlineData("GET", "/v2/storage/bag/0aa0aa00-0000-4000-8000-000000000001")]
    public async Task nobody_gets_anywhere_without_a_session(string method, string path)
    {
        using var response = await server.Send(method, path, body: method == "GET" ? null : "{}");
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task objects_go_with_their_owners_account()
    {
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        await Json(Write(ann, Object("all", read: 2)));
        await Expect(server.Send("DELETE", "/v2/account", ann.Token), 200, "{}");
        await Expect(Read(bob, "bag", "all", ann.UserId), 200, Invisible);
    }

    Task<HttpResponseMessage> Write(TestPlayer player, params string[] objects) =>
        server.Send("PUT", "/v2/storage", player.Token, $$"""{"objects":[{{string.Join(',', objects)}}]}""");

    Task<HttpResponseMessage> Delete(TestPlayer player, params string[] objects) =>
        server.Send("PUT", "/v2/storage/delete", player.Token, $$"""{"object_ids":[{{string.Join(',', objects)}}]}""");

    Task<HttpResponseMessage> Read(TestPlayer player, string collection, string key, string? owner) => server.Send(
        "POST", "/v2/storage", player.Token,
        $$"""{"object_ids":[{"collection":"{{collection}}","key":"{{key}}"{{(owner is null ? "" : $",\"user_id\":\"{owner}\"")}}}]}""");

    async Task<List<string>> Walk(TestPlayer player, string path)
    {
        var (keys, cursor) = (new List<string>(), "");
        do
        {
            var page = await Json(server.Send("GET", cursor.Length == 0 ? path : $"{path}&cursor={Uri.EscapeDataString(cursor)}", player.Token));
            keys.AddRange(page.GetProperty("objects").EnumerateArray().Select(entry => Text(entry, "key")));
            cursor = page.TryGetProperty("cursor", out var next) ? next.GetString()! : "";
        }
        while (cursor.Length > 0);
        return keys;
    }

    async Task Seed(string key, string owner, int read) =>
        (await server.Get<IJournal>().Execute(new WriteStorageObjects([new(new("bag", key, owner), "{}") { PermissionRead = read }]), Script)).Fault.ShouldBeNull();

    static string Object(string key, string version = "", int read = 1, int write = 1, string value = "{}", string collection = "bag") =>
        $$"""{"collection":"{{collection}}","key":"{{key}}","value":"{{value}}","version":"{{version}}","permission_read":{{read}},"permission_write":{{write}}}""";

    static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    static async Task<JsonElement> Json(Task<HttpResponseMessage> sending)
    {
        using var response = await sending;
        return await GameServer.Json(response);
    }

    static Task Refused(Task<HttpResponseMessage> sending, string message) => Expect(sending, 400, $$"""{"code":3,"message":"{{message}}"}""");

    static async Task Expect(Task<HttpResponseMessage> sending, int status, string body)
    {
        using var response = await sending;
        ((int)response.StatusCode, await response.Content.ReadAsStringAsync()).ShouldBe((status, body));
    }
}
