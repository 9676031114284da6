using System.Net.WebSockets;
using KaosNet.Api.Tests.Sockets;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Notifications;
using KaosNet.Projections.Notifications;
using KaosNet.Realtime.Notifications;
using KaosNet.Store.Tables;
using KaosNet.Tests.Support;
using static KaosNet.Api.Tests.Answers;

namespace KaosNet.Api.Tests.Notifications;

public sealed class NotificationSpecs(GameServer server) : IClassFixture<GameServer>
{
    static readonly Caller Module = new() { Source = Source.Script, Actor = "main.lua", Operation = "Spec" };

    [Fact]
    public async Task a_player_lists_them_oldest_first_and_deletes_them()
    {
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        // What one commit tells has one time, so its order is that of random ids, as in the reference.
        await Tell(Draft(ann, 1) with { SenderId = bob.UserId, Content = """{"b":[1,2],"a":"x"}""" });
        await Tell(Draft(ann, -1500), Draft(bob, 3));

        var first = await Json(server.Send("GET", "/v2/notification", ann.Token));
        var shown = first.GetProperty("notifications").EnumerateArray().ToList().ShouldHaveSingleItem();
        Text(shown, "subject").ShouldBe("hello");
        Text(shown, "content").ShouldBe("""{"a": "x", "b": [1, 2]}""");
        shown.GetProperty("code").GetInt32().ShouldBe(1);
        Text(shown, "sender_id").ShouldBe(bob.UserId);
        Text(shown, "create_time").ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$");
        shown.GetProperty("persistent").GetBoolean().ShouldBeTrue();
        var next = await Json(server.Send("GET", "/v2/notification?limit=100&cacheable_cursor=" + Text(first, "cacheable_cursor"), ann.Token));
        var second = next.GetProperty("notifications").EnumerateArray().ToList().ShouldHaveSingleItem();
        second.GetProperty("code").GetInt32().ShouldBe(-1500);
        second.TryGetProperty("sender_id", out _).ShouldBeFalse();
        var end = await Json(server.Send("GET", "/v2/notification?limit=100&cacheable_cursor=" + Text(next, "cacheable_cursor"), ann.Token));
        end.TryGetProperty("notifications", out _).ShouldBeFalse();
        Text(end, "cacheable_cursor").ShouldBe(Text(next, "cacheable_cursor"));

        var id = Text(shown, "id");
        // Not the caller's: passed over.
        await Expect(server.Send("DELETE", $"/v2/notification?ids={id}&ids={Guid.NewGuid()}", bob.Token), 200, "{}");
        (await Count(ann)).ShouldBe(2);
        await Expect(server.Send("DELETE", $"/v2/notification?ids={id.ToUpperInvariant()}&ids={id}", ann.Token), 200, "{}");
        await Expect(server.Send("DELETE", $"/v2/notification?ids={id}", ann.Token), 200, "{}");
        (await Count(ann)).ShouldBe(1);
        await Expect(server.Send("DELETE", "/v2/notification", ann.Token), 200, "{}");
    }

    [Fact]
    public async Task nobody_without_a_session()
    {
        await Refused(server.Send("GET", "/v2/notification"), 401, 16, "Auth token required");
        await Refused(server.Send("DELETE", "/v2/notification"), 401, 16, "Auth token required");
    }

    [Theory]
    [InlineData("GET", "?limit=0", "Invalid limit - limit must be between 1 and 100.")]
    [InlineData("GET", "?limit=-1", "Invalid limit - limit must be between 1 and 100.")]
    [InlineData("GET", "?limit=101", "Invalid limit - limit must be between 1 and 100.")]
    [InlineData("GET", "?cacheable_cursor=AAAA", "Cursor is invalid.")]
    [InlineData("GET", "?cacheable_cursor=%F0%9F%98%80", "Cursor is invalid.")]
    [InlineData("GET", "?cacheable_cursor=%00", "Cursor is invalid.")]
    [InlineData("DELETE", "?ids=7", "Error while deleting notifications.")]
    [InlineData("DELETE", "?ids=%00", "Error while deleting notifications.")]
    [InlineData("DELETE", "?ids=", "Error while deleting notifications.")]
    public async Task bad_input_is_refused(string method, string query, string text) =>
        await Refused(server.Send(method, "/v2/notification" + query, (await server.SignUp()).Token), 400, 3, text);

    [Fact]
    public async Task a_cursor_of_another_player_is_none()
    {
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        var cursor = Text(await Json(server.Send("GET", "/v2/notification", ann.Token)), "cacheable_cursor");
        await Refused(server.Send("GET", "/v2/notification?cacheable_cursor=" + cursor, bob.Token), 400, 3, "Cursor is invalid.");
    }

    [Fact]
    public async Task sockets_hear_of_them_at_once_kept_or_not()
    {
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        await using var socket = await Open(ann);
        await using var other = await Open(ann);
        await Tell(Draft(ann, 1) with { SenderId = bob.UserId }, Draft(bob, 2), Draft(ann, 3));
        await Tell(Draft(ann, 4) with { IsPersistent = false });

        foreach (var hearing in new[] { socket, other })
        {
            // One envelope for what one commit tells a receiver.
            var kept = (await hearing.Receive("notifications"))["notifications"]!["notifications"]!.AsArray();
            kept.Select(told => (int)told!["code"]!).ShouldBe([1, 3]);
            ((string?)kept[0]!["sender_id"], (bool?)kept[0]!["persistent"]).ShouldBe((bob.UserId, true));
            ((string?)kept[1]!["sender_id"]).ShouldBe(Guid.Empty.ToString());
            var passing = (await hearing.Receive("notifications"))["notifications"]!["notifications"]!.AsArray().ShouldHaveSingleItem()!;
            ((int)passing["code"]!, passing["persistent"] is null, (string?)passing["content"]).ShouldBe((4, true, """{"n": 1}"""));
            Guid.TryParse((string?)passing["id"], out _).ShouldBeTrue();
        }

        (await Count(ann)).ShouldBe(2);
    }

    [Fact]
    public async Task sockets_of_another_server_hear_of_what_is_kept_once()
    {
        await using var second = await server.StartAnother();
        var ann = await server.SignUp();
        await using var near = await Open(ann);
        await using var far = await Open(ann, second);
        for (var code = 1; code <= 3; code++) await Tell(Draft(ann, code));

        foreach (var hearing in new[] { near, far })
        {
            var heard = new List<int>();
            while (heard.Count < 3)
                heard.AddRange((await hearing.Receive("notifications"))["notifications"]!["notifications"]!.AsArray().Select(told => (int)told!["code"]!));
            heard.ShouldBe([1, 2, 3]);
        }
    }

    [Fact]
    public async Task everybody_is_told()
    {
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        await using var socket = await Open(ann);
        var sender = server.Get<NotificationSender>();
        sender.SendToAll(9, "passing", "{}", isPersistent: false, Module).Fault.ShouldBeNull();
        ((int)(await socket.Receive("notifications"))["notifications"]!["notifications"]![0]!["code"]!).ShouldBe(9);
        sender.SendToAll(10, "kept", "{}", isPersistent: true, Module).Fault.ShouldBeNull();
        ((int)(await socket.Receive("notifications"))["notifications"]!["notifications"]![0]!["code"]!).ShouldBe(10);
        await Eventually.Is(async () => await Count(bob) == 1);
        sender.SendToAll(-1500, "reserved", "{}", isPersistent: true, Module).Fault.ShouldBe(NotificationFaults.CodeNotPositive);
    }

    [Fact]
    public async Task they_go_with_the_account_and_what_is_there_can_be_rebuilt()
    {
        var ann = await server.SignUp();
        await Tell(Draft(ann, 1), Draft(ann, 2));
        await Expect(server.Send("DELETE", "/v2/account", ann.Token), 200, "{}");
        (await server.Get<NotificationLists>().Page(Guid.Parse(ann.UserId), 10, "")).Value.Rows.ShouldBeEmpty();
        foreach (var table in await server.Get<TableRebuilder>().Verify([NotificationRow.Table])) table.Differences.ShouldBeEmpty();
    }

    static NotificationDraft Draft(TestPlayer receiver, int code) => new(receiver.UserId, code, "hello", """{"n":1}""") { IsPersistent = true };

    async Task Tell(params NotificationDraft[] drafts) =>
        (await server.Get<NotificationSender>().Send(drafts, allowsReserved: true, Module, CancellationToken.None)).Fault.ShouldBeNull();

    async Task<int> Count(TestPlayer player)
    {
        var list = await Json(server.Send("GET", "/v2/notification?limit=100", player.Token));
        return list.TryGetProperty("notifications", out var shown) ? shown.GetArrayLength() : 0;
    }

    async Task<TestSocket> Open(TestPlayer player, GameServer? on = null)
    {
        var socket = new ClientWebSocket();
        var address = new UriBuilder((on ?? server).Client.BaseAddress!) { Scheme = "ws", Path = "/ws", Query = "status=false&token=" + player.Token };
        await socket.ConnectAsync(address.Uri, CancellationToken.None);
        var opened = new TestSocket(socket);
        // Connected is before the session is there; answered is after.
        await opened.Ask(""" "ping":{} """);
        return opened;
    }
}
