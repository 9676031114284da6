using Npgsql;

namespace KaosNet.Store.Journal;

/// <summary>
/// How a lane finds out whether a transaction came through when the connection was lost in the middle. The lane owns a row with a number; every
/// transaction moves it from the number that the lane knows to the next. Afterwards the lane either finds its own number, or moves the row on
/// itself, and then the lost transaction can never come through any more. A server that is alone does the same to the rows of those that are gone: the number
/// is then below zero, and tells the lane whose it was where it stood (<see cref="WriterLease"/>).
/// </summary>
sealed class LaneToken(NpgsqlDataSource source, string schema, WriterLease? lease = null)
{
    Guid _lane = Guid.CreateVersion7();
    bool _isRegistered;
    long? _attempted;

    public Guid Lane => _lane;

    /// <summary>The number in the row, as far as the lane knows.</summary>
    public long Current { get; private set; }

    /// <summary>True while it is open whether the last transaction came through.</summary>
    public bool IsOpen => _attempted is not null;

    /// <summary>The number that the next transaction moves the row to.</summary>
    public long Next => Current + 1;

    /// <summary>A transaction is about to move the row to <see cref="Next"/>.</summary>
    public void Attempt() => _attempted = Next;

    public void CameThrough() => (Current, _attempted) = (_attempted!.Value, null);

    /// <summary>The database said that nothing was committed.</summary>
    public void FellThrough() => _attempted = null;

    /// <summary>Makes the lane's row, if it has none. Nobody may be alone who has not seen it, so the lease is asked for anew afterwards.</summary>
    public async Task Register(CancellationToken cancel)
    {
        if (_isRegistered) return;
        await using var command = source.CreateCommand(
            $"with dead as (delete from {schema}.journal_lanes where at < now() - interval '30 days') " +
            $"insert into {schema}.journal_lanes (lane, token, at, writer) values ($1, $2, now(), $3) on conflict (lane) do nothing");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = _lane });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Current });
        command.Parameters.Add(new NpgsqlParameter<Guid?> { TypedValue = lease?.Writer });
        await command.ExecuteNonQueryAsync(cancel);
        if (lease is not null)
        {
            lease.Doubt();
            await using var wake = source.CreateCommand($"select pg_notify('{lease.Channel}', '{lease.Writer}')");
            await wake.ExecuteNonQueryAsync(cancel);
            await lease.Held();
        }

        _isRegistered = true;
    }

    /// <summary>Takes a new row, since the old one is not as the lane left it: perhaps another server is alone by now.</summary>
    public void StartOver()
    {
        (_lane, _isRegistered, _attempted, Current) = (Guid.CreateVersion7(), false, null, 0);
        lease?.Doubt();
    }

    /// <summary>Whether the open transaction came through; if it did not, then it never will. Throws when the database cannot tell.</summary>
    public async Task<bool> FindOut(CancellationToken cancel)
    {
        var attempted = _attempted ?? throw new InvalidOperationException("No transaction is open.");
        // Waits for a transaction that is still running in the database, since it holds the row.
        await using var fence = source.CreateCommand($"update {schema}.journal_lanes set token = $3, at = now() where lane = $1 and token = $2");
        fence.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = _lane });
        fence.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Current });
        fence.Parameters.Add(new NpgsqlParameter<long> { TypedValue = attempted + 1 });
        if (await fence.ExecuteNonQueryAsync(cancel) == 1)
        {
            (Current, _attempted) = (attempted + 1, null);
            return false;
        }

        await using var look = source.CreateCommand($"select token from {schema}.journal_lanes where lane = $1");
        look.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = _lane });
        switch (await look.ExecuteScalarAsync(cancel))
        {
            case long token when token == attempted:
                CameThrough();
                return true;
            case long token when token == attempted + 1:
                // An earlier attempt to find out moved it, and was itself cut off before its answer came.
                (Current, _attempted) = (token, null);
                return false;
            case var found:
                StartOver();
                return found is long fenced && fenced == -1 - attempted;
        }
    }

    /// <summary>Gives the row back.</summary>
    public async Task Leave(CancellationToken cancel)
    {
        if (!_isRegistered) return;
        await using var command = source.CreateCommand($"delete from {schema}.journal_lanes where lane = $1");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = _lane });
        await command.ExecuteNonQueryAsync(cancel);
        _isRegistered = false;
    }
}
