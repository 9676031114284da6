using KaosNet.Store.Chain;
using KaosNet.Store.Tests.Journal;
using Npgsql;

namespace KaosNet.Store.Tests.Chain;

/// <summary>Looks at the chains of a store from outside, event by event.</summary>
static class Chains
{
    const string Columns = "stream_id, version, id, timestamp, type, user_name, correlation_id, causation_id, headers, data, hash";

    /// <summary>The events, as <c>stream/version</c>, whose hash is not that of their content after the hash before it.</summary>
    public static async Task<List<string>> BrokenIn(Workbench bench)
    {
        List<string> broken = [];
        var (stream, previous) = ("", Array.Empty<byte>());
        await using var command = bench.Database.General.CreateCommand($"select {Columns} from {bench.Database.Schema}.mt_events order by stream_id, version");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            if (reader.GetString(0) != stream) (stream, previous) = (reader.GetString(0), []);
            var hash = HashIn(reader, previous);
            previous = reader.IsDBNull(10) ? [] : reader.GetFieldValue<byte[]>(10);
            if (!previous.SequenceEqual(hash)) broken.Add($"{stream}/{reader.GetInt64(1)}");
        }

        return broken;
    }

    /// <summary>The hash that an event must have after the one before it; null when there is no such event.</summary>
    public static async Task<byte[]?> HashOf(Workbench bench, string stream, long version)
    {
        await using var command = bench.Database.General.CreateCommand(
            $"""
            select {Columns}, (select p.hash from {bench.Database.Schema}.mt_events p where p.stream_id = e.stream_id and p.version = e.version - 1)
            from {bench.Database.Schema}.mt_events e where stream_id = $1 and version = $2
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = stream });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = version });
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? HashIn(reader, reader.IsDBNull(11) ? [] : reader.GetFieldValue<byte[]>(11)) : null;
    }

    static byte[] HashIn(NpgsqlDataReader reader, byte[] previous)
    {
        var content = new EventContent();
        content.Begin(previous, reader.GetGuid(2), reader.GetInt64(1), EventContent.MicrosecondsOf(reader.GetFieldValue<DateTimeOffset>(3)));
        foreach (var column in (int[])[0, 4, 5, 6, 7]) content.Add(reader.IsDBNull(column) ? null : reader.GetString(column));
        content.AddStored(reader.GetFieldValue<byte[]>(8));
        content.AddStored(reader.GetFieldValue<byte[]>(9));
        return content.Hash();
    }
}
