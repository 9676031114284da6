using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Store.Journal;
using Npgsql;
using NpgsqlTypes;

namespace KaosNet.Store.History;

/// <summary>Reads streams for people: every event with its metadata, in order.</summary>
public sealed class StreamHistory(Database database)
{
    readonly EventCodec _codec = new(EventCatalogue.Default, database.PersonalKeys);

    const int Page = 500;
    const int NamedPage = 16;

    /// <summary>The events of a stream from a version on; none when there is no such stream.</summary>
    public async IAsyncEnumerable<RecordedEvent> Read(
        string streamKey, long fromVersion = 1, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var next = fromVersion;
        while (true)
        {
            var page = await ReadPage(streamKey, next, cancel);
            foreach (var recorded in page) yield return recorded;
            if (page.Count < Page) yield break;
            next = page[^1].Version + 1;
        }
    }

    /// <summary>The events of one name, of whatever streams, that were appended since, in the order in which they were appended.</summary>
    public async IAsyncEnumerable<RecordedEvent> ReadNamed(string name, DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var after = 0L;
        while (true)
        {
            await using var command = database.General.CreateCommand(
                $"""
                select seq_id, stream_id, version, type, data::text, timestamp, user_name, correlation_id, causation_id, headers::text
                from {database.Schema}.mt_events where type = $1 and timestamp >= $2 and seq_id > $3 order by seq_id limit {NamedPage}
                """);
            command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Varchar, Value = name });
            command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = since.ToUniversalTime() });
            command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Bigint, Value = after });
            var page = await Read(command, cancel);
            foreach (var recorded in page) yield return recorded;
            if (page.Count < NamedPage) yield break;
            after = page[^1].Sequence;
        }
    }

    /// <summary>The version of a stream's last event of a name; null when there is none.</summary>
    public async Task<long?> LastOf(string streamKey, string name, CancellationToken cancel)
    {
        await using var command = database.General.CreateCommand(
            $"select max(version) from {database.Schema}.mt_events where stream_id = $1 and type = $2");
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Varchar, Value = streamKey });
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Varchar, Value = name });
        return await command.ExecuteScalarAsync(cancel) as long?;
    }

    async Task<List<RecordedEvent>> ReadPage(string streamKey, long fromVersion, CancellationToken cancel)
    {
        await using var command = database.General.CreateCommand(
            $"""
            select seq_id, stream_id, version, type, data::text, timestamp, user_name, correlation_id, causation_id, headers::text
            from {database.Schema}.mt_events where stream_id = $1 and version >= $2 order by version limit {Page}
            """);
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Varchar, Value = streamKey });
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Bigint, Value = fromVersion });
        return await Read(command, cancel);
    }

    async Task<List<RecordedEvent>> Read(NpgsqlCommand command, CancellationToken cancel)
    {
        List<RecordedEvent> page = [];
        await using (var reader = await command.ExecuteReaderAsync(cancel))
        {
            while (await reader.ReadAsync(cancel)) page.Add(await RowOf(reader, cancel));
        }

        await _codec.Prefetch(page.Where(recorded => recorded.IsSealed).Select(recorded => Encoding.UTF8.GetBytes(recorded.Json)), cancel);
        return page.ConvertAll(Read);
    }

    /// <summary>With what is personal in it, in jsonb's spelling as if nothing had been sealed.</summary>
    RecordedEvent Read(RecordedEvent recorded) =>
        recorded.IsSealed && _codec.Readable(recorded.Name, Encoding.UTF8.GetBytes(recorded.Json), recorded.Stream, recorded.Version, out var isForgotten) is { } json
            ? recorded with { Json = JsonDocumentText.Of(Encoding.UTF8.GetString(json)), IsForgotten = isForgotten }
            : recorded;

    static async Task<RecordedEvent> RowOf(NpgsqlDataReader row, CancellationToken cancel)
    {
        using var headers = JsonDocument.Parse(await row.IsDBNullAsync(9, cancel) ? "{}" : row.GetString(9));
        string Header(string name) => headers.RootElement.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
        async Task<string?> Text(int column) => await row.IsDBNullAsync(column, cancel) ? null : row.GetString(column);
        return new(
            row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.GetString(3), row.GetString(4), row.GetFieldValue<DateTimeOffset>(5),
            await Text(6) ?? "", Header("source"), Header("operation"), await Text(7) ?? "", await Text(8), Header("server"));
    }
}
