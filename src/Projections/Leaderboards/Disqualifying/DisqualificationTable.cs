using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards.Disqualifying;
using KaosNet.Projections.Kernel;
using KaosNet.Store;
using KaosNet.Store.Tables;
using Npgsql;

namespace KaosNet.Projections.Leaderboards.Disqualifying;

/// <summary>A disqualification as its table shows it; equal when the disqualification is.</summary>
public sealed record DisqualificationRow(Disqualification Disqualification)
{
    /// <summary>The table: inline, because whoever decided one looks for it in the list.</summary>
    public static readonly StateTable<Disqualification, DisqualificationRow> Table = new(
        "leaderboard_disqualifications",
        Disqualification.Kind,
        (_, disqualification) => disqualification.Exists ? [new(disqualification)] : [],
        table => table
            .Uuid("id", row => Guid.Parse(row.Disqualification.Id))
            .Text("author", row => row.Disqualification.Author)
            .Text("reason", row => row.Disqualification.Reason)
            .TextOrNull("leaderboard_id", row => row.Disqualification.Criteria.LeaderboardId)
            .BigintOrNull("expiry", row => row.Disqualification.Criteria.Expiry)
            .UuidOrNull("owner_id", row => row.Disqualification.Criteria.OwnerId is { } owner ? Guid.Parse(owner) : null)
            .BigintOrNull("submission", row => row.Disqualification.Criteria.Submission)
            .TextOrNull("build", row => row.Disqualification.Criteria.Build)
            .TimeOrNull("since", row => row.Disqualification.Criteria.Since)
            .TimeOrNull("until", row => row.Disqualification.Criteria.Until)
            .Bigint("horizon", row => row.Disqualification.Horizon)
            .Whole("stage", row => (int)row.Disqualification.Stage)
            .Whole("records", row => row.Disqualification.Records)
            .Bigint("submissions", row => row.Disqualification.Submissions)
            .Whole("reversals", row => row.Disqualification.Reversals)
            .Time("create_time", row => row.Disqualification.CreateTime)
            .TextOrNull("undo_author", row => row.Disqualification.UndoAuthor)
            .TextOrNull("undo_reason", row => row.Disqualification.UndoReason)
            .TimeOrNull("undo_time", row => row.Disqualification.UndoTime)
            .Text("position", row => row.Disqualification.Position)
            .Bigint("undone_through", row => row.Disqualification.UndoneThrough)
            .Bigint("version", row => row.Disqualification.Version)
            .Key("id")
            .Index("leaderboard_disqualifications_newest", "create_time, id"));

    internal const string Columns =
        "id, author, reason, leaderboard_id, expiry, owner_id, submission, build, since, until, horizon, stage, records, submissions, reversals, create_time, "
        + "undo_author, undo_reason, undo_time, position, undone_through, version";

    internal static Disqualification Read(NpgsqlDataReader row)
    {
        string? Text(int column) => row.IsDBNull(column) ? null : row.GetString(column);
        long? Whole(int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
        DateTimeOffset? Time(int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
        return new()
        {
            Id = row.GetGuid(0).ToString(),
            Exists = true,
            Author = row.GetString(1),
            Reason = row.GetString(2),
            Criteria = new()
            {
                LeaderboardId = Text(3),
                Expiry = Whole(4),
                OwnerId = row.IsDBNull(5) ? null : row.GetGuid(5).ToString(),
                Submission = Whole(6),
                Build = Text(7),
                Since = Time(8),
                Until = Time(9),
            },
            Horizon = row.GetInt64(10),
            Stage = (DisqualificationStage)row.GetInt32(11),
            Records = row.GetInt32(12),
            Submissions = row.GetInt64(13),
            Reversals = row.GetInt32(14),
            CreateTime = row.GetFieldValue<DateTimeOffset>(15),
            UndoAuthor = Text(16),
            UndoReason = Text(17),
            UndoTime = Time(18),
            Position = row.GetString(19),
            UndoneThrough = row.GetInt64(20),
            Version = row.GetInt64(21),
        };
    }
}

/// <summary>A page of disqualifications, newest first; the cursor is empty on the last one.</summary>
public sealed record DisqualificationPage(IReadOnlyList<Disqualification> Disqualifications, string Cursor);

/// <summary>A disqualification with some of the records that it worked out again, and what is proposed to be reversed for these.</summary>
/// <param name="Disqualification">The disqualification.</param>
/// <param name="Records">The records of this page, in the order in which they were worked out.</param>
/// <param name="Reversals">Rewards that were paid for the records of this page.</param>
/// <param name="Cursor">Goes on; empty on the last page.</param>
public sealed record DisqualificationDetails(
    Disqualification Disqualification, IReadOnlyList<DisqualifiedRecord> Records, IReadOnlyList<ProposedReversal> Reversals, string Cursor);

/// <summary>What moderators can ask about disqualifications.</summary>
public sealed class DisqualificationLists(Database database, Cursors cursors)
{
    const string List = "disqualifications";
    const string RecordList = "disqualified records";

    readonly StepReader _steps = new(database);

    internal string PageStatement { get; } =
        $"select {DisqualificationRow.Columns} from {database.Schema}.leaderboard_disqualifications "
        + "where (create_time, id) < ($1, $2) order by create_time desc, id desc limit $3";

    internal string FindStatement { get; } = $"select {DisqualificationRow.Columns} from {database.Schema}.leaderboard_disqualifications where id = $1";

    /// <summary>A page of all disqualifications, newest first.</summary>
    /// <param name="limit">1 to <see cref="DisqualificationLimits.PageMax"/>.</param>
    /// <param name="cursor">From an earlier page; empty to begin.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<Answer<DisqualificationPage>> Page(int limit, string cursor, CancellationToken cancel = default)
    {
        if (limit is < 1 or > DisqualificationLimits.PageMax) return DisqualificationFaults.InvalidLimit;
        var before = new ListEdge(new(9999, 12, 31, 0, 0, 0, TimeSpan.Zero), Guid.Empty);
        if (cursor.Length > 0)
        {
            if (cursors.Read(List, "", cursor) is not { } read) return DisqualificationFaults.InvalidCursor;
            before = new(read.Time(), read.Uuid());
        }

        await using var command = database.Reads.CreateCommand(PageStatement);
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = before.Time.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = before.Id });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit + 1 });
        List<Disqualification> found = [];
        await using var reader = await database.Query(command, cancel);
        while (await reader.ReadAsync(cancel)) found.Add(DisqualificationRow.Read(reader));
        if (found.Count <= limit) return new DisqualificationPage(found, "");
        found.RemoveAt(limit);
        return new DisqualificationPage(found, cursors.Write(List).Time(found[^1].CreateTime).Uuid(Guid.Parse(found[^1].Id)).Spell());
    }

    /// <summary>A disqualification and a page of the records that it worked out again.</summary>
    /// <param name="id">Which.</param>
    /// <param name="limit">1 to <see cref="DisqualificationLimits.PageMax"/>.</param>
    /// <param name="cursor">From an earlier page of the same one; empty to begin.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<Answer<DisqualificationDetails>> Find(Guid id, int limit, string cursor, CancellationToken cancel = default)
    {
        if (limit is < 1 or > DisqualificationLimits.PageMax) return DisqualificationFaults.InvalidLimit;
        var query = id.ToString();
        var (version, skipped) = (1L, 0L);
        if (cursor.Length > 0)
        {
            if (cursors.Read(RecordList, query, cursor) is not { } read) return DisqualificationFaults.InvalidCursor;
            (version, skipped) = (read.Whole(), read.Whole());
        }

        if (await Find(id, cancel) is not { } disqualification) return DisqualificationFaults.NotFound;
        List<DisqualifiedRecord> records = [];
        List<ProposedReversal> reversals = [];
        while (await _steps.Next(query, version, cancel) is { } step)
        {
            var some = step.Advanced.Records.Skip((int)skipped).Take(limit - records.Count).ToList();
            records.AddRange(some);
            var paidFor = some.SelectMany(record => PaidRewards.CausesOf(record.LeaderboardId, record.Expiry).Select(cause => (record.OwnerId, cause))).ToHashSet();
            reversals.AddRange(step.Advanced.Reversals.Where(reversal => paidFor.Contains((reversal.OwnerId, reversal.Cause))));
            (version, skipped) = skipped + some.Count < step.Advanced.Records.Count ? (step.Version, skipped + some.Count) : (step.Version + 1, 0);
            if (records.Count == limit) break;
        }

        var isMore = records.Count == limit && (skipped > 0 || await _steps.Next(query, version, cancel) is not null);
        return new DisqualificationDetails(
            disqualification, records, reversals, isMore ? cursors.Write(RecordList, query).Whole(version).Whole(skipped).Spell() : "");
    }

    /// <summary>The disqualification, or null when there is none with that id.</summary>
    public async ValueTask<Disqualification?> Find(Guid id, CancellationToken cancel = default)
    {
        await using var command = database.Reads.CreateCommand(FindStatement);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        await using var reader = await database.Query(command, cancel);
        return await reader.ReadAsync(cancel) ? DisqualificationRow.Read(reader) : null;
    }
}

/// <summary>Reads the steps of a disqualification one by one.</summary>
sealed class StepReader(Database database)
{
    readonly string _next = $"select version, data from {database.Schema}.mt_events where stream_id = $1 and version >= $2 and type = '"
        + EventCatalogue.NameOf(typeof(DisqualificationAdvanced)) + "' order by version limit 1";

    /// <summary>The first step at or after a place in the disqualification's stream.</summary>
    public async Task<(long Version, DisqualificationAdvanced Advanced)?> Next(string id, long from, CancellationToken cancel)
    {
        await using var command = database.General.CreateCommand(_next);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Disqualification.Kind.KeyOf(id) });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = from });
        await using var reader = await database.Query(command, database.General, cancel);
        if (!await reader.ReadAsync(cancel)) return null;
        var advanced = System.Text.Json.JsonSerializer.Deserialize<DisqualificationAdvanced>(reader.GetFieldValue<byte[]>(1), EventJson.Options)!;
        return (reader.GetInt64(0), advanced);
    }
}
