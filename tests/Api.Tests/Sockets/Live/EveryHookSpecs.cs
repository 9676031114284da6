using System.Text.Json.Nodes;
using KaosNet.Tests.Support;

namespace KaosNet.Api.Tests.Sockets.Live;

/// <summary>
/// Functions before and after every message that clients may send (parity runtime.md section 4, hooks.tsv). What a client sends here is empty: the function
/// before puts the message in, and the one after tells what it saw of it and of the answer.
/// </summary>
public sealed class EveryHookSpecs
{
    /// <summary>A cid of "refuse" is refused; one of "put" brings the message along.</summary>
    const string Module = """
        local nk = require('nakama')
        for _, name in ipairs(nk.json_decode([==[NAMES]==])) do
          local kind = name:gsub('(%u)', '_%1'):sub(2):lower()
          nk.register_rt_before(function(context, envelope)
            if envelope.cid == 'refuse' then error({ 'no ' .. kind, 3 }) end
            if envelope.cid and envelope.cid:sub(1, 4) == 'put ' then
              envelope[kind] = nk.json_decode(envelope.cid:sub(5))
              envelope.cid = 'put'
            end
            return envelope
          end, name)
          nk.register_rt_after(function(context, out, into)
            if into.cid == 'put' then nk.notification_send(context.user_id, kind, { out = out, into = into }, 1) end
          end, name)
        end
        """;

    [Fact]
    public async Task every_message_can_be_refused_changed_and_looked_at()
    {
        var folder = TestFolder.Create("every-hook");
        var names = new JsonArray([.. MessageWalk.Names.Select(name => (JsonNode)name)]).ToJsonString();
        await File.WriteAllTextAsync(Path.Combine(folder, "walk.lua"), Module.Replace("NAMES", names, StringComparison.Ordinal));
        await using var server = await GameServer.Start(settings => settings with { Runtime = settings.Runtime with { Path = folder, LuaMinCount = 1 } });
        await using var ann = await LivePlayer.Open(server);
        await using var bob = await LivePlayer.Open(server);
        await new MessageWalk((kind, message) => RefuseAndPut(ann, kind, message), bob).Go();
    }

    /// <summary>Sends a message that is refused, and an empty one which the function before makes this one. Answers its answer, as the function after saw it.</summary>
    static async Task<JsonObject> RefuseAndPut(LivePlayer player, string kind, string message)
    {
        var refusal = await player.Ask($"\"{kind}\":{{}}", "refuse");
        ((int?)refusal["error"]!["code"], (string?)refusal["error"]!["message"]).ShouldBe((7, "no " + kind));

        var cid = new JsonObject { ["cid"] = "put " + message }.ToJsonString()[1..^1];
        await player.Send($$"""{{{cid}},"{{kind}}":{} }""");
        JsonNode told;
        do told = (await player.Next("notifications"))["notifications"]![0]!;
        while ((string?)told["subject"] != kind);
        var seen = JsonNode.Parse((string)told["content"]!)!.AsObject();
        JsonNode.DeepEquals(seen["into"]![kind], JsonNode.Parse(message)).ShouldBeTrue(seen.ToJsonString());
        ((string?)seen["into"]!["cid"]).ShouldBe("put");
        var answer = seen["out"]!.AsObject();
        if (answer.ContainsKey("cid")) ((string?)answer["cid"]).ShouldBe("put");
        return answer;
    }
}
