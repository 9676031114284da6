using System.Text;
using KaosNet.Domain.Groups;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Kernel;
using KaosNet.Store;
using Npgsql;

namespace KaosNet.Projections.Groups;

/// <summary>Which groups are wanted; what is null or empty does not matter.</summary>
public sealed record GroupFilter
{
    /// <summary>The name without regard to case, in which <c>%</c> stands for any text and <c>_</c> for any character. Not with the others.</summary>
    public string Name { get; init; } = "";

    public string LangTag { get; init; } = "";

    public bool? IsOpen { get; init; }

    /// <summary>At most so many members; below 0 it does not matter.</summary>
    public int? Members { get; init; }
}

/// <summary>A page of groups.</summary>
/// <param name="Groups">In the order that goes with the filter.</param>
/// <param name="Cursor">Goes on after the last of them; empty when none follow.</param>
public sealed record GroupPage(IReadOnlyList<GroupRow> Groups, string Cursor);

/// <summary>Searches groups (parity 5.8): each set of filters has its order, and each order its index.</summary>
public sealed class GroupSearch
{
    const string List = "groups";

    internal const string Columns = "g.id, g.creator_id, g.name, g.description, g.avatar_url, g.lang_tag, g.metadata, g.is_open, g.edge_count, g.max_count, "
        + "g.is_disabled, g.create_time, g.update_time";

    readonly Database _database;
    readonly Cursors _cursors;
    readonly string _byId, _byChance;

    public GroupSearch(Database database, Cursors cursors)
    {
        (_database, _cursors) = (database, cursors);
        var from = $"select {Columns} from {database.Schema}.groups g";
        _byId = $"{from} where g.id = any($1) order by g.id";
        // Ids are random, so groups next to a random id are groups by chance; at the end of the ids it goes on at their beginning.
        _byChance = $"({from} where g.id >= $1 order by g.id limit $2) union all ({from} where g.id < $1 order by g.id limit $2) limit $2";
    }

    /// <summary>A page of the groups that a filter lets through.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="limit">How many.</param>
    /// <param name="cursor">From an earlier page of the same filter; empty for the first page.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The page, or the refusal of the filter or the cursor.</returns>
    public async ValueTask<Answer<GroupPage>> Page(GroupFilter filter, int limit, string cursor, CancellationToken cancel = default)
    {
        if (filter.Name.Length > 0 && (filter.LangTag.Length > 0 || filter.IsOpen is not null || filter.Members is not null))
            return GroupFaults.NameNotCombined;
        var name = NamePattern.Of(filter.Name);
        var members = filter.Members is < 0 ? null : filter.Members;
        var query = $"{name?.Like}\0{filter.LangTag}\0{filter.IsOpen}\0{members}";
        GroupEdge? after = null;
        if (cursor.Length > 0 && (after = Read(query, cursor)) is null) return GroupFaults.CursorInvalid;
        // No group is called so, and the database would not even look.
        if (filter.Name.Contains('\0') || filter.LangTag.Contains('\0')) return new GroupPage([], "");

        await using var command = Command(_database.Reads, _database.Schema, filter with { Members = members }, name, limit + 1, after);
        var rows = await Rows(command, cancel);
        if (rows.Count <= limit) return new GroupPage(rows, "");
        rows.RemoveAt(limit);
        return new GroupPage(rows, Spell(query, rows[^1]));
    }

    /// <summary>The groups with these ids that exist.</summary>
    public async ValueTask<IReadOnlyList<GroupRow>> Of(Guid[] ids, CancellationToken cancel = default)
    {
        await using var command = _database.Reads.CreateCommand(_byId);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = ids });
        return await Rows(command, cancel);
    }

    /// <summary>Some groups by chance.</summary>
    /// <param name="near">A random id.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<IReadOnlyList<GroupRow>> Random(Guid near, int count, CancellationToken cancel = default)
    {
        await using var command = _database.Reads.CreateCommand(_byChance);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = near });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = count });
        return await Rows(command, cancel);
    }

    /// <summary>The one statement of a page.</summary>
    internal static NpgsqlCommand Command(
        NpgsqlDataSource source, string schema, GroupFilter filter, NamePattern? name, int limit, GroupEdge? after)
    {
        var command = source.CreateCommand();
        string Parameter<T>(T value)
        {
            command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
            return "$" + command.Parameters.Count;
        }

        var (order, isDescending) = OrderOf(filter, name is not null);
        List<string> conditions = [];
        if (name is not null)
        {
            conditions.Add($"g.search_name like {Parameter(name.Like)}");
            if (name.Prefix.Length > 0)
                conditions.Add($"g.search_name collate \"C\" >= {Parameter(name.Prefix)} and g.search_name collate \"C\" < {Parameter(name.PrefixEnd)}");
        }
        else
        {
            conditions.Add("not g.is_disabled");
        }

        if (filter.IsOpen is { } isOpen) conditions.Add($"g.is_open = {Parameter(isOpen)}");
        if (filter.LangTag.Length > 0) conditions.Add($"g.lang_tag collate \"C\" = {Parameter(filter.LangTag)}");
        if (filter.Members is { } members) conditions.Add($"g.edge_count <= {Parameter(members)}");
        if (after is not null)
        {
            var edge = string.Join(", ", order.Select(column => column switch
            {
                UpdateTime => Parameter(after.UpdateTime.UtcDateTime),
                EdgeCount => Parameter(after.EdgeCount),
                LangTag => Parameter(after.LangTag),
                SearchName => Parameter(GroupRow.InSearch(after.Name)),
                Name => Parameter(after.Name),
                _ => Parameter(after.Id),
            }));
            conditions.Add($"({string.Join(", ", order)}) {(isDescending ? "<" : ">")} ({edge})");
        }

        command.CommandText = $"select {Columns} from {schema}.groups g where {string.Join(" and ", conditions)} "
            + $"order by {string.Join(", ", order.Select(column => isDescending ? column + " desc" : column))} limit {Parameter(limit)}";
        return command;
    }

    const string UpdateTime = "g.update_time";
    const string EdgeCount = "g.edge_count";
    const string LangTag = "g.lang_tag collate \"C\"";
    const string SearchName = "g.search_name collate \"C\"";
    const string Name = "g.name collate \"C\"";
    const string Id = "g.id";

    /// <summary>The order that goes with a set of filters (parity 5.8).</summary>
    static (string[] Columns, bool IsDescending) OrderOf(GroupFilter filter, bool isByName) => filter switch
    {
        _ when isByName => ([SearchName, Name], false),
        { LangTag: "", Members: null } => ([UpdateTime, EdgeCount, Id], false),
        { IsOpen: null, Members: null } => ([EdgeCount, Id], false),
        { IsOpen: null, LangTag: "" } => ([EdgeCount, UpdateTime, Id], true),
        { IsOpen: not null, LangTag: "" } => ([EdgeCount, LangTag, Id], true),
        _ => ([EdgeCount, Id], true),
    };

    string Spell(string query, GroupRow last) => _cursors.Write(List, query)
        .Text(last.Name).Time(last.UpdateTime).Whole(last.EdgeCount).Text(last.LangTag).Uuid(last.Id).Spell();

    GroupEdge? Read(string query, string text) => _cursors.Read(List, query, text) is { } cursor
        ? new(cursor.Text(), cursor.Time(), (int)cursor.Whole(), cursor.Text(), cursor.Uuid())
        : null;

    async Task<List<GroupRow>> Rows(NpgsqlCommand command, CancellationToken cancel)
    {
        var rows = new List<GroupRow>();
        await using var reader = await _database.Query(command, cancel);
        while (await reader.ReadAsync(cancel)) rows.Add(Row(reader));
        return rows;
    }

    /// <summary>The group in a row of <see cref="Columns"/>.</summary>
    internal static GroupRow Row(NpgsqlDataReader reader) => new(
        reader.GetGuid(0), reader.IsDBNull(1) ? null : reader.GetGuid(1), reader.GetString(2), reader.GetString(3), reader.GetString(4),
        reader.GetString(5), reader.GetString(6), reader.GetBoolean(7), reader.GetInt32(8), reader.GetInt32(9), reader.GetBoolean(10),
        reader.GetFieldValue<DateTimeOffset>(11), reader.GetFieldValue<DateTimeOffset>(12));
}

/// <summary>Where a page of groups ended, by whatever the order asks.</summary>
sealed record GroupEdge(string Name, DateTimeOffset UpdateTime, int EdgeCount, string LangTag, Guid Id);

/// <summary>What a name must look like.</summary>
/// <param name="Like">The pattern in lower case, in SQL's spelling.</param>
/// <param name="Prefix">What every name begins with that fits it.</param>
sealed record NamePattern(string Like, string Prefix)
{
    /// <summary>After every name with the prefix: the last of all characters, which is in no name.</summary>
    public string PrefixEnd => Prefix + "\U0010FFFF";

    /// <summary>The pattern that a client asked for, or null for any name (parity 5.8).</summary>
    public static NamePattern? Of(string asked)
    {
        var like = GroupRow.InSearch(asked.TrimStart('%', ' '));
        if (like.Length == 0) return null;

        var prefix = new StringBuilder();
        var isPrefix = true;
        for (var i = 0; i < like.Length; i++)
        {
            var isEscape = like[i] == '\\';
            // A backslash at the end has nothing to escape; it then stands for itself.
            if (isEscape && ++i == like.Length) like += '\\';
            isPrefix &= isEscape || like[i] is not ('%' or '_');
            if (isPrefix) prefix.Append(like[i]);
        }

        return new(like, prefix.ToString());
    }
}
