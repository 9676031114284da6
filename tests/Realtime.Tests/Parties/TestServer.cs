using System.Net;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Cluster;
using KaosNet.Realtime.Matches;
using KaosNet.Realtime.Matches.Joining;
using KaosNet.Realtime.Parties;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Scripts;
using KaosNet.Realtime.Sessions;
using KaosNet.Realtime.Tests.Matches;
using KaosNet.Store.Journal;
using KaosNet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Tests.Parties;

/// <summary>A server without sockets and database: players' envelopes are handed to it as their sockets would.</summary>
sealed class TestServer : IAsyncDisposable
{
    readonly IHost _host;

    TestServer(IHost host) => _host = host;

    /// <summary>A server alone.</summary>
    public static TestServer Alone(Action<IServiceCollection>? with = null) => new(Build("node", with));

    /// <summary>A server of a cluster.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="ports">Its own ports.</param>
    /// <param name="first">The server that keeps the list of servers; null when it is this one.</param>
    public static async Task<TestServer> InCluster(string name, (int Silo, int Gateway) ports, (int Silo, int Gateway)? first = null)
    {
        var host = Build(name, services => services.AddCluster(ports, first is { } keeper ? new IPEndPoint(IPAddress.Loopback, keeper.Silo) : null));
        await host.StartAsync();
        return new(host);
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public TestPlayer Player(string name)
    {
        var player = new TestPlayer(name, this);
        var opening = new SessionOpening(Guid.NewGuid(), name, new Dictionary<string, string>(), 0, SocketFormat.Protobuf, false, "en", "", "");
        player.Session = Get<SessionServer>().Open(opening, player);
        Get<SessionServer>().Welcome(player.Session);
        return player;
    }

    /// <summary>Whether somebody is on the party's stream here.</summary>
    public bool IsOn(TestPlayer player, string partyId) =>
        PartyKey.TryParse(partyId, out var key) && Get<PresenceTracker>().Find(player.Session, key.Stream) is not null;

    public Task Stop() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    static IHost Build(string name, Action<IServiceCollection>? with)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddMetrics().AddSingleton(new NodeName(name)).AddSingleton(new SocketSettings()).AddSingleton(new MatchSettings());
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton<IJournal, MemoryJournal>().AddSingleton<IMatchScripts, TestScripts>();
        builder.Services.AddSingleton<IMatchTokens, Nothing>().AddSingleton<IScriptHooks, Nothing>().AddSingleton<IRpcFunctions, Nothing>();
        builder.Services.AddSingleton(new KaosNet.Projections.Kernel.Cursors(new byte[32]));
        builder.Services.AddSingleton(new PartySettings { LabelUpdateInterval = TimeSpan.FromMilliseconds(1) });
        builder.Services.AddRealtime();
        with?.Invoke(builder.Services);
        return builder.Build();
    }

    sealed class Nothing : IMatchTokens, IScriptHooks, IRpcFunctions
    {
        public string? MatchIdOf(string token) => null;

        public string Issue(string matchId, TimeSpan lifetime) => matchId;

        public bool HasBefore(string operation) => false;

        public bool HasAfter(string operation) => false;

        public ValueTask<Answer<HookedRequest>> Before(string operation, object request, Caller caller, CancellationToken cancel) =>
            ValueTask.FromResult<Answer<HookedRequest>>(new HookedRequest(request));

        public ValueTask After(string operation, object request, object response, Caller caller, CancellationToken cancel) => ValueTask.CompletedTask;

        public bool Knows(string id) => false;

        public ValueTask<Answer<string>> Call(string id, string payload, RpcRequest request, CancellationToken cancel) =>
            ValueTask.FromResult<Answer<string>>(Fault.NotFound(id));
    }
}

/// <summary>A player's end of a connection that never breaks.</summary>
sealed class TestPlayer(string name, TestServer server) : IConnection
{
    readonly Lock _gate = new();
    readonly List<Envelope> _received = [];
    int _asked;

    public string Name { get; } = name;

    public Session Session { get; set; } = null!;

    public UserPresence Presence => Session.UserPresence;

    /// <summary>What was pushed so far.</summary>
    public IReadOnlyList<Envelope> Pushes
    {
        get { lock (_gate) return [.. _received.Where(envelope => envelope.Cid.Length == 0)]; }
    }

    /// <summary>Sends a request and waits for its answer.</summary>
    public async Task<Envelope> Ask(Envelope request)
    {
        request.Cid = (++_asked).ToString();
        await server.Get<SessionServer>().Receive(Session, PartyAudience.Packed(request));
        lock (_gate) return _received.Single(envelope => envelope.Cid == request.Cid);
    }

    public async Task<string> Create(PartyCreate wish) => (await Ask(new() { PartyCreate = wish })).Party!.PartyId;

    public async Task Join(string partyId)
    {
        (await Ask(new() { PartyJoin = new() { PartyId = partyId } })).ShouldBeAck();
        await HasHeard(push => push.Party?.PartyId == partyId);
    }

    /// <summary>Waits for a push.</summary>
    public Task HasHeard(Func<Envelope, bool> what) => Eventually.Is(() => Pushes.Any(what), $"{Name} hears of it");

    public Task HasHeardOfJoin(TestPlayer who) =>
        HasHeard(push => push.PartyPresenceEvent?.Joins.Any(presence => presence.SessionId == who.Presence.SessionId) is true);

    public Task HasHeardOfLeave(TestPlayer who) =>
        HasHeard(push => push.PartyPresenceEvent?.Leaves.Any(presence => presence.SessionId == who.Presence.SessionId) is true);

    public void Drop() => Session.Close(SessionEnd.ServerSide);

    public SessionEnd? Send(ReadOnlySpan<byte> message, bool isReliable)
    {
        var envelope = new Envelope();
        SocketFormat.Protobuf.Codec.Read(new(message.ToArray()), envelope).ShouldBeNull();
        lock (_gate) _received.Add(envelope);
        return null;
    }

    public void SendLast(ReadOnlySpan<byte> message) => Send(message, isReliable: true);

    public void Close(SessionEnd end)
    {
    }
}

static class TestAnswers
{
    public static void ShouldBeAck(this Envelope answer) => answer.Message.ShouldBeNull(answer.Error?.Message);

    public static void ShouldBeRefused(this Envelope answer, string text) =>
        (answer.Error?.Message ?? answer.Message?.GetType().Name ?? "ack").ShouldBe(text);
}
