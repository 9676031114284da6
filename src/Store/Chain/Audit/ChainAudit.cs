using Npgsql;

namespace KaosNet.Store.Chain.Audit;

/// <summary>
/// Proves that the history is what was written, or says what was done to it: all of it, what happened in a time, or one stream. Memory does not grow with the number of
/// events, but with that of streams (<see cref="StreamHeads"/>). It looks at one moment and changes nothing.
/// </summary>
public sealed class ChainAudit(Database database)
{
    const int ProgressEvery = 1 << 14;

    readonly string _schema = database.Schema;

    /// <summary>Audits what happened in a time; everything when neither end is said. Seals tell where to begin and to end.</summary>
    public async Task<AuditReport> Run(DateTimeOffset? since, DateTimeOffset? until, int most, IProgress<AuditProgress>? progress, CancellationToken cancel)
    {
        await using var session = await AuditSession.Open(database, cancel);
        var book = new SealBook(session.Side, _schema);
        var before = since is { } from ? await BeforeTime(book, from, cancel) : null;
        var after = before?.Seal.Through ?? 0;
        // What was on its way while that seal was made is under the next one.
        var end = until is { } to && await book.First(seal => seal.At >= to, cancel) is { } last ? (await book.At(last.Version + 1, cancel))?.Seal.Through : null;
        var isWhole = before is null && end is null;
        var findings = new Findings();
        var events = new EventChecker(await Begins(session.Side, cancel), findings);
        using var seals = new SealChecker(session.Side, _schema, findings);
        await seals.Begin(before, cancel);

        var total = progress is null ? 0 : await Count(session.Events, after, end, cancel);
        await using (var rows = await CopiedRows.Of(session.Events, Query(after, end, isWhole), EventChecker.ColumnCount, cancel))
        {
            while (await rows.Next(cancel))
            {
                var (sequence, _) = EventChecker.NumbersOf(rows);
                if (!seals.IsReadyFor(sequence)) await seals.ReadyFor(sequence, cancel);
                seals.Add(rows);
                events.Check(rows);
                if (events.Events % ProgressEvery == 0) progress?.Report(new(events.Events, total));
            }
        }

        await seals.End(end ?? long.MaxValue, cancel);
        if (isWhole) await new StreamRows(session.Events, _schema, events.Heads, findings).Check(cancel);
        progress?.Report(new(events.Events, total));
        var told = await new Evidence(session.Events, _schema, findings, seals.Broken, seals.IsUnderSeal).Weigh(cancel);
        return new()
        {
            Events = events.Events, Streams = events.Heads.Count, Older = events.Older, Seals = seals.Seals, Unsealed = seals.Unsealed,
            LastSeal = await book.Last(cancel), Findings = [.. told.Take(most)], FindingCount = told.Count + findings.More + seals.MoreBroken,
        };
    }

    /// <summary>Audits one stream and reads little else.</summary>
    /// <returns>What it came to; null when there is no such stream.</returns>
    public async Task<AuditReport?> Run(string stream, int most, CancellationToken cancel)
    {
        await using var session = await AuditSession.Open(database, cancel);
        var findings = new Findings();
        var events = new EventChecker(await Begins(session.Side, cancel), findings);
        var book = new SealBook(session.Side, _schema);
        var seals = new StreamSeals(session.Side, _schema, book, findings);
        var key = stream.Replace("'", "''", StringComparison.Ordinal);
        await using (var rows = await CopiedRows.Of(
            session.Events,
            $"select * from (select {EventChecker.Columns}, null::bytea, null::bigint, null::bigint from {_schema}.mt_events e where e.stream_id = '{key}' offset 0) as s order by 1",
            EventChecker.ColumnCount,
            cancel))
        {
            while (await rows.Next(cancel))
            {
                await seals.Check(rows, cancel);
                events.Check(rows);
            }
        }

        var isListed = await new StreamRows(session.Events, _schema, events.Heads, findings).Check(stream, cancel);
        if (events.Events == 0 && !isListed) return null;
        var told = await new Evidence(session.Events, _schema, findings, [], seals.IsUnderSeal).Weigh(cancel);
        return new()
        {
            Events = events.Events, Streams = 1, Older = events.Older, Seals = seals.Seals, Unsealed = seals.Unsealed,
            LastSeal = await book.Last(cancel), Findings = [.. told.Take(most)], FindingCount = told.Count + findings.More,
        };
    }

    /// <summary>Holds the store against a seal that was kept elsewhere: what it tells when the store does not hold that very seal, else null.</summary>
    public async Task<Finding?> Against(SealFile kept, CancellationToken cancel)
    {
        await using var session = await AuditSession.Open(database, cancel);
        var (number, book) = (kept.Seal.Number, new SealBook(session.Side, _schema));
        var stored = await book.At(number, cancel);
        if (stored is not null && stored.Version == number && stored.Seal.Hash == kept.Seal.Hash) return null;
        var why = stored?.Version == number ? "is another one than the one that was kept" : "is not in the store any more";
        return new(Tampering.Altered, kept.Seal.Through, Domain.Seals.SealChain.OfStore.Key, number,
            $"Seal {number} of {kept.At.UtcDateTime:yyyy-MM-dd HH:mm:ss} {why}: the history up to number {kept.Seal.Through}, or its seals, were made anew since.")
        {
            IsSequenceKnown = false,
        };
    }

    /// <summary>The last seal before a time.</summary>
    static async Task<StoredSeal?> BeforeTime(SealBook book, DateTimeOffset time, CancellationToken cancel)
    {
        if (await book.First(seal => seal.At >= time, cancel) is not { } first) return await book.Last(cancel);
        return first.Version > 1 && await book.At(first.Version - 1, cancel) is { } before && before.Version < first.Version ? before : null;
    }

    string Query(long after, long? end, bool isWhole)
    {
        var previous = isWhole
            ? "null::bytea, null::bigint, null::bigint"
            : "p.hash, p.seq_id, p.version";
        var join = isWhole
            ? ""
            : $"left join lateral (select hash, seq_id, version from {_schema}.mt_events where stream_id = e.stream_id and version < e.version order by version desc limit 1) p on true";
        return $"select {EventChecker.Columns}, {previous} from {_schema}.mt_events e {join} where e.seq_id > {after} {(end is { } last ? $"and e.seq_id <= {last}" : "")} order by e.seq_id";
    }

    async Task<long> Begins(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand($"select min(begins) from {_schema}.journal_chain", connection);
        return await command.ExecuteScalarAsync(cancel) is long begins ? begins : 1;
    }

    async Task<long> Count(NpgsqlConnection connection, long after, long? end, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            $"select count(*) from {_schema}.mt_events where seq_id > {after} {(end is { } last ? $"and seq_id <= {last}" : "")}", connection) { CommandTimeout = 0 };
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }
}
