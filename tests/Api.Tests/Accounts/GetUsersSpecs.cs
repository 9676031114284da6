using System.Text.Json;
using KaosNet.Api.Tests.Operations;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Accounts.Linking;
using KaosNet.Domain.Kernel;
using KaosNet.Store.Journal;

namespace KaosNet.Api.Tests.Accounts;

public sealed class GetUsersSpecs(GameServer server) : IClassFixture<GameServer>
{
    [Fact]
    public async Task a_player_shows_what_others_may_see_and_no_more()
    {
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        var edit = """{"display_name":"Ann","avatar_url":"a","location":"l","timezone":"t"}""";
        await server.Send("PUT", "/v2/account", ann.Token, edit).ShouldBe(200, "{}");
        await Link(ann, new(IdentityKind.Facebook, "fb-" + ann.UserId));
        await Link(ann, Identity.Custom("custom-" + ann.UserId));

        var user = (await Find(bob, "ids=" + ann.UserId)).ShouldHaveSingleItem();
        user.EnumerateObject().Select(field => field.Name).ShouldBe(
            ["id", "username", "display_name", "avatar_url", "lang_tag", "location", "timezone", "metadata", "facebook_id", "create_time", "update_time"],
            ignoreOrder: true);
        (user.GetProperty("username").GetString(), user.GetProperty("metadata").GetString(), user.GetProperty("facebook_id").GetString())
            .ShouldBe((ann.Username, "{}", "fb-" + ann.UserId));
    }

    [Fact]
    public async Task each_is_found_once_by_whatever_belongs_to_them()
    {
        var (ann, bob, cid) = (await server.SignUp(), await server.SignUp(), await server.SignUp());
        await Link(cid, new(IdentityKind.Facebook, "fb-" + cid.UserId));
        var query = $"ids={ann.UserId}&ids={ann.UserId.ToUpperInvariant()}&usernames={ann.Username}&usernames={bob.Username}&facebook_ids=fb-{cid.UserId}&usernames={cid.Username}";
        (await Find(ann, query)).Select(Id).ShouldBe([ann.UserId, bob.UserId, cid.UserId], ignoreOrder: true);
    }

    [Theory]
    [InlineData("D")]
    [InlineData("N")]
    [InlineData("B")]
    public async Task an_id_may_be_spelled_in_several_ways(string format)
    {
        var ann = await server.SignUp();
        (await Find(ann, "ids=" + Uri.EscapeDataString(Guid.Parse(ann.UserId).ToString(format).ToUpperInvariant()))).Select(Id).ShouldBe([ann.UserId]);
    }

    [Fact]
    public async Task who_is_not_there_is_passed_over()
    {
        var ann = await server.SignUp();
        var query = $"ids={Guid.NewGuid()}&usernames=nobody-{Guid.NewGuid():n}&usernames={ann.Username.ToUpperInvariant()}x&facebook_ids=no%00body&usernames=%00";
        (await Find(ann, query)).ShouldBeEmpty();
        (await Find(ann, query + "&ids=" + ann.UserId)).Select(Id).ShouldBe([ann.UserId]);
    }

    [Fact]
    public async Task nothing_asked_is_nothing_answered()
    {
        var ann = await server.SignUp();
        await server.Send("GET", "/v2/user", ann.Token).ShouldBe(200, "{}");
        await server.Send("GET", "/v2/user?ids=", ann.Token).ShouldBeFault(400, 3, "ID '' is not a valid system ID.");
        await server.Send("GET", $"/v2/user?ids={ann.UserId}&ids=ann", ann.Token).ShouldBeFault(400, 3, "ID 'ann' is not a valid system ID.");
        await server.Send("GET", "/v2/user").ShouldBeFault(401, 16, "Auth token required");
    }

    [Fact]
    public async Task a_rename_shows_at_once_and_a_deleted_player_no_more()
    {
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        await Find(bob, "ids=" + ann.UserId);
        var name = "n" + Guid.NewGuid().ToString("n");
        await server.Send("PUT", "/v2/account", ann.Token, $$"""{"username":"{{name}}"}""").ShouldBe(200, "{}");
        (await Find(bob, "usernames=" + ann.Username)).ShouldBeEmpty();
        (await Find(bob, "usernames=" + name)).Select(Id).ShouldBe([ann.UserId]);

        await server.Send("DELETE", "/v2/account", ann.Token).ShouldBe(200, "{}");
        (await Find(bob, $"ids={ann.UserId}&usernames={name}")).ShouldBeEmpty();
    }

    [Fact]
    public async Task friends_invites_and_blocks_are_counted_and_count_as_a_change()
    {
        await using var own = await GameServer.Start(settings => settings);
        var (ann, bob) = (await own.SignUp(), await own.SignUp());
        own.Time.Advance(TimeSpan.FromSeconds(5));
        await own.Send("POST", "/v2/friend?ids=" + bob.UserId, ann.Token).ShouldBe(200, "{}");

        foreach (var (path, token) in new[] { ("/v2/user?ids=" + bob.UserId, ann.Token), ("/v2/account", bob.Token) })
        {
            using var response = await own.Send("GET", path, token);
            var answer = await GameServer.Json(response);
            var user = answer.TryGetProperty("users", out var users) ? users[0] : answer.GetProperty("user");
            user.GetProperty("edge_count").GetInt32().ShouldBe(1);
            user.GetProperty("update_time").GetDateTimeOffset().ShouldBeGreaterThan(user.GetProperty("create_time").GetDateTimeOffset());
        }
    }

    static string Id(JsonElement user) => user.GetProperty("id").GetString()!;

    async Task Link(TestPlayer player, Identity identity) => (await server.Get<IJournal>().Execute(
        new LinkIdentity(player.UserId, identity), Caller.System("spec", "Link"))).Fault.ShouldBeNull();

    async Task<IReadOnlyList<JsonElement>> Find(TestPlayer player, string query)
    {
        using var response = await server.Send("GET", "/v2/user?" + query, player.Token);
        return (await GameServer.Json(response)).TryGetProperty("users", out var users) ? [.. users.EnumerateArray()] : [];
    }
}
