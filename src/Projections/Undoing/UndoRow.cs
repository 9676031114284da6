using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Undoing;
using KaosNet.Projections.Kernel;
using KaosNet.Store;
using KaosNet.Store.Tables;
using Npgsql;

namespace KaosNet.Projections.Undoing;

/// <summary>An undo as its table shows it; equal when the undo is.</summary>
public sealed record UndoRow(Undo Undo)
{
    /// <summary>The table: inline, because whoever decided one looks for it in the list.</summary>
    public static readonly StateTable<Undo, UndoRow> Table = new(
        "undos",
        Undo.Kind,
        (_, undo) => undo.Exists ? [new(undo)] : [],
        table => table
            .Uuid("id", row => Guid.Parse(row.Undo.Id))
            .Text("author", row => row.Undo.Author)
            .Text("reason", row => row.Undo.Reason)
            .Text("selection", row => JsonSerializer.Serialize(row.Undo.Selection, EventJson.Options))
            .Bigint("horizon", row => row.Undo.Horizon)
            .Whole("events", row => row.Undo.Events)
            .Whole("undone", row => row.Undo.Undone)
            .Whole("kept", row => row.Undo.Kept)
            .Bigint("position", row => row.Undo.Position)
            .Boolean("is_done", row => row.Undo.IsDone)
            .TextOrNull("undone_by", row => row.Undo.UndoneBy)
            .Time("create_time", row => row.Undo.CreateTime)
            .Bigint("version", row => row.Undo.Version)
            .Key("id")
            .Index("undos_newest", "create_time, id"));

    internal const string Columns = "id, author, reason, selection, horizon, events, undone, kept, position, is_done, undone_by, create_time, version";

    internal static Undo Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0).ToString(),
        Exists = true,
        Author = row.GetString(1),
        Reason = row.GetString(2),
        Selection = JsonSerializer.Deserialize<UndoSelection>(row.GetString(3), EventJson.Options)!,
        Horizon = row.GetInt64(4),
        Events = row.GetInt32(5),
        Undone = row.GetInt32(6),
        Kept = row.GetInt32(7),
        Position = row.GetInt64(8),
        IsDone = row.GetBoolean(9),
        UndoneBy = row.IsDBNull(10) ? null : row.GetString(10),
        CreateTime = row.GetFieldValue<DateTimeOffset>(11),
        Version = row.GetInt64(12),
    };
}

/// <summary>A page of undos, newest first; the cursor is empty on the last one.</summary>
public sealed record UndoPage(IReadOnlyList<Undo> Undos, string Cursor);

/// <summary>An undo with some of the events that it looked at.</summary>
/// <param name="Undo">The undo.</param>
/// <param name="Undone">Events that were undone, the newest first.</param>
/// <param name="Kept">Events that were not, or not all of them.</param>
/// <param name="Cursor">Goes on; empty on the last page.</param>
public sealed record UndoDetails(Undo Undo, IReadOnlyList<UndoneEvent> Undone, IReadOnlyList<KeptEvent> Kept, string Cursor);

/// <summary>What operators can ask about undos.</summary>
public sealed class UndoLists(Database database, Cursors cursors)
{
    const string List = "undos";
    const string EventList = "undone events";

    readonly string _next = $"select version, data from {database.Schema}.mt_events where stream_id = $1 and version >= $2 and type = '"
        + EventCatalogue.NameOf(typeof(UndoAdvanced)) + "' order by version limit 1";

    internal string PageStatement { get; } =
        $"select {UndoRow.Columns} from {database.Schema}.undos where (create_time, id) < ($1, $2) order by create_time desc, id desc limit $3";

    internal string FindStatement { get; } = $"select {UndoRow.Columns} from {database.Schema}.undos where id = $1";

    /// <summary>A page of all undos, newest first.</summary>
    /// <param name="limit">1 to <see cref="UndoLimits.PageMax"/>.</param>
    /// <param name="cursor">From an earlier page; empty to begin.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<Answer<UndoPage>> Page(int limit, string cursor, CancellationToken cancel = default)
    {
        if (limit is < 1 or > UndoLimits.PageMax) return UndoFaults.InvalidLimit;
        var before = new ListEdge(new(9999, 12, 31, 0, 0, 0, TimeSpan.Zero), Guid.Empty);
        if (cursor.Length > 0)
        {
            if (cursors.Read(List, "", cursor) is not { } read) return UndoFaults.InvalidCursor;
            before = new(read.Time(), read.Uuid());
        }

        await using var command = database.Reads.CreateCommand(PageStatement);
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = before.Time.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = before.Id });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit + 1 });
        List<Undo> found = [];
        await using var reader = await database.Query(command, cancel);
        while (await reader.ReadAsync(cancel)) found.Add(UndoRow.Read(reader));
        if (found.Count <= limit) return new UndoPage(found, "");
        found.RemoveAt(limit);
        return new UndoPage(found, cursors.Write(List).Time(found[^1].CreateTime).Uuid(Guid.Parse(found[^1].Id)).Spell());
    }

    /// <summary>An undo and a page of the events that it looked at: the undone ones of each step, then those that were kept.</summary>
    /// <param name="id">Which.</param>
    /// <param name="limit">1 to <see cref="UndoLimits.PageMax"/>.</param>
    /// <param name="cursor">From an earlier page of the same one; empty to begin.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<Answer<UndoDetails>> Find(Guid id, int limit, string cursor, CancellationToken cancel = default)
    {
        if (limit is < 1 or > UndoLimits.PageMax) return UndoFaults.InvalidLimit;
        var query = id.ToString();
        var (version, skipped) = (1L, 0L);
        if (cursor.Length > 0)
        {
            if (cursors.Read(EventList, query, cursor) is not { } read) return UndoFaults.InvalidCursor;
            (version, skipped) = (read.Whole(), read.Whole());
        }

        if (await Find(id, cancel) is not { } undo) return UndoFaults.NotFound;
        List<UndoneEvent> undone = [];
        List<KeptEvent> kept = [];
        while (undone.Count + kept.Count < limit && await NextStep(query, version, cancel) is var (at, advanced))
        {
            var (from, room) = ((int)skipped, limit - undone.Count - kept.Count);
            var some = advanced.Undone.Skip(from).Take(room).ToList();
            undone.AddRange(some);
            var others = advanced.Kept.Skip(Math.Max(0, from - advanced.Undone.Count)).Take(room - some.Count).ToList();
            kept.AddRange(others);
            var seen = from + some.Count + others.Count;
            (version, skipped) = seen < advanced.Undone.Count + advanced.Kept.Count ? (at, seen) : (at + 1, 0);
        }

        var isMore = undone.Count + kept.Count == limit && await NextStep(query, version, cancel) is not null;
        return new UndoDetails(undo, undone, kept, isMore ? cursors.Write(EventList, query).Whole(version).Whole(skipped).Spell() : "");
    }

    /// <summary>The undo, or null when there is none with that id.</summary>
    public async ValueTask<Undo?> Find(Guid id, CancellationToken cancel = default)
    {
        await using var command = database.Reads.CreateCommand(FindStatement);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        await using var reader = await database.Query(command, cancel);
        return await reader.ReadAsync(cancel) ? UndoRow.Read(reader) : null;
    }

    /// <summary>The first step at or after a place in the undo's stream.</summary>
    internal async Task<(long Version, UndoAdvanced Advanced)?> NextStep(string id, long from, CancellationToken cancel)
    {
        await using var command = database.General.CreateCommand(_next);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Undo.Kind.KeyOf(id) });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = from });
        await using var reader = await database.Query(command, database.General, cancel);
        if (!await reader.ReadAsync(cancel)) return null;
        return (reader.GetInt64(0), JsonSerializer.Deserialize<UndoAdvanced>(reader.GetFieldValue<byte[]>(1), EventJson.Options)!);
    }
}
