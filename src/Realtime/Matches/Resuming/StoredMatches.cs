using System.Runtime.CompilerServices;
using System.Text;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Projections.Feed;
using KaosNet.Projections.Matches;
using KaosNet.Store;
using KaosNet.Store.History;
using KaosNet.Store.Journal;

namespace KaosNet.Realtime.Matches.Resuming;

/// <summary>Records of matches in the game's database.</summary>
public sealed class StoredMatches(Database database, EventCatalogue catalogue) : IMatchArchive
{
    readonly OpenMatches _open = new(database);
    readonly StreamHistory _history = new(database);
    readonly EventCodec _codec = new(catalogue, database.PersonalKeys);

    public Task<IReadOnlyList<OpenMatch>> OpenOfOtherRuns(string node, string run, int most, CancellationToken cancel) =>
        _open.OfOtherRuns(node, run, most, cancel);

    public Task<long?> LastCodeChange(Guid match, CancellationToken cancel) =>
        _history.LastOf(MatchHistory.Stream.KeyOf(match.ToString("D")), EventCatalogue.NameOf(typeof(MatchCodeChanged)), cancel);

    public async IAsyncEnumerable<MatchEvent> Read(Guid match, long from, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var recorded in _history.Read(MatchHistory.Stream.KeyOf(match.ToString("D")), from, cancel))
        {
            // Nothing is made of what cannot be read any more.
            yield return recorded.IsForgotten ? MatchInputsRecorded.Forgotten : (MatchEvent)_codec.Decode(recorded.Name, Encoding.UTF8.GetBytes(recorded.Json));
        }
    }
}

/// <summary>Runs of servers as advisory locks of the game's database: one that died or lost its connection holds none.</summary>
public sealed class LockedRuns(Database database) : IMatchRuns
{
    FeedTurn? _own;

    public async Task Hold(string run, CancellationToken cancel)
    {
        _own ??= TurnOf(run);
        if (!await _own.IsOurs(cancel)) throw new InvalidOperationException("Another server looks after what this one runs, as the database had lost sight of it.");
    }

    public async Task<IAsyncDisposable?> Take(string run, CancellationToken cancel)
    {
        var turn = TurnOf(run);
        return await turn.IsOurs(cancel) ? turn : null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_own is not null) await _own.DisposeAsync();
        _own = null;
    }

    FeedTurn TurnOf(string run) => new(database, FeedTurn.LockOf("matches of run " + run, database.Schema));
}
