using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Seals;
using Npgsql;

namespace KaosNet.Store.Chain;

/// <summary>A seal as the store has it.</summary>
/// <param name="Version">Its place in the chain of seals, which is its number unless somebody has changed it.</param>
/// <param name="At">When it was made.</param>
/// <param name="Seal">What it says.</param>
public sealed record StoredSeal(long Version, DateTimeOffset At, StoreSealed Seal)
{
    const string Columns = "version, timestamp, data";

    /// <summary>The last seal; null when there is none.</summary>
    internal static async Task<StoredSeal?> Last(NpgsqlConnection connection, string schema, CancellationToken cancel) =>
        (await Read(connection, schema, "order by version desc limit 1", [], cancel)).FirstOrDefault();

    /// <summary>The seals after a version, in order.</summary>
    internal static Task<List<StoredSeal>> After(NpgsqlConnection connection, string schema, long version, int limit, CancellationToken cancel) =>
        Read(connection, schema, "and version > $2 order by version limit $3", [new() { Value = version }, new() { Value = limit }], cancel);

    static async Task<List<StoredSeal>> Read(
        NpgsqlConnection connection, string schema, string which, NpgsqlParameter[] parameters, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand($"select {Columns} from {schema}.mt_events where stream_id = $1 {which}", connection) { CommandTimeout = 0 };
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = SealChain.OfStore.Key });
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        List<StoredSeal> found = [];
        while (await reader.ReadAsync(cancel))
        {
            if (Parse(reader.GetFieldValue<byte[]>(2)) is { } seal) found.Add(new(reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(1), seal));
        }

        return found;
    }

    /// <summary>What cannot be read is none; the chain of events says what was done to it.</summary>
    static StoreSealed? Parse(byte[] json)
    {
        try
        {
            var seal = JsonSerializer.Deserialize<StoreSealed>(json, EventJson.Options);
            return seal is { Before: not null, Root: not null, Order: not null, Marks: not null, Hash: not null } && seal.Through > seal.After ? seal : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
