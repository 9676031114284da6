using System.Net;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Cluster;
using KaosNet.Realtime.Matches;
using KaosNet.Realtime.Matches.Joining;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Sessions;
using KaosNet.Realtime.Sessions.Messages;
using KaosNet.Store.Journal;
using KaosNet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Tests.Matches.Routing;

/// <summary>Two nodes of one cluster in this process, each with matches and players; one pair for all specs that need it.</summary>
[CollectionDefinition(Name)]
public sealed class TwoNodes : IAsyncLifetime, ICollectionFixture<TwoNodes>
{
    public const string Name = "two nodes";

    internal MatchNode One { get; private set; } = null!;

    internal MatchNode Two { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var ports = ClusterServices.FreePorts();
        One = await MatchNode.Start("one", ports);
        Two = await MatchNode.Start("two", ClusterServices.FreePorts(), new IPEndPoint(IPAddress.Loopback, ports.Silo));
        // Whoever has started is known to all that were there before.
        (One.Get<ClusterNodes>().IsAlone, Two.Get<ClusterNodes>().IsAlone).ShouldBe((false, false));
    }

    public async ValueTask DisposeAsync()
    {
        await Two.DisposeAsync();
        await One.DisposeAsync();
    }
}

/// <summary>A node without sockets: its players are objects.</summary>
sealed class MatchNode : IAsyncDisposable
{
    readonly IHost _host;

    MatchNode(IHost host) => _host = host;

    public TestScripts Scripts => (TestScripts)Get<IMatchScripts>();

    public static async Task<MatchNode> Start(string name, (int Silo, int Gateway) ports, IPEndPoint? first = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddMetrics().AddSingleton(new NodeName(name)).AddSingleton(new SocketSettings());
        builder.Services.AddSingleton(new MatchSettings { LabelUpdateInterval = TimeSpan.FromMilliseconds(1) });
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton<IJournal, MemoryJournal>().AddSingleton<IMatchScripts>(new TestScripts { TickRate = 60 });
        builder.Services.AddSingleton<IMatchTokens, NoTokens>();
        builder.Services.AddCluster(ports, first);
        builder.Services.AddRealtime();
        var host = builder.Build();
        await host.StartAsync();
        return new(host);
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public NodePlayer Player(string name) => new(this, name);

    /// <summary>Sends text to a stream.</summary>
    public void Say(StreamAddress stream, string words) => Get<StreamRouter>().Send(stream, new Envelope { StreamData = new() { Data = words } });

    public async Task<string> Create() => (await Get<IMatches>().Create("test", "{}")).Value;

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    sealed class NoTokens : IMatchTokens
    {
        public string Issue(string matchId, TimeSpan lifetime) => matchId;

        public string? MatchIdOf(string token) => null;
    }
}

/// <summary>A player with a session on one node, who keeps what is sent.</summary>
sealed class NodePlayer : IConnection
{
    readonly Lock _gate = new();
    readonly List<Envelope> _received = [];
    readonly MatchNode _node;

    public NodePlayer(MatchNode node, string name)
    {
        _node = node;
        var opening = new SessionOpening(Guid.NewGuid(), name, new Dictionary<string, string>(), 0, SocketFormat.Protobuf, false, "en", "", "");
        Session = new(node.Get<SessionIds>().Next(), node.Get<NodeName>(), opening, this, node.Get<SocketTraffic>(), Leave);
        node.Get<SessionRegistry>().Add(Session);
    }

    public Session Session { get; }

    public UserPresence Presence => Session.UserPresence;

    public SessionEnd? Ended { get; private set; }

    /// <summary>Everything received so far, as words.</summary>
    public IReadOnlyList<string> Seen
    {
        get
        {
            lock (_gate) return [.. _received.SelectMany(Words)];
        }
    }

    public async Task<Reply> Join(string match, string say = "yes") =>
        await Handler<MatchJoinHandler>().Handle(Session, new() { MatchId = match, Metadata = new() { ["say"] = say } });

    /// <summary>Comes to a stream.</summary>
    public void Track(StreamAddress stream, PresenceMeta? meta = null) =>
        _node.Get<PresenceTracker>().Track(Session, stream, meta ?? PresenceMeta.Plain).ShouldBe(Tracking.Tracked);

    public async Task<Match> Enter(string match) => (await Join(match)).Envelope!.Match!;

    public async Task<Match> Create(string name = "") => (await Handler<MatchCreateHandler>().Handle(Session, new() { Name = name })).Envelope!.Match!;

    public async Task Leave(string match) => await Handler<MatchLeaveHandler>().Handle(Session, new() { MatchId = match });

    public async Task Say(string match, string words, params NodePlayer[] only) => await Handler<MatchDataSendHandler>().Handle(Session, new()
    {
        MatchId = match, OpCode = 1, Data = System.Text.Encoding.UTF8.GetBytes(words), Presences = [.. only.Select(player => player.Presence)],
    });

    public Task Sees(string words) => Eventually.Is(() => Seen.Contains(words), $"{Presence.Username} sees '{words}' among: {string.Join(" | ", Seen)}");

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

    /// <summary>The socket closes.</summary>
    public void Leave(Session session, SessionEnd end)
    {
        _node.Get<PresenceTracker>().UntrackAll(session, end.Reason);
        _node.Get<SessionRegistry>().Remove(session);
        Ended = end;
    }

    T Handler<T>() => ActivatorUtilities.CreateInstance<T>(_node.Get<IServiceProvider>());

    static IEnumerable<string> Words(Envelope envelope)
    {
        if (envelope.MatchData is { } data)
            yield return $"{data.OpCode} {System.Text.Encoding.UTF8.GetString(data.Data)} from {data.Presence?.Username}";
        if (envelope.StreamData is { } said) yield return said.Data;
        var (joins, leaves) = envelope.Message switch
        {
            MatchPresenceEvent change => (change.Joins, change.Leaves),
            StreamPresenceEvent change => (change.Joins, change.Leaves),
            StatusPresenceEvent change => (change.Joins, change.Leaves),
            ChannelPresenceEvent change => (change.Joins, change.Leaves),
            _ => ([], []),
        };
        foreach (var one in joins) yield return "+" + one.Username;
        foreach (var one in leaves) yield return "-" + one.Username;
    }
}
