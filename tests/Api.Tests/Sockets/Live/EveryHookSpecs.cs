using System.Text.Json.Nodes;
using KaosNet.Api.Tests.Operations.Hooks;
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

    const string Bundle = """
        function snake(value) {
          if (Array.isArray(value)) return value.map(snake);
          if (value === null || typeof value !== "object") return value;
          var made = {};
          Object.keys(value).forEach(function (name) {
            made[name.replace(/[A-Z]/g, function (letter) { return "_" + letter.toLowerCase(); })] = snake(value[name]);
          });
          return made;
        }

        function before(kind, member, envelope) {
          if (envelope.cid === "refuse") throw { message: "no " + kind, code: 3 };
          if (envelope.cid && envelope.cid.substring(0, 4) === "put ") {
            envelope[member] = JSON.parse(envelope.cid.substring(4));
            envelope.cid = "put";
          }
          return envelope;
        }

        function after(kind, ctx, nk, out, into) {
          if (into.cid !== "put") return;
          var answer = snake(out) || {};
          // Every field is there, also where nothing is answered.
          if (answer.cid === "") delete answer.cid;
          nk.notificationSend(ctx.userId, kind, { out: answer, into: snake(into) }, 1);
        }

        FUNCTIONS
        function InitModule(ctx, logger, nk, initializer) {
        REGISTRATIONS
        }
        """;

    [Theory]
    [InlineData("walk.lua")]
    [InlineData("index.js")]
    public async Task every_message_can_be_refused_changed_and_looked_at(string file)
    {
        var folder = TestFolder.Create("every-hook");
        var names = new JsonArray([.. MessageWalk.Names.Select(name => (JsonNode)name)]).ToJsonString();
        var module = file == "walk.lua" ? Module.Replace("NAMES", names, StringComparison.Ordinal) : InJavaScript();
        await File.WriteAllTextAsync(Path.Combine(folder, file), module);
        await using var server = await GameServer.Start(settings => settings with { Runtime = settings.Runtime with { Path = folder, LuaMinCount = 1 } });
        await using var ann = await LivePlayer.Open(server);
        await using var bob = await LivePlayer.Open(server);
        await new MessageWalk((kind, message) => RefuseAndPut(ann, kind, message, isExact: file == "walk.lua"), bob).Go();
    }

    static string InJavaScript()
    {
        var functions = MessageWalk.Names.Select(name => $$"""
            function before{{name}}(ctx, logger, nk, envelope) { return before("{{MessageWalk.SnakeCase(name)}}", "{{char.ToLowerInvariant(name[0])}}{{name[1..]}}", envelope); }
            function after{{name}}(ctx, logger, nk, out, into) { after("{{MessageWalk.SnakeCase(name)}}", ctx, nk, out, into); }
            """);
        var registrations = MessageWalk.Names.Select(name =>
            $"""  initializer.registerRtBefore("{name}", before{name}); initializer.registerRtAfter("{name}", after{name});""");
        return Bundle.Replace("FUNCTIONS", string.Join('\n', functions), StringComparison.Ordinal)
            .Replace("REGISTRATIONS", string.Join('\n', registrations), StringComparison.Ordinal);
    }

    /// <summary>Sends a message that is refused, and an empty one which the function before makes this one. Answers its answer, as the function after saw it.</summary>
    /// <param name="player">Who sends.</param>
    /// <param name="kind">The message's name.</param>
    /// <param name="message">Its content.</param>
    /// <param name="isExact">Whether the language is given a message's fields as they were sent.</param>
    static async Task<JsonObject> RefuseAndPut(LivePlayer player, string kind, string message, bool isExact)
    {
        var refusal = await player.Ask($"\"{kind}\":{{}}", "refuse");
        ((int?)refusal["error"]!["code"], (string?)refusal["error"]!["message"]).ShouldBe((7, "no " + kind));

        var cid = new JsonObject { ["cid"] = "put " + message }.ToJsonString()[1..^1];
        await player.Send($$"""{{{cid}},"{{kind}}":{} }""");
        JsonNode told;
        do told = (await player.Next("notifications"))["notifications"]![0]!;
        while ((string?)told["subject"] != kind);
        var seen = JsonNode.Parse((string)told["content"]!)!.AsObject();
        if (isExact) JsonNode.DeepEquals(seen["into"]![kind], JsonNode.Parse(message)).ShouldBeTrue(seen.ToJsonString());
        else FlatMessage.Of(seen["into"]![kind]).ShouldBe(FlatMessage.Of(JsonNode.Parse(message)), seen.ToJsonString());
        ((string?)seen["into"]!["cid"]).ShouldBe("put");
        var answer = seen["out"]!.AsObject();
        if (answer.ContainsKey("cid")) ((string?)answer["cid"]).ShouldBe("put");
        return answer;
    }
}
