using System.Runtime.CompilerServices;
using System.Text;
using Npgsql;

namespace KaosNet.Store.Chain.Audit;

/// <summary>Holds the list of streams, with the version that each is at, against the events that were there: the last event of a stream leaves no other trace in its chain.</summary>
sealed class StreamRows(NpgsqlConnection connection, string schema, StreamHeads heads, Findings findings)
{
    /// <summary>Unlisted streams named.</summary>
    const int NamedMax = 20;

    /// <summary>All streams.</summary>
    public async Task Check(CancellationToken cancel)
    {
        var listed = 0L;
        await using (var rows = await CopiedRows.Of(connection, $"select id, version from {schema}.mt_streams", 2, cancel))
        {
            while (await rows.Next(cancel))
            {
                ref var head = ref heads.Find(rows.Bytes(0));
                var isKnown = !Unsafe.IsNullRef(ref head);
                if (isKnown) head.IsSeen = true;
                if (isKnown) listed++;
                if (!isKnown || head.Version != rows.Long(1)) Tell(rows.Text(0), rows.IsNull(1) ? 0 : rows.Long(1), isKnown ? head : default);
            }
        }

        if (listed < heads.Count) await TellUnlisted(cancel);
    }

    /// <summary>One stream; whether it is listed.</summary>
    public async Task<bool> Check(string stream, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand($"select version from {schema}.mt_streams where id = $1", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = stream });
        var version = await command.ExecuteScalarAsync(cancel) as long?;
        var head = Head(stream);
        if (version is { } listed && listed != head.Version) Tell(stream, listed, head);
        if (version is null && head.Version > 0) await TellUnlisted(cancel);
        return version is not null;
    }

    AuditedHead Head(string stream)
    {
        ref var head = ref heads.Find(Encoding.UTF8.GetBytes(stream));
        return Unsafe.IsNullRef(ref head) ? default : head;
    }

    void Tell(string stream, long listed, AuditedHead head)
    {
        if (listed > head.Version)
        {
            var last = head.Version == 0 ? "none of its events is there" : $"version {head.Version} (number {head.Sequence}) is its last";
            findings.Add(new(Tampering.Removed, head.Sequence, stream, head.Version + 1, $"The stream is listed at version {listed}, and {last}.")
            {
                IsSequenceKnown = false,
                LastVersion = listed > head.Version + 1 ? listed : null,
            });
        }
        else
        {
            findings.Add(new(Tampering.SlippedIn, head.Sequence, stream, head.Version, $"The stream is listed at version {listed} only."));
        }
    }

    async Task TellUnlisted(CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select stream_id, min(seq_id), min(version) from {schema}.mt_events e
            where not exists (select 1 from {schema}.mt_streams s where s.id = e.stream_id) group by stream_id order by 2 limit {NamedMax}
            """,
            connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            findings.Add(new(Tampering.Altered, reader.GetInt64(1), reader.GetString(0), reader.GetInt64(2), "The stream is not in the list of streams."));
    }
}
