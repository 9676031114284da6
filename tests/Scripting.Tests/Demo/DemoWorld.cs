using System.Text.Json;
using KaosNet.Realtime.Matches;
using KaosNet.Tests.Support;

namespace KaosNet.Scripting.Tests.Demo;

/// <summary>All specs of the two games for persons play in one world, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class DemoWorldCollection : ICollectionFixture<DemoWorld>
{
    public const string Name = "demo world";
}

/// <summary>A world with both games, and with functions that ask their rules alone.</summary>
public sealed class DemoWorld : IAsyncLifetime
{
    private const string Probe = """
        local nk = require("nakama")
        local four, riders = require("four.rules"), require("riders.rules")
        nk.register_rpc(function(context, moves)
          local line = four.line(moves)
          return nk.json_encode({ line = line and #line, turn = four.turn(moves), full = four.is_full(moves) })
        end, "probe_four")
        nk.register_rpc(function(context, moves) return tostring(four.choose(moves, function() return 0.5 end)) end, "probe_choice")
        -- Pairs of turns, one a step: "R" for the first rider, then for the second, "." for going on.
        nk.register_rpc(function(context, turns)
          local arena = riders.new(16, 12)
          for place = 1, #turns, 2 do
            for number = 1, 2 do
              local heading = turns:sub(place + number - 1, place + number - 1)
              if riders.is_heading(heading) then riders.turn(arena.riders[number], heading) end
            end
            local winner = riders.step(arena)
            if winner then return winner .. " " .. riders.way(arena.riders[1]) .. " " .. riders.way(arena.riders[2]) end
          end
          return "on " .. riders.way(arena.riders[1]) .. " " .. riders.way(arena.riders[2])
        end, "probe_riders")
        """;

    /// <summary>The same of the games in JavaScript, registered beside their own.</summary>
    private const string ProbeInJavaScript = """

        function probeFour(ctx, logger, nk, moves) {
          return JSON.stringify({ line: lineOf(moves)?.length, turn: turnOf(moves), full: isFull(moves) });
        }
        function probeChoice(ctx, logger, nk, moves) { return String(chooseFor(moves, () => 0.5)); }
        function probeRiders(ctx, logger, nk, turns) {
          const arena = newArena(16, 12);
          let winner = null;
          for (let place = 0; place < turns.length && winner === null; place += 2) {
            arena.riders.forEach((rider, at) => { if (isHeading(turns[place + at])) turnRider(rider, turns[place + at]); });
            winner = stepArena(arena);
          }
          return [winner ?? "on", ...arena.riders.map(wayOf)].join(" ");
        }
        """;

    private const string Registrations = """
        initializer.registerRpc("probe_four_js", probeFour);
          initializer.registerRpc("probe_choice_js", probeChoice);
          initializer.registerRpc("probe_riders_js", probeRiders);

        """;

    private readonly PostgresFixture postgres = new();

    internal GameWorld World { get; private set; } = null!;

    internal string Modules { get; private set; } = "";

    /// <summary>Where the build of these specs has put the game in C#.</summary>
    private static string Built
    {
        get
        {
            var kind = new DirectoryInfo(AppContext.BaseDirectory);
            return Path.Combine(kind.Parent!.Parent!.FullName, "KaosNet.Riders.Module", kind.Name);
        }
    }

    public async ValueTask InitializeAsync()
    {
        await postgres.InitializeAsync();
        Modules = GameWorld.FolderOf("modules/lobby.lua", "modules/four.lua", "modules/four/rules.lua", "modules/riders.lua", "modules/riders/rules.lua");
        await File.WriteAllTextAsync(Path.Combine(Modules, "probe.lua"), Probe);
        var bundle = await File.ReadAllTextAsync(Path.Combine(SourceTree.Root, "modules/index.js"));
        var first = bundle.IndexOf("initializer.registerMatch(", StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(Modules, "index.js"), bundle.Insert(first, Registrations) + ProbeInJavaScript);
        foreach (var file in (string[])["KaosNet.Riders.Module.dll", "KaosNet.Riders.Rules.dll"]) File.Copy(Path.Combine(Built, file), Path.Combine(Modules, file));
        World = await GameWorld.Open(postgres.ConnectionString, Modules);
    }

    public async ValueTask DisposeAsync()
    {
        await World.DisposeAsync();
        await postgres.DisposeAsync();
    }

    /// <summary>A new match, and nothing seen yet.</summary>
    internal async Task<MatchKey> Begin(string function, string payload = "{}")
    {
        World.Audience.Seen.Clear();
        return KeyIn(await World.Call(function, payload));
    }

    internal static MatchKey KeyIn(string said)
    {
        MatchKey.TryParse(JsonDocument.Parse(said).RootElement.GetProperty("match_id").GetString()!, out var match).ShouldBeTrue(said);
        return match;
    }

    /// <summary>What was sent last with that operation code.</summary>
    internal JsonElement Last(int operation)
    {
        var line = World.Audience.Seen.FindLast(line => line.StartsWith($"{operation} ", StringComparison.Ordinal));
        return JsonDocument.Parse(line.ShouldNotBeNull()[2..]).RootElement;
    }

    /// <summary>The match is over, and goes again as it went.</summary>
    internal async Task ShouldReplay(MatchKey match)
    {
        var record = await World.RecordOf(match);
        var again = GameWorld.Replay(Modules, match, record).Value;
        again.Difference.ShouldBeNull();
        again.Ticks.ShouldBe(record.Ended.Ticks);
    }
}
