using System.Text.Json.Nodes;
using KaosNet.Realtime.Sessions.Messages;

namespace KaosNet.Api.Tests.Sockets.Live;

/// <summary>
/// A player's way through every message that clients may send but calls of functions, each of them granted. How a message is sent is up to the spec.
/// </summary>
/// <param name="send">Sends a message of the player's, by its name and as JSON; answers what is answered, which is empty where nothing is.</param>
/// <param name="friend">Somebody to meet.</param>
sealed class MessageWalk(Func<string, string, Task<JsonObject>> send, LivePlayer friend)
{
    /// <summary>Messages without an answer.</summary>
    public static readonly string[] Silent = ["match_data_send", "pong"];

    /// <summary>Names of the messages that functions may stand around.</summary>
    public static readonly string[] Names = [.. MessageKinds.All.Select(kind => kind.Name).Where(name => name != "Rpc")];

    readonly HashSet<string> _sent = [];

    public async Task Go()
    {
        await Send("ping", "{}");
        await Send("pong", "{}");
        await Match();
        await Channel();
        await Send("status_follow", $$"""{"user_ids":["{{friend.UserId}}"]}""");
        await Send("status_update", """{"status":"here"}""");
        await Send("status_unfollow", $$"""{"user_ids":["{{friend.UserId}}"]}""");
        var ticket = await Send("matchmaker_add", """{"min_count":2,"max_count":2,"query":"+properties.none:here"}""");
        await Send("matchmaker_remove", $$"""{"ticket":"{{ticket["matchmaker_ticket"]!["ticket"]}}"}""");
        await Party();
        _sent.Order().ShouldBe(Names.Select(SnakeCase).Order());
    }

    /// <summary>A message's name as the wire spells it.</summary>
    public static string SnakeCase(string name) => string.Concat(name.Select((letter, at) => char.IsUpper(letter) ? (at > 0 ? "_" : "") + char.ToLowerInvariant(letter) : $"{letter}"));

    async Task Match()
    {
        var match = $"\"match_id\":\"{(await Send("match_create", "{}"))["match"]!["match_id"]}\"";
        await Send("match_join", $$"""{{{match}}}""");
        await Send("match_data_send", $$"""{{{match}},"op_code":"1","data":"eA=="}""");
        await Send("match_leave", $$"""{{{match}}}""");
    }

    async Task Channel()
    {
        var channel = $"\"channel_id\":\"{(await Send("channel_join", """{"target":"walk","type":1}"""))["channel"]!["id"]}\"";
        var message = $"\"message_id\":\"{(await Send("channel_message_send", $$"""{{{channel}},"content":"{}"}"""))["channel_message_ack"]!["message_id"]}\"";
        await Send("channel_message_update", $$"""{{{channel}},{{message}},"content":"{\"a\":1}"}""");
        await Send("channel_message_remove", $$"""{{{channel}},{{message}}}""");
        await Send("channel_leave", $$"""{{{channel}}}""");
    }

    async Task Party()
    {
        var party = await Create();
        await friend.Asking($$""" "party_join":{{{party}}} """, "{}");
        await Send("party_join_request_list", $$"""{{{party}}}""");
        await Send("party_accept", Friend(party));
        await friend.Next("party");
        await Send("party_data_send", $$"""{{{party}},"op_code":"1","data":"eA=="}""");
        await Send("party_update", $$"""{{{party}},"label":"{}"}""");
        var ticket = (await Send("party_matchmaker_add", $$"""{{{party}},"min_count":3,"max_count":3}"""))["party_matchmaker_ticket"]!["ticket"];
        await Send("party_matchmaker_remove", $$"""{{{party}},"ticket":"{{ticket}}"}""");
        await Send("party_promote", Friend(party));
        await Send("party_leave", $$"""{{{party}}}""");
        var other = (await friend.Ask(""" "party_create":{"open":true,"max_size":4} """))["party"]!["party_id"];
        await Send("party_join", $$"""{"party_id":"{{other}}"}""");
        party = await Create();
        await friend.Asking($$""" "party_join":{{{party}}} """, "{}");
        await Send("party_remove", Friend(party));
        await Send("party_close", $$"""{{{party}}}""");
    }

    async Task<string> Create() => $"\"party_id\":\"{(await Send("party_create", """{"max_size":4}"""))["party"]!["party_id"]}\"";

    string Friend(string party) =>
        $$"""{{{party}},"presence":{"user_id":"{{friend.UserId}}","session_id":"{{friend.SessionId}}","username":"{{friend.Username}}"} }""";

    async Task<JsonObject> Send(string kind, string message)
    {
        _sent.Add(kind);
        var answer = await send(kind, message);
        answer.ContainsKey("error").ShouldBeFalse($"{kind} {message}: {answer.ToJsonString()}");
        answer.ContainsKey("cid").ShouldBe(!Silent.Contains(kind), $"{kind}: {answer.ToJsonString()}");
        return answer;
    }
}
