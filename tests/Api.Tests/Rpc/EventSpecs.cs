using KaosNet.Api.Tests.Operations;
using KaosNet.Tests.Support;

namespace KaosNet.Api.Tests.Rpc;

/// <summary>Parity 9.2: what clients report comes to the functions that modules registered for events.</summary>
public sealed class EventSpecs
{
    [Fact]
    public async Task an_event_reaches_the_module()
    {
        var folder = TestFolder.Create("modules");
        await File.WriteAllTextAsync(Path.Combine(folder, "events.lua"), """
            local nk = require('nakama')
            nk.leaderboard_create('events', true)
            nk.register_event(function(context, event)
              nk.leaderboard_record_write('events', context.user_id, event.name, event.timestamp, 0, { level = event.properties.level, external = event.external })
            end)
            """);
        await using var server = await GameServer.Start(settings => settings with { Runtime = settings.Runtime with { Path = folder, LuaMinCount = 1 } });
        var ann = await server.SignUp();
        await server.Send("POST", "/v2/event", ann.Token, """{"name":"level_up","properties":{"level":"7"},"timestamp":"2026-01-02T03:04:05Z","external":false}""")
            .ShouldBe(200, "{}");

        await Eventually.Holds(async () =>
        {
            using var response = await server.Send("GET", "/v2/leaderboard/events", ann.Token);
            var record = (await GameServer.Json(response)).GetProperty("records")[0];
            record.GetProperty("owner_id").GetString().ShouldBe(ann.UserId);
            record.GetProperty("username").GetString().ShouldBe("level_up");
            record.GetProperty("score").GetString().ShouldBe("1767323045");
            record.GetProperty("metadata").GetString()!.ShouldContain("\"level\"");
            record.GetProperty("metadata").GetString()!.ShouldContain("true");
        });
    }

    [Fact]
    public async Task without_modules_it_vanishes()
    {
        await using var server = await GameServer.Start(settings => settings);
        var ann = await server.SignUp();
        await server.Send("POST", "/v2/event", ann.Token, """{"name":"e"}""").ShouldBe(200, "{}");
        await server.Send("POST", "/v2/event", ann.Token).ShouldBe(200, "{}");
        await server.Send("POST", "/v2/event", ann.Token, """{"properties":{"level":7}}""").ShouldBeFaultOf(400, 3);
        await server.Send("POST", "/v2/event", body: "{}").ShouldBeFault(401, 16, "Auth token required");
    }
}
