using Npgsql;

namespace KaosNet.Store.Journal;

/// <summary>
/// What a server keeps of the store in memory while one epoch of it lasts (<see cref="JournalEpoch"/>). All of it was loaded after that epoch had begun, and
/// nothing is committed from it once the epoch is over. Whoever works on goes by one era to the end; what it still keeps there when a new one has begun goes with it.
/// </summary>
sealed class Era(JournalOptions options)
{
    /// <summary>Epochs are counted from 1.</summary>
    const long Unknown = 0;

    long _epoch = Unknown;

    /// <summary>The states that were loaded or left by commits in it.</summary>
    public StateCache Cache { get; } = new(options.CachedStatesMax, options.CachedBytesMax);

    /// <summary>The epoch that it is of, known once <see cref="Begun"/>.</summary>
    public long Epoch => Volatile.Read(ref _epoch);

    /// <summary>To be waited for before anything is loaded.</summary>
    public ValueTask Begun(Database database, NpgsqlDataSource source, CancellationToken cancel) =>
        Epoch != Unknown ? ValueTask.CompletedTask : Begin(database, source, cancel);

    // Of several that ask at once the first counts: all load after it has.
    async ValueTask Begin(Database database, NpgsqlDataSource source, CancellationToken cancel) =>
        Interlocked.CompareExchange(ref _epoch, await JournalEpoch.Current(database, source, cancel), Unknown);
}
