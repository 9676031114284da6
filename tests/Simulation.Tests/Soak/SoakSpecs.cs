using System.Globalization;
using KaosNet.Realtime.Matches.Ticking;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Sessions;
using KaosNet.Tests.Support;

namespace KaosNet.Simulation.Tests.Soak;

/// <summary>Alone in the process while it runs: it weighs all of its memory.</summary>
[CollectionDefinition("soak", DisableParallelization = true)]
public sealed class SoakCollection;

/// <summary>An hour of play of two hundred players within seconds, after which the server is no larger than after its first minutes.</summary>
[Collection("soak")]
public sealed class SoakSpecs(ITestOutputHelper output)
{
    const int PlayerCount = 200;
    static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan WarmUp = TimeSpan.FromMinutes(10);
    static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    readonly string[] _arenas = new string[6];

    [Fact]
    public async Task an_hour_of_play_leaves_the_server_as_large_as_it_was()
    {
        var minutes = Setting("KAOS_SOAK_MINUTES", 60);
        var seed = Setting("KAOS_SEED", Random.Shared.Next());
        output.WriteLine($"Seed {seed}: run again with KAOS_SEED={seed}");
        await using var server = await SoakedServer.Open();
        var chance = new Random(seed);
        var players = Enumerable.Range(0, PlayerCount).Select(number => new SoakedPlayer(server, number, chance.Next(), _arenas)).ToList();
        using var sentinel = new Sentinel(server);

        await Play(server, players, sentinel, chance, WarmUp);
        var (weights, lua) = (new List<long>(), new List<long>());
        for (var played = TimeSpan.Zero; played < TimeSpan.FromMinutes(minutes); played += Window)
        {
            await Play(server, players, sentinel, chance, Window);
            weights.Add(await Weigh(server, players));
            lua.Add(server.Handlers.Bytes);
            output.WriteLine($"{played + WarmUp + Window}: {weights[^1] / 1024:N0} KB, Lua {server.Handlers.Bytes / 1024:N0} KB, {server.Counts()}");
        }

        players.ForEach(player => player.Failure.ShouldBeNull());
        // What is alive goes up and down with who plays; the average of a quarter of an hour does not.
        ShouldNotHaveGrown(weights);
        ShouldNotHaveGrown(lua);
        await EverybodyLeaves(server, players);
    }

    static void ShouldNotHaveGrown(List<long> weights)
    {
        var (first, last) = (weights.Take(3).Average(), weights.TakeLast(3).Average());
        last.ShouldBeLessThan((first * 1.05) + (1 << 20), string.Join(' ', weights));
    }

    /// <summary>Nothing is left of two hundred players but the sentinel, its stream of notifications and the matches.</summary>
    static async Task EverybodyLeaves(SoakedServer server, List<SoakedPlayer> players)
    {
        players.ForEach(player => player.Go());
        await server.Get<MatchHost>().Stop(0, CancellationToken.None);
        await Eventually.Holds(() =>
        {
            server.Pass(TimeSpan.FromSeconds(1));
            server.Counts().ShouldBe("1 sessions, 1 streams, 0 relayed, 0 matches, 0 parties, 0 tickets, 6 records, 0 bytes");
        });
    }

    /// <summary>Each player does something every four seconds.</summary>
    async Task Play(SoakedServer server, List<SoakedPlayer> players, Sentinel sentinel, Random chance, TimeSpan time)
    {
        for (var step = 0; step < time / Step; step++)
        {
            for (var i = 0; i < PlayerCount / 40; i++) players[chance.Next(PlayerCount)].Do();
            if (step % 10 == 0)
            {
                await sentinel.EverythingTold();
                Reopen(server);
            }

            server.Pass(Step);
        }
    }

    /// <summary>A match in the place of each that has ended.</summary>
    void Reopen(SoakedServer server)
    {
        var host = server.Get<MatchHost>();
        for (var i = 0; i < _arenas.Length; i++)
            if (_arenas[i] is null || host.Get(_arenas[i]).Value is null) _arenas[i] = host.Create("arena", "{}").Value;
    }

    /// <summary>Bytes that are alive when nothing is under way.</summary>
    static async Task<long> Weigh(SoakedServer server, List<SoakedPlayer> players)
    {
        server.Loop.RunReady();
        foreach (var player in players) await player.Settled().WaitAsync(TimeSpan.FromSeconds(60));
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        return GC.GetTotalMemory(forceFullCollection: false);
    }

    static int Setting(string name, int usual) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : usual;

    /// <summary>Comes and goes, to know when all comings and goings before have been told.</summary>
    sealed class Sentinel : IConnection, IDisposable
    {
        static readonly StreamAddress Room = new(StreamMode.Room, Guid.Empty, "sentinel");

        readonly SemaphoreSlim _told = new(0);
        readonly PresenceTracker _tracker;
        readonly Session _session;

        public Sentinel(SoakedServer server)
        {
            _tracker = server.Get<PresenceTracker>();
            var opening = new SessionOpening(Guid.NewGuid(), "sentinel", new Dictionary<string, string>(), 0, SocketFormat.Protobuf, false, "en", "", "");
            _session = server.Get<SessionServer>().Open(opening, this);
            server.Get<SessionServer>().Welcome(_session);
        }

        public async Task EverythingTold()
        {
            _tracker.Track(_session, Room, PresenceMeta.Plain);
            (await _told.WaitAsync(TimeSpan.FromSeconds(60))).ShouldBeTrue("Comings and goings are not told any more");
            _tracker.Untrack(_session, Room);
        }

        public SessionEnd? Send(ReadOnlySpan<byte> message, bool isReliable)
        {
            _told.Release();
            return null;
        }

        public void SendLast(ReadOnlySpan<byte> message)
        {
        }

        public void Close(SessionEnd end)
        {
        }

        public void Dispose() => _told.Dispose();
    }
}
