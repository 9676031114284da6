using Nakama;

namespace KaosNet.Compat.Tests.Clients;

/// <summary>Friends through the official .NET client (also Unity's), unmodified.</summary>
public sealed class DotNetFriendsSpecs(CompatServer compat)
{
    readonly Client client = new("http", "127.0.0.1", compat.Server.Port, "defaultkey");

    [Fact]
    public async Task friends_are_invited_accepted_blocked_and_removed()
    {
        var (ann, bob) = (await SignIn(), await SignIn());
        await client.AddFriendsAsync(ann, [bob.UserId], null, """{"note":"guild"}""");
        var sent = (await Friends(ann)).ShouldHaveSingleItem();
        (sent.State, sent.User.Username, sent.Metadata).ShouldBe((1, bob.Username, """{"note": "guild"}"""));
        await client.AddFriendsAsync(bob, [], [ann.Username]);
        (await Friends(bob)).ShouldHaveSingleItem().State.ShouldBe(0);
        await client.BlockFriendsAsync(ann, [bob.UserId]);
        (await Friends(bob)).ShouldBeEmpty();
        (await Friends(ann, 3)).ShouldHaveSingleItem().User.Id.ShouldBe(bob.UserId);
        await client.DeleteFriendsAsync(ann, [bob.UserId]);
        (await Friends(ann)).ShouldBeEmpty();
    }

    [Fact]
    public async Task a_list_goes_on_to_its_last_page()
    {
        var ann = await SignIn();
        var others = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => SignIn()));
        await client.AddFriendsAsync(ann, others.Select(other => other.UserId));
        (await Friends(ann, 1)).Select(friend => friend.User.Id).ShouldBe(others.Select(other => other.UserId));
    }

    [Fact]
    public async Task refusals_are_those_that_clients_know()
    {
        var ann = await SignIn();
        var self = await Should.ThrowAsync<ApiResponseException>(client.AddFriendsAsync(ann, [ann.UserId]));
        (self.StatusCode, self.GrpcStatusCode, self.Message).ShouldBe((400, 3, "Cannot add self as friend."));
        var import = await Should.ThrowAsync<ApiResponseException>(client.ImportFacebookFriendsAsync(ann, "token"));
        (import.StatusCode, import.GrpcStatusCode).ShouldBe((400, 9));
        import = await Should.ThrowAsync<ApiResponseException>(client.ImportSteamFriendsAsync(ann, "token"));
        (import.StatusCode, import.GrpcStatusCode).ShouldBe((400, 9));
    }

    async Task<List<IApiFriend>> Friends(ISession session, int? state = null)
    {
        var (friends, cursor) = (new List<IApiFriend>(), "");
        do
        {
            var page = await client.ListFriendsAsync(session, state, 2, cursor);
            friends.AddRange(page.Friends);
            cursor = page.Cursor;
        }
        while (!string.IsNullOrEmpty(cursor));
        return friends;
    }

    Task<ISession> SignIn() => client.AuthenticateDeviceAsync($"friend-{Guid.NewGuid():n}");
}
