using Npgsql;

namespace KaosNet.Store.Chain.Audit;

/// <summary>What stands under a number.</summary>
sealed record SealedRow(long Sequence, string Stream, long Version, string Type, DateTimeOffset At, byte[] Hash)
{
    public Finding Told(Tampering kind, string why) => new(kind, Sequence, Stream, Version, why) { Type = Type, At = At };

    /// <summary>What stands under these numbers; nothing for those without an event.</summary>
    public static Task<List<SealedRow>> Read(NpgsqlConnection connection, string schema, long[] sequences, CancellationToken cancel) =>
        Read(connection, schema, "seq_id = any($1)", [new NpgsqlParameter<long[]> { TypedValue = sequences }], cancel);

    /// <summary>What stands under numbers after one, up to and with another.</summary>
    public static Task<List<SealedRow>> Read(NpgsqlConnection connection, string schema, long after, long through, CancellationToken cancel) => Read(
        connection, schema, "seq_id > $1 and seq_id <= $2", [new NpgsqlParameter<long> { TypedValue = after }, new NpgsqlParameter<long> { TypedValue = through }], cancel);

    static async Task<List<SealedRow>> Read(NpgsqlConnection connection, string schema, string which, NpgsqlParameter[] parameters, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            $"select seq_id, stream_id, version, type, timestamp, coalesce(hash, ''::bytea) from {schema}.mt_events where {which} order by seq_id", connection) { CommandTimeout = 0 };
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        List<SealedRow> rows = [];
        while (await reader.ReadAsync(cancel))
        {
            rows.Add(new(
                reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2), reader.GetString(3), reader.GetFieldValue<DateTimeOffset>(4), reader.GetFieldValue<byte[]>(5)));
        }

        return rows;
    }
}
