using System.Net.WebSockets;
using KaosNet.Api.Tests.Operations;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Chat;
using KaosNet.Domain.Friends;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Wallets;
using KaosNet.Projections;
using KaosNet.Projections.Accounts;
using KaosNet.Projections.Kernel;
using KaosNet.Projections.Wallets;
using KaosNet.Realtime.Chat;
using KaosNet.Store.Journal;
using KaosNet.Store.Tables;
using KaosNet.Tests.Support;
using static KaosNet.Api.Tests.Answers;
using ChannelId = KaosNet.Domain.Chat.ChannelId;

namespace KaosNet.Api.Tests.Accounts;

/// <summary>What becomes of everything that a player had, and of the others who had to do with them (parity 3.5).</summary>
public sealed class DeletionSpecs(GameServer server) : IClassFixture<GameServer>
{
    static readonly Caller Spec = Caller.System("spec", "Spec");

    [Fact]
    public async Task everything_of_the_player_goes_and_everything_of_others_stays()
    {
        var game = await Game.Played(server);
        await server.Send("DELETE", "/v2/account", game.Ann.Token).ShouldBe(200, "{}");

        await game.ShowsNothingOfAnn();
        (await Left(game.Ann.UserId)).ShouldBe(0);
        await LiveEqualsRebuilt();
    }

    [Fact]
    public async Task what_a_dying_server_left_over_is_ended_by_the_feed()
    {
        var game = await Game.Played(server);
        // The first commit got through, and the server died before the next.
        (await server.Get<IJournal>().Execute(new DeleteAccount(game.Ann.UserId, []), Spec)).Fault.ShouldBeNull();

        await Eventually.Holds(async () => (await Left(game.Ann.UserId)).ShouldBe(0));
        await game.ShowsNothingOfAnn();
        await LiveEqualsRebuilt();
    }

    [Fact]
    public async Task more_than_one_commit_holds_goes_with_the_next_ones()
    {
        var ann = await server.SignUp();
        var caller = new Caller { Source = Source.Client, Actor = ann.UserId, UserId = ann.UserId, Operation = "Spec" };
        var journal = server.Get<IJournal>();
        await Task.WhenAll(Enumerable.Range(0, AccountDeletion.StreamsMax + 500).Select(async i => (await journal.Execute(
            new PostMessage(Guid.NewGuid().ToString(), ChannelId.Room("crowded"), new(ann.UserId, ann.Username), "{}"), caller)).Fault.ShouldBeNull()));

        await server.Send("DELETE", "/v2/account", ann.Token).ShouldBe(200, "{}");
        (await Left(ann.UserId)).ShouldBe(0);
    }

    [Fact]
    public async Task a_deleted_player_is_thrown_out_of_the_socket_and_is_not_online_any_more()
    {
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        using var socket = await Connect(ann);
        await Eventually.Is(async () => await IsOnline(ann.UserId, bob));
        await server.Send("DELETE", "/v2/account", ann.Token).ShouldBe(200, "{}");
        (await Ending(socket)).ShouldBe((1000, "server-side session disconnect", ""));
    }

    [Fact]
    public async Task a_banned_player_is_told_so_and_thrown_out()
    {
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        using var socket = await Connect(ann);
        using var others = await Connect(bob);
        await Eventually.Is(async () => await IsOnline(ann.UserId, bob));
        (await server.Get<IJournal>().Execute(new BanAccount(ann.UserId), Spec)).Fault.ShouldBeNull();
        var (status, _, said) = await Ending(socket);
        status.ShouldBe(1000);
        said.ShouldContain("-8");
        await Eventually.Is(async () => !await IsOnline(ann.UserId, bob));
        (await IsOnline(bob.UserId, bob)).ShouldBeTrue();
    }

    async Task<bool> IsOnline(string userId, TestPlayer by) =>
        (await Json(server.Send("GET", "/v2/user?ids=" + userId, by.Token))).GetProperty("users")[0].TryGetProperty("online", out var online) && online.GetBoolean();

    async Task<ClientWebSocket> Connect(TestPlayer player)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://{server.Client.BaseAddress!.Authority}/ws?status=true&token={player.Token}"), CancellationToken.None);
        return socket;
    }

    /// <summary>Close code and text, and what was said before.</summary>
    static async Task<(int Status, string Text, string Said)> Ending(ClientWebSocket socket)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var (buffer, said) = (new byte[4096], "");
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer, patience.Token);
            if (received.MessageType is WebSocketMessageType.Close) return ((int)socket.CloseStatus!, socket.CloseStatusDescription ?? "", said);
            var text = System.Text.Encoding.UTF8.GetString(buffer, 0, received.Count);
            if (text.Contains("notifications", StringComparison.Ordinal)) said += text;
        }
    }

    /// <summary>Streams that are still the player's, as the slices tell.</summary>
    async Task<int> Left(string userId)
    {
        var left = 0;
        foreach (var slice in server.Get<IEnumerable<IOwnedByAccount>>()) left += (await slice.Of(userId, CancellationToken.None)).Count;
        return left;
    }

    async Task LiveEqualsRebuilt()
    {
        foreach (var table in await server.Get<TableRebuilder>().Verify(ReadModels.All)) table.Differences.ShouldBeEmpty(table.Table);
    }

    /// <summary>Ann and Bob, who had to do with each other in every way.</summary>
    sealed record Game(GameServer Server, TestPlayer Ann, TestPlayer Bob, string Board, string Room, string OwnGroup, string LedGroup, string BobsGroup)
    {
        public static async Task<Game> Played(GameServer server)
        {
            var (ann, bob, cid) = (await server.SignUp(), await server.SignUp(), await server.SignUp());
            var journal = server.Get<IJournal>();
            foreach (var (one, other) in new[] { (ann, bob), (bob, ann), (cid, ann) })
                (await journal.Execute(new AddFriends(one.UserId, one.Username, [other.UserId]), CallerOf(one))).Fault.ShouldBeNull();
            (await journal.Execute(new BlockFriends(cid.UserId, [ann.UserId]), CallerOf(cid))).Fault.ShouldBeNull();

            var board = "board-" + Guid.NewGuid().ToString("n");
            (await journal.Execute(new CreateLeaderboard(board), Spec)).Fault.ShouldBeNull();
            var room = Guid.NewGuid().ToString("n");
            foreach (var player in new[] { ann, bob })
            {
                await Json(server.Send("POST", $"/v2/leaderboard/{board}", player.Token, """{"score":"5"}"""));
                await Json(server.Send("PUT", "/v2/storage", player.Token, """{"objects":[{"collection":"saves","key":"one","value":"{}","permission_read":2}]}"""));
                (await server.Get<ChatSender>().Send(
                    ChannelId.Room(room), new(player.UserId, player.Username), "{}", isPersistent: true, CallerOf(player), default)).Fault.ShouldBeNull();
            }

            var pays = new[] { ann, bob }.Select(player => new WalletUpdate(player.UserId, new Dictionary<string, long> { ["coins"] = 5 })).ToList();
            (await journal.Execute(new UpdateWallets(pays, WritesLedger: true), Spec)).Fault.ShouldBeNull();

            var (own, led, bobs) = (await Found(ann), await Found(ann), await Found(bob));
            await Json(server.Send("POST", $"/v2/group/{led}/join", bob.Token));
            await Json(server.Send("POST", $"/v2/group/{bobs}/join", ann.Token));
            return new(server, ann, bob, board, room, own, led, bobs);

            async Task<string> Found(TestPlayer founder) => Text(
                await Json(server.Send("POST", "/v2/group", founder.Token, $$"""{"name":"g-{{Guid.NewGuid():n}}","open":true}""")), "id");
        }

        public async Task ShowsNothingOfAnn()
        {
            (await Json(Server.Send("GET", $"/v2/user?ids={Ann.UserId}&usernames={Uri.EscapeDataString(Ann.Username)}", Bob.Token)))
                .TryGetProperty("users", out _).ShouldBeFalse();
            var bob = (await Json(Server.Send("GET", "/v2/account", Bob.Token))).GetProperty("user");
            bob.TryGetProperty("edge_count", out _).ShouldBeFalse();

            var records = (await Json(Server.Send("GET", $"/v2/leaderboard/{Board}", Bob.Token))).GetProperty("records").EnumerateArray();
            Text(records.ShouldHaveSingleItem(), "owner_id").ShouldBe(Bob.UserId);
            var messages = (await Json(Server.Send("GET", $"/v2/channel/2...{Room}?limit=10", Bob.Token))).GetProperty("messages").EnumerateArray();
            Text(messages.ShouldHaveSingleItem(), "sender_id").ShouldBe(Bob.UserId);
            (await Json(Server.Send("GET", $"/v2/storage/saves/{Ann.UserId}?limit=10", Bob.Token))).TryGetProperty("objects", out _).ShouldBeFalse();
            (await Json(Server.Send("GET", $"/v2/storage/saves/{Bob.UserId}?limit=10", Bob.Token))).GetProperty("objects").GetArrayLength().ShouldBe(1);

            Text(await Json(Server.Send("GET", "/v2/account", Bob.Token)), "wallet").ShouldBe("""{"coins": 5}""");
            var ledgers = Server.Get<LedgerLists>();
            (await ledgers.Page(Guid.Parse(Ann.UserId), 10, "")).Value.Rows.ShouldBeEmpty();
            (await ledgers.Page(Guid.Parse(Bob.UserId), 10, "")).Value.Rows.Count.ShouldBe(1);

            // With its only superadmin a group goes, whoever else is in it (X4); of others' groups just the member.
            var groups = (await Json(Server.Send("GET", $"/v2/user/{Bob.UserId}/group", Bob.Token))).GetProperty("user_groups").EnumerateArray();
            var group = groups.ShouldHaveSingleItem().GetProperty("group");
            (Text(group, "id"), group.GetProperty("edge_count").GetInt32()).ShouldBe((BobsGroup, 1));
            foreach (var gone in new[] { OwnGroup, LedGroup })
                (await Json(Server.Send("GET", $"/v2/group/{gone}/user", Bob.Token))).TryGetProperty("group_users", out _).ShouldBeFalse();
        }

        static Caller CallerOf(TestPlayer player) =>
            new() { Source = Source.Client, Actor = player.UserId, UserId = player.UserId, Username = player.Username, Operation = "Spec" };
    }
}
