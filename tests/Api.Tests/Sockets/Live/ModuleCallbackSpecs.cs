using KaosNet.Realtime.Matchmaking;
using KaosNet.Tests.Support;

namespace KaosNet.Api.Tests.Sockets.Live;

/// <summary>What the server calls by itself: at a session's beginning and end, in a pass of the matchmaker, at its own end.</summary>
public sealed class ModuleCallbackSpecs
{
    const string Module = """
        local nk = require('kaos')
        local function keep(key, user, value)
          nk.storage_write({ { collection = 'seen', key = key, user_id = user, value = value, permission_read = 2 } })
        end
        nk.register_event_session_start(function(context, event)
          keep('start', context.user_id, { name = event.name, session = context.session_id, lang = context.lang })
        end)
        nk.register_event_session_end(function(context, event)
          keep('end', context.user_id, { name = event.name, session = context.session_id, reason = event.properties.reason })
        end)
        nk.register_matchmaker_processor(function(context, entries)
          local match = {}
          for at = #entries, 1, -1 do match[#match + 1] = entries[at].ticket end
          return { match }
        end)
        nk.register_shutdown(function(context) keep('shutdown', nil, { mode = context.execution_mode }) end)
        nk.register_rpc(function(context, payload)
          local found = nk.storage_read({ { collection = 'seen', key = payload, user_id = context.user_id } })
          if not found[1] then found = nk.storage_read({ { collection = 'seen', key = payload } }) end
          return found[1] and nk.json_encode(found[1].value) or 'nothing'
        end, 'seen')
        """;

    [Fact]
    public async Task modules_are_called_for_sessions_passes_and_the_end()
    {
        var folder = TestFolder.Create("callbacks");
        await File.WriteAllTextAsync(Path.Combine(folder, "callbacks.lua"), Module);
        await using var server = await GameServer.Start(settings => settings with
        {
            ShutdownGraceSec = 600, Runtime = settings.Runtime with { Path = folder, LuaMinCount = 1 },
            Matchmaker = settings.Matchmaker with { IntervalSec = 3600 },
        });
        var player = await server.SignUp();
        string session;
        await using (var ann = await LivePlayer.Open(server, player, "lang=de"))
        await using (var bob = await LivePlayer.Open(server))
        {
            session = ann.SessionId;
            await Eventually.Holds(async () => (await Seen(ann, "start")).ShouldBe($$"""{"lang":"de","name":"session_start","session":"{{session}}"}"""));
            foreach (var searcher in new[] { ann, bob })
                (await searcher.Ask("\"matchmaker_add\":{\"min_count\":2,\"max_count\":2,\"query\":\"+properties.none:here\"}"))["matchmaker_ticket"].ShouldNotBeNull();
            await server.Get<Matchmaker>().Pass();
            var matched = await ann.Next("matchmaker_matched");
            matched["users"]!.AsArray().Select(user => (string?)user!["presence"]!["username"]).ShouldBe([bob.Username, ann.Username]);
            (await Seen(ann, "end")).ShouldBe("nothing");
            ann.Vanish();
        }

        await using (var again = await LivePlayer.Open(server, player))
        {
            // The first session's end, or this one's, which has not come.
            await Eventually.Holds(async () => (await Seen(again, "end")).ShouldContain(session));
        }

        await server.Restart();
        await using var later = await LivePlayer.Open(server);
        (await Seen(later, "shutdown")).ShouldBe("""{"mode":"shutdown"}""");
    }

    static async Task<string> Seen(LivePlayer player, string key) =>
        (string)(await player.Ask($$""" "rpc":{"id":"seen","payload":"{{key}}"} """))["rpc"]!["payload"]!;
}
