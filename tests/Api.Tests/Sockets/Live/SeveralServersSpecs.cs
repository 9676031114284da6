using System.Text.Json.Nodes;
using KaosNet.Tests.Support;

namespace KaosNet.Api.Tests.Sockets.Live;

/// <summary>Channels on two servers of one game: what one commits, the players of the other hear of.</summary>
[Collection(LiveServer.Name)]
public sealed class SeveralServersSpecs(LiveServer live)
{
    readonly GameServer server = live.Game;

    [Fact]
    public async Task what_is_kept_is_heard_and_who_is_put_out_is_off_the_channel_on_the_other_server()
    {
        await using var second = await server.StartAnother();
        await using var ann = await LivePlayer.Open(server);
        await using var bob = await LivePlayer.Open(second);
        using var founded = await server.Send("POST", "/v2/group", ann.Player.Token, $$"""{"name":"clan {{Guid.NewGuid():n}}","open":true}""");
        var group = (await GameServer.Json(founded)).GetProperty("id").GetString()!;
        (await second.Send("POST", $"/v2/group/{group}/join", bob.Player.Token)).EnsureSuccessStatusCode();
        foreach (var player in new[] { ann, bob }) (await Join(player, group, 3))["group_id"]!.GetValue<string>().ShouldBe(group);
        var conversation = (string)(await Join(bob, ann.UserId, 2))["id"]!;

        var message = $$""" "channel_message_send":{"channel_id":"3.{{group}}..","content":"{}"} """;
        var sent = (string)(await ann.Ask(message))["channel_message_ack"]!["message_id"]!;
        // The notice of the joining may come first.
        while ((string?)(await bob.Next("channel_message"))["message_id"] != sent)
        {
        }

        (await server.Send("POST", $"/v2/group/{group}/kick?user_ids={bob.UserId}", ann.Player.Token)).EnsureSuccessStatusCode();
        (await server.Send("POST", $"/v2/friend/block?ids={bob.UserId}", ann.Player.Token)).EnsureSuccessStatusCode();
        await Eventually.Is(async () => await IsOff(bob, $"3.{group}..") && await IsOff(bob, conversation));
        (await ann.Ask(message)).ContainsKey("channel_message_ack").ShouldBeTrue();
    }

    static async Task<bool> IsOff(LivePlayer player, string channel) =>
        (string?)(await player.Ask($$""" "channel_message_send":{"channel_id":"{{channel}}","content":"{}"} """))["error"]?["message"]
        == "Must join channel before sending messages";

    static async Task<JsonObject> Join(LivePlayer player, string target, int type) =>
        (await player.Ask($$""" "channel_join":{"target":"{{target}}","type":{{type}}} """))["channel"]!.AsObject();
}
