using KaosNet.Tests.Support;
using static KaosNet.Api.Tests.Answers;

namespace KaosNet.Api.Tests.Scripting;

/// <summary>Scripts that are edited while the whole server runs: the next calls, and the operations that they stand around, have the new code.</summary>
public sealed class ScriptReloadSpecs
{
    [Fact]
    public async Task edited_scripts_serve_the_next_call()
    {
        var folder = TestFolder.Create("modules");
        var (lua, javaScript) = (Path.Combine(folder, "main.lua"), Path.Combine(folder, "index.js"));
        await File.WriteAllTextAsync(lua, "local nk = require('nakama')\nnk.register_rpc(function() return 'old' end, 'lua')\n");
        await File.WriteAllTextAsync(javaScript, "function f() { return 'old'; }\nfunction InitModule(ctx, logger, nk, initializer) { initializer.registerRpc('js', f); }\n");
        await using var server = await GameServer.Start(settings => settings with { Runtime = settings.Runtime with { Path = folder, WatchMs = 50 } });
        (await Said("lua")).ShouldBe("old");
        (await Said("js")).ShouldBe("old");
        var ann = await server.SignUp();
        await Json(server.Send("GET", "/v2/account", ann.Token));

        await File.WriteAllTextAsync(
            lua, """
                local nk = require('nakama')
                nk.leaderboard_create('board', false)
                nk.register_storage_index('players', 'players', '', { 'rank' }, {}, 10, false)
                nk.register_rpc(function() return 'the new one' end, 'lua')
                nk.register_req_before(function() error({ 'not today', 7 }) end, 'GetAccount')
                """);
        await File.WriteAllTextAsync(
            javaScript, "function g() { return 'the new one'; }\nfunction InitModule(ctx, logger, nk, initializer) { initializer.registerRpc('js', g); }\n");
        await Eventually.Holds(async () => (await Said("lua")).ShouldBe("the new one"));
        await Eventually.Holds(async () => (await Said("js")).ShouldBe("the new one"));
        await Eventually.Holds(() => Refused(server.Send("GET", "/v2/account", ann.Token), 403, 7, "not today"));

        // What is set up while modules load is set up again.
        await File.WriteAllTextAsync(
            lua, """
                local nk = require('nakama')
                nk.leaderboard_create('board', false)
                nk.register_storage_index('players', 'players', '', { 'rank' }, {}, 10, false)
                nk.register_rpc(function() return 'the newest' end, 'lua')
                """);
        await Eventually.Holds(async () => (await Said("lua")).ShouldBe("the newest"));
        await Eventually.Holds(() => Json(server.Send("GET", "/v2/account", ann.Token)));

        async Task<string> Said(string function)
        {
            using var answer = await server.Send("POST", $"/v2/rpc/{function}?unwrap&http_key=defaulthttpkey");
            return await answer.Content.ReadAsStringAsync();
        }
    }
}
