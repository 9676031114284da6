using System.Text;
using System.Text.Json.Nodes;
using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Matches.Joining;
using KaosNet.Realtime.Matchmaking;
using KaosNet.Realtime.Scripts;
using KaosNet.Realtime.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace KaosNet.Realtime.Tests.Matchmaking;

/// <summary>A server's matchmaker whose passes are turned by hand, and players with sockets that remember what they were sent.</summary>
sealed class TestMatchmaker : IMatchTokens, IMatchmakerFunctions
{
    static readonly NodeName Node = new("node1");

    readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    readonly SessionRegistry _sessions;
    readonly SocketTraffic _traffic;

    public TestMatchmaker(MatchmakerRules? rules = null)
    {
        var meter = ActivatorUtilities.CreateInstance<RealtimeMeter>(_services);
        (_sessions, _traffic) = (new(meter), new(meter));
        rules ??= new();
        Passes = new(rules, this, this, new(meter), Time, Log);
        Matchmaker = new(rules, Passes, ClusterMatchmaker.Alone, _sessions, Node, Time);
    }

    public Matchmaker Matchmaker { get; }

    public MatchmakerPasses Passes { get; }

    public FakeTimeProvider Time { get; } = new(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    /// <summary>The modules' function for found matches.</summary>
    public Func<IReadOnlyList<MatchedPlayer>, Task<Answer<string?>>>? Found { get; set; }

    public bool HasMatched => Found is not null;

    public MatchmakerPart Part { get; set; }

    /// <summary>The modules' processor.</summary>
    public Func<IReadOnlyList<HeldTicket>, Answer<IReadOnlyList<IReadOnlyList<string>>>>? Processing { get; set; }

    /// <summary>The modules' override.</summary>
    public Func<IReadOnlyList<IReadOnlyList<HeldTicket>>, Answer<IReadOnlyList<IReadOnlyList<string>>>>? Overriding { get; set; }

    /// <summary>What was logged as a warning or worse.</summary>
    public Warnings Log { get; } = new();

    public void Process(Func<IReadOnlyList<HeldTicket>, List<IReadOnlyList<string>>> process) =>
        (Part, Processing) = (MatchmakerPart.Processor, tickets => process(tickets));

    public void Override(Func<IReadOnlyList<IReadOnlyList<HeldTicket>>, List<IReadOnlyList<string>>> choose) =>
        (Part, Overriding) = (MatchmakerPart.Override, candidates => choose(candidates));

    ValueTask<Answer<IReadOnlyList<IReadOnlyList<string>>>> IMatchmakerFunctions.Process(IReadOnlyList<HeldTicket> tickets, CancellationToken cancel) =>
        ValueTask.FromResult(Processing!(tickets));

    ValueTask<Answer<IReadOnlyList<IReadOnlyList<string>>>> IMatchmakerFunctions.Override(
        IReadOnlyList<IReadOnlyList<HeldTicket>> candidates, CancellationToken cancel) => ValueTask.FromResult(Overriding!(candidates));

    public static MatchmakerSearch Search(int min = 2, int max = 2, string query = "*", int multiple = 1) => MatchmakerSearch.Of(min, max, multiple, query).Value;

    public TestPlayer Player(string name)
    {
        var connection = new Connection();
        var opening = new SessionOpening(Guid.NewGuid(), name, new Dictionary<string, string>(), 0, SocketFormat.Json, false, "en", "", "");
        var session = new Session(Guid.NewGuid(), Node, opening, connection, _traffic, (closing, _) =>
        {
            if (!closing.TryBeginClose()) return;
            Matchmaker.Closing(closing);
            _sessions.Remove(closing);
        });
        _sessions.Add(session);
        return new(session, connection);
    }

    public string Issue(string matchId, TimeSpan lifetime) => $"{matchId} for {lifetime.TotalSeconds} s";

    public string? MatchIdOf(string token) => null;

    public async ValueTask<Answer<string?>> Matched(IReadOnlyList<MatchedPlayer> players, CancellationToken cancel) => await Found!(players);

    internal sealed class Warnings : ILogger<MatchmakerPasses>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) Lines.Add(formatter(state, exception));
        }
    }

    internal sealed class Connection : IConnection
    {
        readonly List<JsonObject> _sent = [];

        public IReadOnlyList<JsonObject> Sent
        {
            get { lock (_sent) return [.. _sent]; }
        }

        public bool IsBroken { get; set; }

        public SessionEnd? Send(ReadOnlySpan<byte> message, bool isReliable)
        {
            if (IsBroken) throw new InvalidOperationException("the socket is broken");
            var envelope = JsonNode.Parse(Encoding.UTF8.GetString(message))!.AsObject();
            lock (_sent) _sent.Add(envelope);
            return null;
        }

        public void SendLast(ReadOnlySpan<byte> message) => Send(message, isReliable: true);

        public void Close(SessionEnd end)
        {
        }
    }
}

/// <summary>A player with one socket.</summary>
sealed class TestPlayer(Session session, TestMatchmaker.Connection connection)
{
    public Session Session => session;

    /// <summary>The matches that the player was told of.</summary>
    public IReadOnlyList<JsonNode> Matches => [.. connection.Sent.Select(envelope => envelope["matchmaker_matched"]!)];

    /// <summary>Whoever sends to the player fails.</summary>
    public void Break() => connection.IsBroken = true;

    public void Leave() => session.Close(SessionEnd.ServerSide);
}
