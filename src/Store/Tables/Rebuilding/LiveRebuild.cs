using KaosNet.Domain.Kernel;
using KaosNet.Store.Journal;
using Npgsql;

namespace KaosNet.Store.Tables.Rebuilding;

/// <summary>
/// Rebuilds inline tables while servers go on reading and writing them: new ones are filled from events in a schema beside, caught up with what was committed meanwhile,
/// and put in the places of the live ones in one transaction (docs/decisions/0033-live-rebuild.md). A rebuild that ends before its time goes on where it was
/// when the same tables are asked for again.
/// </summary>
public sealed class LiveRebuild(Database database, EventCatalogue catalogue)
{
    const int StartsMax = 5;

    /// <summary>How much it does in one transaction; smaller in tests.</summary>
    internal RebuildBounds Bounds { get; init; } = new();

    readonly string _new = SchemaOf(database.Schema);
    readonly string _old = database.Schema + "_replaced";

    /// <summary>Where the new tables are while they are filled.</summary>
    public static string SchemaOf(string schema) => schema + "_rebuilding";

    /// <summary>
    /// Throws away what unfinished rebuilds have made so far, since it shows what nothing may show any more. A rebuild that is at work begins again. To be run after the
    /// transaction in which the epoch ended, as it waits for a rebuild that is at work on a page or an index. In a deadlock with it one of the two fails, and tries again.
    /// </summary>
    public static string DiscardStatement(string schema) => $"drop schema if exists {SchemaOf(schema)} cascade; drop schema if exists {schema}_replaced cascade";

    /// <summary>Rebuilds the tables.</summary>
    /// <param name="tables">The tables, all of them switched at once.</param>
    /// <param name="progress">Told every few thousand events.</param>
    /// <param name="cancel">Stops it; what was done so far is kept.</param>
    /// <exception cref="RebuildRefusedException">It cannot be done here and now.</exception>
    public async Task<RebuildOutcome> Run(IReadOnlyList<IInlineTable> tables, IProgress<LiveRebuildProgress>? progress = null, CancellationToken cancel = default)
    {
        if (!await StoreSchema.HoldsTables(database, tables, cancel))
            throw new RebuildRefusedException("The tables are not those of this version. Start a server of it, which brings them up to date.");
        await using var turn = await database.General.OpenConnectionAsync(cancel);
        // Held to the end, or until the connection goes.
        if (!await turn.Ask<bool>($"select pg_try_advisory_lock(hashtextextended('{_new}', 0))", cancel))
            throw new RebuildRefusedException("Another rebuild is at work. Wait for its end, or stop it.");
        try
        {
            return await Run(tables, turn, progress, cancel);
        }
        finally
        {
            // A connection that goes back to its pool keeps its locks until it is used again.
            if (turn.FullState is System.Data.ConnectionState.Open) await turn.Run("select pg_advisory_unlock_all()", CancellationToken.None);
        }
    }

    async Task<RebuildOutcome> Run(IReadOnlyList<IInlineTable> tables, NpgsqlConnection turn, IProgress<LiveRebuildProgress>? progress, CancellationToken cancel)
    {
        var change = new TableSwitch(database.Schema, _new, _old, tables);
        await change.Prepare(turn, cancel);
        for (var startedOver = 0; ; startedOver++)
        {
            try
            {
                // With no key that was read before: whose it is may be forgotten since.
                ((IEpochObserver)database.PersonalKeys).EpochEnded();
                var scan = new EventScan(catalogue, new EventCodec(catalogue, database.PersonalKeys)) { Damaged = damaged => throw RebuildWork.Refused(damaged.Stream, damaged.Damage) };
                await using var run = new RebuildRun(database, scan, tables, change, _new, Bounds, progress);
                var outcome = await run.Finish(cancel);
                await change.DropOld(turn, cancel);
                await turn.Run($"drop schema {_new} cascade", cancel);
                return outcome with { StartedOver = startedOver };
            }
            catch (Exception overtaken) when (overtaken is RebuildOvertakenException or PostgresException
            {
                // Its tables were dropped, or are just being dropped.
                SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.DeadlockDetected,
            })
            {
                if (startedOver + 1 == StartsMax) throw new RebuildRefusedException("What events say was changed again and again meanwhile. Try again later.", overtaken);
            }
        }
    }
}
