using System.Runtime.CompilerServices;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Seals;
using KaosNet.Store.Journal;
using KaosNet.Store.Reading;
using Npgsql;

namespace KaosNet.Store.Chain;

/// <summary>Seals what is settled in the store: as many seals as it takes, each over a bounded span. Of several servers one does it at a time.</summary>
public sealed class SealMaker(Database database, SettledEvents settled, IJournal journal)
{
    // The same in all of ours; the schema's name makes it the store's own.
    const int SealLock = 0x5EA1;

    /// <summary>Seals made in one go; the next go carries on.</summary>
    const int SealsMax = 1000;

    static readonly Caller Sealing = Caller.System("seal", "Seal");

    /// <summary>Seals all that has happened from the last seal to the moment when this begins.</summary>
    /// <param name="atLeastAfter">Nothing is done when a seal was made since then, by whatever server.</param>
    /// <param name="cancel">Stops it between two seals.</param>
    /// <returns>The seals, each as soon as it is made; none when there was nothing to seal, or another server is at it.</returns>
    public async IAsyncEnumerable<StoredSeal> Make(DateTimeOffset? atLeastAfter, [EnumeratorCancellation] CancellationToken cancel)
    {
        // Not what happens while it is at it: on a busy server it would never end.
        var (end, _) = await settled.Look(cancel);
        for (var count = 0; count < SealsMax; count++)
        {
            if (await MakeOne(end, count == 0 ? atLeastAfter : null, cancel) is not { } made) break;
            yield return made;
        }
    }

    async Task<StoredSeal?> MakeOne(long end, DateTimeOffset? atLeastAfter, CancellationToken cancel)
    {
        await using var connection = await database.General.OpenConnectionAsync(cancel);
        await using var turn = await connection.BeginTransactionAsync(cancel);
        if (!await IsOurTurn(connection, cancel)) return null;
        var last = await StoredSeal.Last(connection, database.Schema, cancel);
        if (last is not null && atLeastAfter is { } moment && last.At > moment) return null;
        var after = last?.Seal.Through ?? await Begins(connection, cancel) - 1;
        var through = end - after > SealSpan.EventsMax ? await EndOfSpan(connection, after, end, cancel) : end;
        if (!await HasNews(connection, after, through, cancel)) return null;

        using var span = new SealSpan(after, through);
        await using (var rows = await CopiedRows.Of(
            connection, $"select seq_id, stream_id, version, hash from {database.Schema}.mt_events where seq_id > {after} and seq_id <= {through} order by seq_id", 4, cancel))
        {
            while (await rows.Next(cancel)) span.Add(rows.Long(0), rows.Bytes(1), rows.Long(2), rows.Bytes(3));
        }

        var answer = await journal.Execute(span.Finish(), Sealing, cancel);
        // Another server's is as good; anything else is for a person to look at.
        if (answer.Fault is { Code: FaultCode.Aborted }) return null;
        if (answer.Fault is { } fault) throw new InvalidOperationException($"The store could not be sealed: {fault.Message}");
        return await StoredSeal.Last(connection, database.Schema, cancel);
    }

    async Task<bool> IsOurTurn(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand($"select pg_try_advisory_xact_lock({SealLock}, hashtext('{database.Schema}'))", connection);
        return await command.ExecuteScalarAsync(cancel) is true;
    }

    async Task<long> Begins(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand($"select min(begins) from {database.Schema}.journal_chain", connection);
        return await command.ExecuteScalarAsync(cancel) is long begins ? begins : 1;
    }

    /// <summary>The number of the last event that one seal may stand over.</summary>
    async Task<long> EndOfSpan(NpgsqlConnection connection, long after, long through, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            $"select seq_id from {database.Schema}.mt_events where seq_id > $1 and seq_id <= $2 order by seq_id offset {SealSpan.EventsMax - 1} limit 1", connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = through });
        return await command.ExecuteScalarAsync(cancel) is long last ? last : through;
    }

    /// <summary>Seals alone are nothing to seal.</summary>
    async Task<bool> HasNews(NpgsqlConnection connection, long after, long through, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            $"select exists(select 1 from {database.Schema}.mt_events where seq_id > $1 and seq_id <= $2 and stream_id <> $3)", connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = through });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = SealChain.OfStore.Key });
        return await command.ExecuteScalarAsync(cancel) is true;
    }
}
