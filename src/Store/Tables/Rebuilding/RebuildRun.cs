using System.Diagnostics;
using KaosNet.Store.Journal;
using Npgsql;

namespace KaosNet.Store.Tables.Rebuilding;

/// <summary>One way from wherever the rebuild is to its end.</summary>
sealed class RebuildRun(
    Database database, EventScan scan, IReadOnlyList<IInlineTable> tables, TableSwitch change, string schema, RebuildBounds bounds,
    IProgress<LiveRebuildProgress>? progress) : IAsyncDisposable
{
    /// <summary>With so few changes left, writers are kept out for the last of them.</summary>
    const int RemainderMax = 200;

    /// <summary>Rounds of catching up after which writers are kept out, however much is left: then they write about as fast as it is brought in.</summary>
    const int RoundsMax = 12;

    /// <summary>With more changes than this left, writers are not kept out: it would take long enough for some of them to give up.</summary>
    const int WaitedForMax = 20_000;

    /// <summary>Attempts to get the tables from their readers, or the store from its writers, each a fraction of a second long.</summary>
    const int AttemptsMax = 600;
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    NpgsqlConnection? _reading, _writing;
    long _read, _through;

    NpgsqlConnection Reading => _reading!;

    NpgsqlConnection Writing => _writing!;

    public async Task<RebuildOutcome> Finish(CancellationToken cancel)
    {
        _reading = await database.General.OpenConnectionAsync(cancel);
        _writing = await database.General.OpenConnectionAsync(cancel);
        await Reading.Run(EventQueries.Settings.Replace("set local", "set", StringComparison.Ordinal), cancel);
        var work = new RebuildWork(database.Schema, schema, tables, scan, bounds, Reading, Writing);
        var begun = await Begin(cancel);
        var position = await Index(await Fold(work, begun, cancel), cancel);
        position = await CatchUp(work, position, cancel);
        var (writers, readers) = await Switch(work, position, cancel);
        return new(_read, begun.Events, _through - begun.AsOf, writers, readers, StartedOver: 0);
    }

    public async ValueTask DisposeAsync()
    {
        if (_reading is not null) await _reading.DisposeAsync();
        if (_writing is not null) await _writing.DisposeAsync();
    }

    /// <summary>Goes on with what an earlier run has left, when it was about the same by the same rules; begins with empty tables otherwise.</summary>
    async Task<RebuildPosition> Begin(CancellationToken cancel)
    {
        var epoch = await JournalEpoch.Current(database, database.General, cancel);
        var what = string.Join('\n', tables.Select(table => $"{table.CreateStatements(database.Schema)} {table.Build} {StateLoader.BuildOf(table.Kind)}"));
        if (await RebuildPosition.Find(Writing, schema, cancel) is { } kept && kept.What == what && kept.Epoch == epoch) return kept;
        await Writing.Run($"drop schema if exists {schema} cascade; create schema {schema}; {RebuildPosition.CreateStatement(schema)}", cancel);
        foreach (var table in tables) await Writing.Run(table.CreateScratchStatement(schema), cancel);
        var asOf = await Settled(cancel);
        var total = await Reading.Ask<long>($"select count(*) from {EventQueries.OfKinds(database.Schema, tables)} and seq_id <= {asOf}", cancel);
        RebuildPosition position = new(what, epoch, asOf, LastKey: "", IsFolded: false, IsIndexed: false, Applied: asOf, Events: 0, total);
        await position.Keep(Writing, schema, cancel);
        return position;
    }

    async Task<RebuildPosition> Fold(RebuildWork work, RebuildPosition position, CancellationToken cancel)
    {
        var before = position.Events;
        scan.Read = more => progress?.Report(new(RebuildStep.Folding, before + (_read += more), position.EventsTotal));
        while (!position.IsFolded) position = await work.FoldPage(position, cancel);
        return position;
    }

    async Task<RebuildPosition> Index(RebuildPosition position, CancellationToken cancel)
    {
        if (position.IsIndexed) return position;
        for (var done = 0; done < tables.Count; done++)
        {
            progress?.Report(new(RebuildStep.Indexing, done, tables.Count));
            // Plans of readers go by statistics from the first moment.
            await Writing.Run($"{tables[done].CreateStatements(schema)} analyze {schema}.{tables[done].Name}", cancel);
        }

        position = position with { IsIndexed = true };
        await position.Keep(Writing, schema, cancel);
        return position;
    }

    async Task<RebuildPosition> CatchUp(RebuildWork work, RebuildPosition position, CancellationToken cancel)
    {
        scan.Read = more => _read += more;
        for (var round = 1; round <= RoundsMax; round++)
        {
            var through = await Settled(cancel);
            var (from, isLast) = (position.Applied, through - position.Applied <= RemainderMax);
            while (position.Applied < through)
            {
                progress?.Report(new(RebuildStep.CatchingUp, position.Applied - from, through - from));
                position = await work.ApplySome(position, through, cancel);
            }

            if (isLast) break;
        }

        return position;
    }

    async Task<(TimeSpan Writers, TimeSpan Readers)> Switch(RebuildWork work, RebuildPosition position, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var (writers, readers) = await JournalEpoch.End(database, (connection, stop) => SwitchNow(work, position, connection, stop), cancel);
                return (Stopwatch.GetElapsedTime(writers), Stopwatch.GetElapsedTime(readers));
            }
            catch (Exception held) when (held is FarBehindException or PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected })
            {
                if (attempt == AttemptsMax)
                {
                    throw new RebuildRefusedException(
                        held is FarBehindException ? held.Message : "Somebody keeps reading the tables in one long transaction. All is ready: run the same command again later.", held);
                }

                progress?.Report(new(RebuildStep.Waiting));
                await Task.Delay(Pause, cancel);
                position = await CatchUp(work, position, cancel);
            }
        }
    }

    async Task<(long Writers, long Readers)> SwitchNow(RebuildWork work, RebuildPosition position, NpgsqlConnection connection, CancellationToken cancel)
    {
        var since = Stopwatch.GetTimestamp();
        if (await connection.Ask<long>($"select epoch from {database.Schema}.{JournalEpoch.Table}", cancel) != position.Epoch + 1)
            throw new RebuildOvertakenException("The epoch ended meanwhile.");
        // A server of another version may be about to change the tables.
        if (!await connection.Ask<bool>($"select pg_try_advisory_xact_lock({StoreSchema.SchemaLock})", cancel) || !await StoreSchema.HoldsTables(database, tables, cancel))
            throw new RebuildRefusedException("A server of another version is changing the tables.");
        var through = await connection.Ask<long>($"select coalesce(max(seq_id), 0) from {database.Schema}.mt_events", cancel);
        if (through - position.Applied > WaitedForMax) throw new FarBehindException();
        await work.Apply(position, through, connection, cancel);
        _through = through;
        await connection.Run(TableSwitches.Statement(database, position.Epoch + 1), cancel);
        return (since, await change.Switch(connection, cancel));
    }

    /// <summary>The last place in the store behind which no commit is on its way any more. Writers wait for the moment of the look.</summary>
    async Task<long> Settled(CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var transaction = await Writing.BeginTransactionAsync(cancel);
                // Every commit moves the row of its lane.
                await Writing.Run($"set local lock_timeout = 200; lock table {database.Schema}.journal_lanes in share mode", cancel);
                var last = await Writing.Ask<long>($"select coalesce(max(seq_id), 0) from {database.Schema}.mt_events", cancel);
                await transaction.CommitAsync(cancel);
                return last;
            }
            catch (PostgresException held) when (held.SqlState == PostgresErrorCodes.LockNotAvailable && attempt < AttemptsMax)
            {
                await Task.Delay(Pause, cancel);
            }
        }
    }

    sealed class FarBehindException() : Exception("Events are committed faster than they are brought in. Run the same command again in a quieter hour.");
}
