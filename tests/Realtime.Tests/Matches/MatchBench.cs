using System.Diagnostics.Metrics;
using System.Text;
using KaosNet.Domain.Matches;
using KaosNet.Realtime.Matches;
using KaosNet.Realtime.Matches.Listing;
using KaosNet.Realtime.Matches.Recording;
using KaosNet.Realtime.Matches.Ticking;
using KaosNet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace KaosNet.Realtime.Tests.Matches;

/// <summary>A tick host that is turned by hand, with players on paper.</summary>
sealed class MatchBench : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public MatchBench(MatchSettings? settings = null, ITickLoop? loop = null, Action<MemoryJournal>? journal = null, MemoryJournal? shared = null)
    {
        Journal = shared ?? new();
        journal?.Invoke(Journal);
        settings ??= new();
        Loop = loop ?? new ManualTickLoop(Start);
        Recorder = new(Journal, TimeProvider.System, settings, NullLogger<MatchRecorder>.Instance);
        var meter = new RealtimeMeter(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());
        Index = new(settings, Clock);
        Host = new(Scripts, Loop, Audience, Recorder, Index, settings, new MatchMetrics(meter), new NodeName("node"), Run, seed: 5, NullLogger<MatchHost>.Instance);
    }

    public MemoryJournal Journal { get; }

    /// <summary>The clock of what runs beside the matches.</summary>
    public FakeTimeProvider Clock { get; } = new(Start);

    public MatchIndex Index { get; }

    public TestScripts Scripts { get; } = new();

    public Audience Audience { get; } = new();

    public ITickLoop Loop { get; }

    public ManualTickLoop Hand => (ManualTickLoop)Loop;

    public MatchRun Run { get; } = MatchRun.New();

    public MatchRecorder Recorder { get; }

    public MatchHost Host { get; }

    public static MatchPresence Player(string name) => new("user-" + name, "session-" + name, name, "node");

    public MatchKey Create(string parameters = "{}")
    {
        MatchKey.TryParse(Host.Create("test", parameters).Value, out var key).ShouldBeTrue();
        return key;
    }

    /// <summary>Somebody joins and arrives.</summary>
    public async Task<JoinAnswer?> Join(MatchKey match, string name, string say = "yes", bool arrives = true)
    {
        var joining = Host.Join(
            match, Player(name), new(new Dictionary<string, string> { ["say"] = say }, new Dictionary<string, string>(), 0, "", ""), CancellationToken.None);
        Hand.RunReady();
        var answer = (await joining).Value;
        if (answer?.Accepted == true && arrives) Host.Presences(match, [Player(name)], []);
        Hand.RunReady();
        return answer;
    }

    public void Say(MatchKey match, string name, string words) =>
        Host.Post(match, new(Player(name), 1, Encoding.UTF8.GetBytes(words), true, Loop.Time.GetUtcNow().ToUnixTimeMilliseconds()));

    public void Ticks(int count) => Hand.Advance(TimeSpan.FromMilliseconds(100 * count));

    /// <summary>The match's record once its end is stored.</summary>
    public async Task<IReadOnlyList<object>> RecordOf(MatchKey match)
    {
        await Eventually.Is(() => EventsOf(match) is [.., MatchEnded]);
        return EventsOf(match);
    }

    IReadOnlyList<object> EventsOf(MatchKey match) => Journal.EventsOf(MatchHistory.Stream.Of(match.Id.ToString()));

    public ValueTask DisposeAsync() => Recorder.DisposeAsync();
}

/// <summary>Writes down what players would see.</summary>
sealed class Audience : IMatchAudience
{
    public List<string> Seen { get; } = [];

    public void Send(MatchKey match, MatchPresence? sender, long opCode, byte[] data, bool reliable, IReadOnlyList<string> sessionIds) =>
        Seen.Add($"{opCode} {Encoding.UTF8.GetString(data)} from {sender?.Username} to {string.Join(",", sessionIds)}");

    public void Kick(MatchKey match, IReadOnlyList<MatchPresence> presences) => Seen.Add("kick " + string.Join(",", presences.Select(one => one.Username)));

    public void Close(MatchKey match) => Seen.Add("close");

    public void Disconnect(IReadOnlyList<MatchPresence> presences) => Seen.Add("disconnect " + string.Join(",", presences.Select(one => one.Username)));

    public int SizeOfRelayed(MatchKey match) => 0;
}
