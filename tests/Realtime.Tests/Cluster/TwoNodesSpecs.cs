using System.Net;
using KaosNet.Realtime.Cluster;
using KaosNet.Realtime.Matches;
using KaosNet.Realtime.Matches.Joining;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Sessions;
using KaosNet.Realtime.Statuses;
using KaosNet.Realtime.Tests.Matches;
using KaosNet.Store.Journal;
using KaosNet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Tests.Cluster;

public class TwoNodesSpecs
{
    static readonly StreamAddress Room = new(StreamMode.FirstOfGames, Guid.Parse("886313e1-3b8a-5372-9b90-0c9aee199e5d"), "lobby");

    [Fact]
    public async Task what_is_sent_to_a_stream_reaches_members_on_other_nodes()
    {
        var ports = ClusterServices.FreePorts();
        using var one = Node("one", ports);
        await one.StartAsync();
        var streams = one.Services.GetRequiredService<OrleansStreams>();
        streams.IsAlone.ShouldBeTrue();
        var (annsSocket, ann) = Member(one);

        using var two = Node("two", ClusterServices.FreePorts(), new IPEndPoint(IPAddress.Loopback, ports.Silo));
        await two.StartAsync();
        await Eventually.Is(() => !streams.IsAlone && !two.Services.GetRequiredService<OrleansStreams>().IsAlone);
        var (bobsSocket, bob) = Member(two);

        // Announcements are on their way for a while; nothing else tells when they have arrived.
        await Eventually.Is(() =>
        {
            one.Services.GetRequiredService<StreamRouter>().Send(Room, new() { StreamData = new() { Data = "hello" } });
            return bob.Text.Contains("hello", StringComparison.Ordinal);
        });
        await Eventually.Is(() =>
        {
            two.Services.GetRequiredService<StreamRouter>().Send(Room, new() { StreamData = new() { Data = "and back" } });
            return ann.Text.Contains("and back", StringComparison.Ordinal);
        });

        // Who is followed may be anywhere, too.
        one.Services.GetRequiredService<StatusFollows>().Follow(annsSocket, [bobsSocket.UserId]).Fault.ShouldBeNull();
        await Eventually.Is(() =>
        {
            two.Services.GetRequiredService<PresenceTracker>().Update(bobsSocket, StatusStreams.Of(bobsSocket.UserId), new(Status: "far away")).ShouldBeTrue();
            return ann.Text.Contains("far away", StringComparison.Ordinal);
        });
        await two.StopAsync();
        await one.StopAsync();
    }

    static (Session Session, Outgoing Outgoing) Member(IHost node)
    {
        var outgoing = new Outgoing();
        var opening = new SessionOpening(Guid.NewGuid(), "x", new Dictionary<string, string>(), 0, SocketFormat.Json, false, "en", "", "");
        var session = new Session(
            Guid.NewGuid(), node.Services.GetRequiredService<NodeName>(), opening,
            outgoing,
            node.Services.GetRequiredService<SocketTraffic>(), (_, _) => { });
        node.Services.GetRequiredService<PresenceTracker>().Track(session, Room, PresenceMeta.Plain).ShouldBe(Tracking.Tracked);
        return (session, outgoing);
    }

    internal static IHost Node(string name, (int Silo, int Gateway) ports, IPEndPoint? first = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddMetrics().AddSingleton(new NodeName(name)).AddSingleton(new SocketSettings()).AddSingleton(new MatchSettings());
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton<IJournal, MemoryJournal>().AddSingleton<IMatchScripts, TestScripts>();
        builder.Services.AddSingleton<IMatchTokens, NoTokens>();
        builder.Services.AddCluster(ports, first);
        builder.Services.AddRealtime();
        return builder.Build();
    }

    sealed class NoTokens : IMatchTokens
    {
        public string Issue(string matchId, TimeSpan lifetime) => matchId;

        public string? MatchIdOf(string token) => null;
    }

    /// <summary>Keeps what was sent.</summary>
    internal sealed class Outgoing : IConnection
    {
        readonly Lock _gate = new();
        readonly System.Text.StringBuilder _text = new();

        public string Text
        {
            get { lock (_gate) return _text.ToString(); }
        }

        public SessionEnd? Send(ReadOnlySpan<byte> message, bool isReliable)
        {
            lock (_gate) _text.Append(System.Text.Encoding.UTF8.GetString(message));
            return null;
        }

        public void SendLast(ReadOnlySpan<byte> message) => Send(message, isReliable: true);

        public void Close(SessionEnd end)
        {
        }
    }
}
