using KaosNet.Projections.Accounts;
using KaosNet.Realtime.Presence;
using KaosNet.Tests.Support;
using static KaosNet.Api.Tests.Sockets.Live.Seen;

namespace KaosNet.Api.Tests.Sockets.Live;

/// <summary>Who is online, who follows whom, and what they are told (parity 3.5 of realtime).</summary>
[Collection(LiveServer.Name)]
public sealed class StatusSpecs(LiveServer live)
{
    readonly GameServer server = live.Game;

    const string Event = "status_presence_event";

    [Fact]
    public async Task who_is_followed_is_told_of_at_once_and_from_then_on()
    {
        await using var ann = await LivePlayer.Open(server, "status=true");
        await using var bob = await LivePlayer.Open(server, "status=true");
        await using var cat = await LivePlayer.Open(server);
        // Who is told is decided when the event is told, so both are waited for.
        Moves(await ann.Next(Event)).ShouldBe("+" + ann.Username);
        Moves(await bob.Next(Event)).ShouldBe("+" + bob.Username);

        var online = (await ann.Ask($$""" "status_follow":{"user_ids":["{{bob.UserId}}","{{bob.UserId}}"],"usernames":["{{cat.Username}}"]} """))["status"]!.AsObject();
        var shown = online["presences"]!.AsArray().Single()!.AsObject();
        shown.Select(field => field.Key).ShouldBe(["user_id", "session_id", "username", "status"]);
        ((string?)shown["user_id"], (string?)shown["username"], (string?)shown["status"]).ShouldBe((bob.UserId, bob.Username, ""));

        await bob.Asking(""" "status_update":{"status":"in a match"} """, "{}");
        var change = await ann.Next(Event);
        Moves(change).ShouldBe($"+{bob.Username} -{bob.Username}");
        ((string?)change["joins"]![0]!["status"], (string?)change["leaves"]![0]!["status"]).ShouldBe(("in a match", ""));
        ((string?)change["joins"]![0]!["session_id"]).ShouldBe((string?)shown["session_id"]);

        // Nobody sees somebody who shows no status; then she does.
        await cat.Asking(""" "status_update":{"status":"hi"} """, "{}");
        Moves(await ann.Next(Event)).ShouldBe("+" + cat.Username);
        await cat.Asking("\"status_update\":{}", "{}");
        Moves(await ann.Next(Event)).ShouldBe("-" + cat.Username);
        await cat.Asking("\"status_update\":{}", "{}");
        bob.Vanish();
        var gone = await ann.Next(Event);
        (Moves(gone), (string?)gone["leaves"]![0]!["status"]).ShouldBe(("-" + bob.Username, "in a match"));
        (await ann.Waiting()).ShouldBeEmpty();
    }

    [Fact]
    public async Task a_change_to_the_same_status_is_told_too()
    {
        await using var ann = await LivePlayer.Open(server, "status=true");
        await ann.Next(Event);
        await ann.Asking(""" "status_update":{"status":""} """, "{}");
        Moves(await ann.Next(Event)).ShouldBe($"+{ann.Username} -{ann.Username}");
    }

    [Fact]
    public async Task each_socket_of_a_player_has_a_status_of_its_own()
    {
        await using var ann = await LivePlayer.Open(server, "status=true");
        await using var second = await LivePlayer.Open(server, ann.Player);
        await using var bob = await LivePlayer.Open(server);
        await second.Asking(""" "status_update":{"status":"on the phone"} """, "{}");
        Moves(await ann.Next(Event)).ShouldBe("+" + ann.Username);
        // The own sockets are told whatever they do.
        Moves(await ann.Next(Event)).ShouldBe("+" + ann.Username);
        Moves(await second.Next(Event)).ShouldBe("+" + ann.Username);

        var shown = (await bob.Ask($$""" "status_follow":{"usernames":["{{ann.Username}}"]} """))["status"]!["presences"]!.AsArray();
        shown.Select(presence => (string?)presence!["status"]).ShouldBe(["", "on the phone"], ignoreOrder: true);
        var players = server.Get<IOnlinePlayers>();
        await ann.Asking("\"status_update\":{}", "{}");
        players.IsOnline(Guid.Parse(ann.UserId)).ShouldBeTrue();
        await second.Asking("\"status_update\":{}", "{}");
        players.IsOnline(Guid.Parse(ann.UserId)).ShouldBeFalse();
    }

    [Fact]
    public async Task oneself_and_nobody_are_passed_over()
    {
        await using var ann = await LivePlayer.Open(server, "status=true");
        await ann.Asking("\"status_follow\":{}", """{"status":{}}""");
        await ann.Asking($$""" "status_follow":{"user_ids":["{{ann.UserId}}"],"usernames":["{{ann.Username}}"]} """, """{"status":{}}""");
        await ann.Asking(
            $$""" "status_follow":{"user_ids":["{{Guid.Empty}}","{{Guid.NewGuid()}}"],"usernames":["nobody {{Guid.NewGuid()}}","\u0000"]} """, """{"status":{}}""");
    }

    [Fact]
    public async Task who_is_not_followed_any_more_is_not_told_of()
    {
        await using var ann = await LivePlayer.Open(server);
        await using var bob = await LivePlayer.Open(server);
        var ids = $$"""{"user_ids":["{{bob.UserId}}"]}""";
        // Twice, which changes nothing.
        await ann.Asking("\"status_follow\":" + ids, """{"status":{}}""");
        await ann.Asking("\"status_follow\":" + ids, """{"status":{}}""");
        await bob.Asking(""" "status_update":{"status":"one"} """, "{}");
        Moves(await ann.Next(Event)).ShouldBe("+" + bob.Username);
        await ann.Asking("\"status_unfollow\":" + ids, "{}");
        await ann.Asking("\"status_unfollow\":" + ids, "{}");
        await bob.Asking(""" "status_update":{"status":"two"} """, "{}");
        await ann.Asking(""" "status_update":{"status":"me"} """, "{}");
        Moves(await ann.Next(Event)).ShouldBe("+" + ann.Username);
        (await ann.Waiting()).ShouldBeEmpty();
    }

    [Fact]
    public async Task a_socket_never_stops_following_its_own_user()
    {
        await using var ann = await LivePlayer.Open(server);
        await ann.Asking($$""" "status_unfollow":{"user_ids":["{{ann.UserId}}","{{Guid.NewGuid()}}"]} """, "{}");
        await ann.Asking(""" "status_update":{"status":"still"} """, "{}");
        Moves(await ann.Next(Event)).ShouldBe("+" + ann.Username);
    }

    [Fact]
    public async Task what_a_socket_followed_is_forgotten_with_it()
    {
        var ann = await LivePlayer.Open(server);
        await using var bob = await LivePlayer.Open(server);
        await ann.Asking($$""" "status_follow":{"user_ids":["{{bob.UserId}}"]} """, """{"status":{}}""");
        var followers = Realtime.Statuses.StatusStreams.FollowersOf(Guid.Parse(bob.UserId));
        server.Get<PresenceTracker>().MembersOf(followers).Count.ShouldBe(1);
        ann.Vanish();
        await Eventually.Is(() => !server.Get<PresenceTracker>().Exists(followers));
    }

    [Theory]
    [InlineData(""" "status_follow":{"user_ids":["nonsense"]} """, "Invalid user identifier")]
    [InlineData(""" "status_follow":{"user_ids":[""]} """, "Invalid user identifier")]
    [InlineData(""" "status_follow":{"usernames":["x",""]} """, "Invalid username")]
    [InlineData(""" "status_unfollow":{"user_ids":["nonsense"]} """, "Invalid user identifier")]
    public async Task what_is_no_user_is_refused(string message, string text)
    {
        await using var ann = await LivePlayer.Open(server);
        await ann.Refused(message, 3, text);
    }

    [Fact]
    public async Task a_status_has_a_largest_size()
    {
        await using var ann = await LivePlayer.Open(server);
        // In bytes, though the text says otherwise.
        var euros = new string('€', 682);
        await ann.Asking($$""" "status_update":{"status":"{{euros}}xx"} """, "{}");
        await ann.Refused($$""" "status_update":{"status":"{{euros}}xxx"} """, 3, "Status must be 2048 characters or less");
        ((string?)(await ann.Next(Event))["joins"]![0]!["status"]).ShouldBe(euros + "xx");
    }
}
