using Npgsql;

namespace KaosNet.Store.Reading;

/// <summary>
/// Up to where the store's events stand for good: at or below that number no event can appear any more. Numbers are drawn before their transactions commit, so one
/// that is missing may be on its way still. Whoever draws a number holds a lock on the sequence until its transaction is over, so it is enough to know who held it
/// after the highest number was seen, and that they do not any more: transactions that draw nothing, however long they run, hold nobody up.
/// </summary>
public sealed class SettledEvents(Database database) : IDisposable
{
    /// <summary>Numbers looked at one by one beyond what is settled.</summary>
    const int RunMax = 1000;

    readonly SemaphoreSlim _turn = new(1);
    long _asked, _begunFor, _settled, _settledOnceOver, _high;
    HashSet<string>? _holders;

    /// <summary>The last number that is settled, as far as this server knows.</summary>
    public long Known => Volatile.Read(ref _settled);

    /// <summary>Looks how far it is now; however many ask at once, the store is asked once.</summary>
    /// <returns>The last number that is settled, and whether a higher one was seen.</returns>
    public async ValueTask<(long Settled, bool IsMoreUnderWay)> Look(CancellationToken cancel)
    {
        var ticket = Interlocked.Increment(ref _asked);
        await _turn.WaitAsync(cancel);
        try
        {
            // Somebody's look that began after this was asked for will do.
            if (_begunFor < ticket)
            {
                var asked = Volatile.Read(ref _asked);
                await LookNow(cancel);
                _begunFor = asked;
            }

            return (_settled, _high > _settled);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    async Task LookNow(CancellationToken cancel)
    {
        // The events are those of the statement's snapshot; the locks are looked at while it runs, hence later, which is what makes the answer right.
        await using var command = database.Reads.CreateCommand(
            $"""
            select coalesce((select max(seq_id) from {database.Schema}.mt_events), 0),
              array(select seq_id from {database.Schema}.mt_events where seq_id > $1 order by seq_id limit {RunMax}),
              array(select virtualtransaction from pg_locks
                where locktype = 'relation' and relation = '{database.Schema}.mt_events_sequence'::regclass
                  and database = (select oid from pg_database where datname = current_database()))
            """);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = _settled });
        await using var reader = await database.Query(command, cancel);
        await reader.ReadAsync(cancel);
        Take(reader.GetInt64(0), reader.GetFieldValue<long[]>(1), reader.GetFieldValue<string[]>(2));
    }

    /// <summary>What was seen, in this order: the highest number, the numbers after the last that was settled, and who may have numbers that are not there yet.</summary>
    internal void Take(long high, long[] run, string[] holders)
    {
        var settled = _settled;
        // What has no gap before it needs nobody's end.
        foreach (var sequence in run)
        {
            if (sequence != settled + 1) break;
            settled = sequence;
        }

        if (_holders is not null && !holders.Any(_holders.Contains))
        {
            settled = Math.Max(settled, _settledOnceOver);
            _holders = null;
        }

        if (holders.Length == 0)
        {
            settled = Math.Max(settled, high);
            _holders = null;
        }
        else if (_holders is null && high > settled)
        {
            _holders = [.. holders];
            _settledOnceOver = high;
        }

        _high = high;
        Volatile.Write(ref _settled, settled);
    }
}
