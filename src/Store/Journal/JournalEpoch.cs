using System.Globalization;
using Npgsql;

namespace KaosNet.Store.Journal;

/// <summary>
/// The epoch of the store: a number that each commit of every Journal expects. Whoever changes what events say, or what shows them, without an event (a person's key is
/// destroyed, a rebuilt table takes a live one's place) ends the epoch in the same transaction: every server then drops what it keeps in memory and decides
/// again from what is there now.
/// </summary>
public static class JournalEpoch
{
    /// <summary>The table with its one row.</summary>
    internal const string Table = "journal_epoch";

    /// <summary>How long writers may be kept waiting for those who are still at it, per attempt: most commits take a few milliseconds.</summary>
    static readonly TimeSpan WaitMax = TimeSpan.FromMilliseconds(300);

    const int AttemptsMax = 100;

    internal static string CreateStatements(string schema) => $"""
        create table if not exists {schema}.{Table} (epoch bigint not null);
        insert into {schema}.{Table} select 1 where not exists (select from {schema}.{Table});
        """;

    /// <summary>What a statement of the Journal's reads to hold it against the epoch that it was decided in.</summary>
    internal static string Expect(string schema, string parameter) =>
        $"{schema}.journal_expect('{CommitFailure.EpochCode}', {parameter}, (select epoch from {schema}.{Table}))";

    /// <summary>The epoch now.</summary>
    public static async ValueTask<long> Current(Database database, NpgsqlDataSource source, CancellationToken cancel)
    {
        await using var command = source.CreateCommand($"select epoch from {database.Schema}.{Table}");
        await using var reader = await database.Query(command, source, cancel);
        return await reader.ReadAsync(cancel) ? reader.GetInt64(0) : throw new InvalidDataException($"The table {Table} has lost its row.");
    }

    /// <summary>
    /// Ends the epoch in the connection's open transaction, as its first statement. From here to the transaction's end nobody commits events; those who wait then decide
    /// again. Readers are not held up.
    /// </summary>
    /// <param name="connection">With an open transaction.</param>
    /// <param name="schema">Where the store is.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The epoch that begins.</returns>
    /// <exception cref="PostgresException">
    /// <see cref="PostgresErrorCodes.LockNotAvailable"/>: commits were on their way for longer than writers should be kept waiting. Roll back and try again, or leave that to
    /// <see cref="End"/>.
    /// </exception>
    public static async Task<long> Advance(NpgsqlConnection connection, string schema, CancellationToken cancel)
    {
        await KeepWritersOut(connection, schema, cancel);
        await using var command = new NpgsqlCommand($"update {schema}.{Table} set epoch = epoch + 1 returning epoch", connection);
        return (long)(await command.ExecuteScalarAsync(cancel) ?? throw new InvalidDataException($"The table {Table} has lost its row."));
    }

    /// <summary>
    /// The number of the last event at a moment when no commit was on its way: those with a lower number are all there to be read, and those committed later all have a higher one.
    /// </summary>
    public static Task<long> LastEvent(Database database, CancellationToken cancel) => WithoutWriters(
        database,
        KeepWritersOut,
        async (connection, cancelled) =>
        {
            await using var command = new NpgsqlCommand($"select coalesce(max(seq_id), 0) from {database.Schema}.mt_events", connection);
            return (long)(await command.ExecuteScalarAsync(cancelled))!;
        },
        cancel);

    /// <summary>Does something in a transaction of its own that ends the epoch, once no writer is at it.</summary>
    /// <param name="database">The store.</param>
    /// <param name="work">What to do, quickly, since writers wait. It is done once; when it throws, nothing is changed.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="TimeoutException">Commits were on their way all the time.</exception>
    public static Task<TResult> End<TResult>(
        Database database, Func<NpgsqlConnection, CancellationToken, Task<TResult>> work, CancellationToken cancel) =>
        WithoutWriters(database, Advance, work, cancel);

    // Every commit moves its lane's row, and so holds a lock against ours to its end. The snapshot by which it reads the epoch is taken once it has its locks.
    static async Task KeepWritersOut(NpgsqlConnection connection, string schema, CancellationToken cancel)
    {
        var milliseconds = ((int)WaitMax.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        await using var command = new NpgsqlCommand(
            $"set local lock_timeout = {milliseconds}; lock table {schema}.journal_lanes in share mode; set local lock_timeout = 0", connection);
        await command.ExecuteNonQueryAsync(cancel);
    }

    static async Task<TResult> WithoutWriters<TResult>(
        Database database,
        Func<NpgsqlConnection, string, CancellationToken, Task> keepOut,
        Func<NpgsqlConnection, CancellationToken, Task<TResult>> work,
        CancellationToken cancel)
    {
        await using var connection = await database.General.OpenConnectionAsync(cancel);
        for (var attempt = 1; ; attempt++)
        {
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            try
            {
                await keepOut(connection, database.Schema, cancel);
            }
            catch (PostgresException held) when (held.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                if (attempt == AttemptsMax) throw new TimeoutException("Somebody keeps a commit open for long, so that writers cannot be kept out.", held);
                await transaction.RollbackAsync(cancel);
                await Task.Delay(TimeSpan.FromMilliseconds(100), cancel);
                continue;
            }

            var result = await work(connection, cancel);
            await transaction.CommitAsync(cancel);
            return result;
        }
    }
}

/// <summary>Something in memory that was read from the store and is worth nothing once an epoch of it is over, such as keys.</summary>
public interface IEpochObserver
{
    /// <summary>
    /// An epoch is over. Told by the Journal before it loads anything in the next one; loads of the epoch before may still be on their way. Must not wait.
    /// </summary>
    void EpochEnded();
}
