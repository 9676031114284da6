using KaosNet.Store.Chain;
using KaosNet.Store.Tests.Journal;

namespace KaosNet.Store.Tests.Chain;

/// <summary>Looks at the chains of a store from outside, event by event.</summary>
static class Chains
{
    /// <summary>The events, as <c>stream/version</c>, whose hash is not that of their content after the hash before it.</summary>
    public static async Task<List<string>> BrokenIn(Workbench bench)
    {
        var content = new EventContent();
        List<string> broken = [];
        var (stream, previous) = ("", Array.Empty<byte>());
        await using var command = bench.Database.General.CreateCommand($"""
            select stream_id, version, id, timestamp, type, user_name, correlation_id, causation_id, headers, data, hash
            from {bench.Database.Schema}.mt_events order by stream_id, version
            """);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            if (reader.GetString(0) != stream) (stream, previous) = (reader.GetString(0), []);
            content.Begin(previous, reader.GetGuid(2), reader.GetInt64(1), EventContent.MicrosecondsOf(reader.GetFieldValue<DateTimeOffset>(3)));
            foreach (var column in (int[])[0, 4, 5, 6, 7]) content.Add(reader.IsDBNull(column) ? null : reader.GetString(column));
            content.AddStored(reader.GetFieldValue<byte[]>(8));
            content.AddStored(reader.GetFieldValue<byte[]>(9));
            previous = reader.IsDBNull(10) ? [] : reader.GetFieldValue<byte[]>(10);
            if (!previous.SequenceEqual(content.Hash())) broken.Add($"{stream}/{reader.GetInt64(1)}");
        }

        return broken;
    }
}
