using System.Runtime.CompilerServices;
using KaosNet.Domain.Matches;
using KaosNet.Projections.Matches;
using KaosNet.Realtime.Matches;
using KaosNet.Realtime.Matches.Resuming;
using KaosNet.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaosNet.Realtime.Tests.Matches;

/// <summary>Records that outlive their servers.</summary>
sealed class OutlivingGame : IAsyncDisposable
{
    public static readonly JoinRequest Nothing = new(new Dictionary<string, string>(), new Dictionary<string, string>(), 0, "", "");

    readonly MemoryJournal _journal = new();
    readonly HashSet<string> _alive = new(StringComparer.Ordinal);
    readonly List<MatchBench> _benches = [];

    public OutlivedServer Start(MatchSettings? settings = null)
    {
        var bench = new MatchBench(settings, shared: _journal);
        _benches.Add(bench);
        var resumer = new MatchResumer(
            bench.Host, bench.Scripts, new Archive(_journal), new Runs(_alive), _journal, bench.Run, new NodeName("node"), settings ?? new(), bench.Loop,
            NullLogger<MatchResumer>.Instance);
        return new(bench, resumer);
    }

    /// <summary>Another server, which goes on with the matches of those that are gone.</summary>
    public async Task<OutlivedServer> Restart(MatchSettings? settings = null)
    {
        var server = Start(settings);
        await server.Resume();
        return server;
    }

    /// <summary>The server is gone once what it has handed over is stored.</summary>
    public async Task Crash(OutlivedServer server)
    {
        await Eventually.Is(() => server.Bench.Recorder.BytesWaiting == 0);
        _alive.Remove(server.Bench.Run.Id);
    }

    public IReadOnlyList<object> EventsOf(MatchKey match) => _journal.EventsOf(StreamOf(match));

    /// <summary>Cuts the last piece of a record off in its middle.</summary>
    public void Damage(MatchKey match) => _journal.Rewrite(
        StreamOf(match), events => events.Select(one => one is MatchInputsRecorded { FromTick: > 0 } piece ? piece with { Steps = piece.Steps[..^3] } : one));

    /// <summary>Has the server gone between the last piece and the end.</summary>
    public void LoseEnd(MatchKey match) => _journal.Rewrite(StreamOf(match), events => events.Where(one => one is not MatchEnded));

    public async ValueTask DisposeAsync()
    {
        foreach (var bench in _benches) await bench.DisposeAsync();
    }

    static Domain.Kernel.StreamRef<MatchHistory> StreamOf(MatchKey match) => MatchHistory.Stream.Of(match.Id.ToString());

    sealed class Archive(MemoryJournal journal) : IMatchArchive
    {
        public Task<IReadOnlyList<OpenMatch>> OpenOfOtherRuns(string node, string run, int most, CancellationToken cancel) =>
            Task.FromResult<IReadOnlyList<OpenMatch>>(
            [
                .. journal.Matches.Where(match => match.IsOpen && match.Node == node && match.Run != run).Take(most)
                    .Select(match => new OpenMatch(Guid.Parse(match.Id), node, match.Run)),
            ]);

        public async IAsyncEnumerable<MatchEvent> Read(Guid match, long from, [EnumeratorCancellation] CancellationToken cancel)
        {
            await Task.Yield();
            foreach (var happened in journal.EventsOf(MatchHistory.Stream.Of(match.ToString())).Skip((int)from - 1)) yield return (MatchEvent)happened;
        }

        public Task<long?> LastCodeChange(Guid match, CancellationToken cancel)
        {
            var at = journal.EventsOf(MatchHistory.Stream.Of(match.ToString())).ToList().FindLastIndex(happened => happened is MatchCodeChanged);
            return Task.FromResult<long?>(at < 0 ? null : at + 1);
        }
    }

    sealed class Runs(HashSet<string> alive) : IMatchRuns
    {
        public Task Hold(string run, CancellationToken cancel)
        {
            lock (alive) alive.Add(run);
            return Task.CompletedTask;
        }

        public Task<IAsyncDisposable?> Take(string run, CancellationToken cancel)
        {
            lock (alive) return Task.FromResult<IAsyncDisposable?>(alive.Contains(run) ? null : this);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

/// <summary>A server of such a game.</summary>
sealed record OutlivedServer(MatchBench Bench, MatchResumer Resumer)
{
    /// <summary>Does what a server does at its start.</summary>
    public async Task Resume() => await Resumer.Resume(await Resumer.Look(CancellationToken.None), CancellationToken.None);
}
