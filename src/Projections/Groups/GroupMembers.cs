using KaosNet.Domain.Groups;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Kernel;
using KaosNet.Store;
using Npgsql;

namespace KaosNet.Projections.Groups;

/// <summary>A page of a group's members.</summary>
/// <param name="Members">By rank, then by place.</param>
/// <param name="Cursor">Begins with the first of those that follow; empty when none do.</param>
public sealed record GroupMemberPage(IReadOnlyList<GroupMemberRow> Members, string Cursor);

/// <summary>A group of a player's, with what the player is to it.</summary>
public sealed record UserGroup(GroupRow Group, int State);

/// <summary>A page of a player's groups.</summary>
/// <param name="Groups">By rank, then by place.</param>
/// <param name="Cursor">Begins with the first of those that follow; empty when none do.</param>
public sealed record UserGroupPage(IReadOnlyList<UserGroup> Groups, string Cursor);

/// <summary>Who is in which group (parity 5.8): each list is a walk along one index.</summary>
public sealed class GroupMembers : IGroupMemberships
{
    const string MembersList = "group users";
    const string GroupsList = "user groups";

    readonly Database _database;
    readonly Cursors _cursors;
    readonly string _state;

    public GroupMembers(Database database, Cursors cursors)
    {
        (_database, _cursors) = (database, cursors);
        _state = $"select state from {database.Schema}.group_members where group_id = $1 and user_id = $2";
    }

    public async ValueTask<int?> StateOf(Guid groupId, Guid userId, CancellationToken cancel = default)
    {
        await using var command = _database.Reads.CreateCommand(_state);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = groupId });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = userId });
        await using var reader = await _database.Query(command, cancel);
        return await reader.ReadAsync(cancel) ? reader.GetInt32(0) : null;
    }

    /// <summary>A page of a group's members.</summary>
    /// <param name="groupId">The group; one that does not exist has no members.</param>
    /// <param name="state">Only those of this state, 0 to 4; null for all but the banned.</param>
    /// <param name="limit">How many.</param>
    /// <param name="cursor">From an earlier page of the same group and state; empty for the first page.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<Answer<GroupMemberPage>> OfGroup(
        Guid groupId, int? state, int limit, string cursor, CancellationToken cancel = default)
    {
        var query = $"{groupId} {state}";
        (int, long)? from = null;
        if (cursor.Length > 0)
        {
            if (_cursors.Read(MembersList, query, cursor) is not { } read) return GroupFaults.CursorInvalid;
            from = ((int)read.Whole(), read.Whole());
        }

        await using var command = OfGroupCommand(_database.Reads, _database.Schema, groupId, state, limit + 1, from);
        var members = new List<GroupMemberRow>();
        await using var reader = await _database.Query(command, cancel);
        while (await reader.ReadAsync(cancel)) members.Add(new(groupId, reader.GetGuid(0), reader.GetInt32(1), reader.GetInt64(2)));
        if (members.Count <= limit) return new GroupMemberPage(members, "");

        var next = _cursors.Write(MembersList, query).Whole(members[limit].State).Whole(members[limit].Position).Spell();
        members.RemoveAt(limit);
        return new GroupMemberPage(members, next);
    }

    /// <summary>A page of a player's groups.</summary>
    /// <param name="userId">The player; one who does not exist has none.</param>
    /// <param name="state">Only those in which the player's state is this, 0 to 4; null for all. Groups that banned the player are never listed.</param>
    /// <param name="limit">How many.</param>
    /// <param name="cursor">From an earlier page of the same player and state; empty for the first page.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<Answer<UserGroupPage>> OfUser(Guid userId, int? state, int limit, string cursor, CancellationToken cancel = default)
    {
        var query = $"{userId} {state}";
        (int, long, Guid)? from = null;
        if (cursor.Length > 0)
        {
            if (_cursors.Read(GroupsList, query, cursor) is not { } read) return GroupFaults.CursorInvalid;
            from = ((int)read.Whole(), read.Whole(), read.Uuid());
        }

        if (state == (int)GroupRank.Banned) return new UserGroupPage([], "");
        await using var command = OfUserCommand(_database.Reads, _database.Schema, userId, state, limit + 1, from);
        var groups = new List<(UserGroup Group, long Position)>();
        await using var reader = await _database.Query(command, cancel);
        while (await reader.ReadAsync(cancel)) groups.Add((new(GroupSearch.Row(reader), reader.GetInt32(13)), reader.GetInt64(14)));
        var next = "";
        if (groups.Count > limit)
        {
            var (first, position) = groups[limit];
            next = _cursors.Write(GroupsList, query).Whole(first.State).Whole(position).Uuid(first.Group.Id).Spell();
            groups.RemoveAt(limit);
        }

        return new UserGroupPage([.. groups.Select(entry => entry.Group)], next);
    }

    internal static NpgsqlCommand OfGroupCommand(NpgsqlDataSource source, string schema, Guid groupId, int? state, int limit, (int State, long Position)? from)
    {
        var command = source.CreateCommand(
            $"select user_id, state, position from {schema}.group_members where group_id = $1 and state {(state is null ? "<=" : "=")} $2 "
            + (from is null ? "" : "and (state, position) >= ($4, $5) ") + "order by state, position limit $3");
        Add(command, groupId, state, limit);
        if (from is not { } at) return command;
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = at.State });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = at.Position });
        return command;
    }

    internal static NpgsqlCommand OfUserCommand(
        NpgsqlDataSource source, string schema, Guid userId, int? state, int limit, (int State, long Position, Guid GroupId)? from)
    {
        // The page first, then its groups, key by key: "offset 0" keeps the planner from reading all groups while it takes the table for small.
        var command = source.CreateCommand(
            $"select {GroupSearch.Columns}, m.state, m.position from "
            + $"(select group_id, state, position from {schema}.group_members where user_id = $1 and state {(state is null ? "<=" : "=")} $2 "
            + (from is null ? "" : "and (state, position, group_id) >= ($4, $5, $6) ") + "order by state, position, group_id limit $3) m "
            + $"cross join lateral (select * from {schema}.groups where id = m.group_id offset 0) g order by m.state, m.position, m.group_id");
        Add(command, userId, state, limit);
        if (from is not { } at) return command;
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = at.State });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = at.Position });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = at.GroupId });
        return command;
    }

    static void Add(NpgsqlCommand command, Guid of, int? state, int limit)
    {
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = of });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = state ?? (int)GroupRank.JoinRequest });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
    }
}
