using System.Runtime.CompilerServices;
using KaosNet.Projections.Chat;
using KaosNet.Projections.Friends;
using KaosNet.Projections.Groups;
using KaosNet.Projections.Leaderboards;
using KaosNet.Projections.Notifications;
using KaosNet.Projections.Storage;
using KaosNet.Projections.Wallets;
using KaosNet.Store;
using Npgsql;

namespace KaosNet.Projections.Accounts;

/// <summary>
/// All that belongs to a player, slice by slice, to be handed out as one document (parity console-infra.md, export). Rows come one by one, so that whoever writes them
/// down can stop when it gets too much.
/// </summary>
public sealed class AccountContents(Database database)
{
    internal string ObjectsStatement { get; } =
        $"select collection, key, owner_id, value, version, permission_read, permission_write, create_time, update_time, revision from {database.Schema}.storage_objects " +
        "where owner_id = $1 order by collection, permission_read, key";

    internal string FriendsStatement { get; } =
        $"select owner_id, friend_id, state, position, updated_at, metadata from {database.Schema}.friend_edges where owner_id = $1 order by state, position, friend_id";

    internal string GroupsStatement { get; } =
        "select g.id, g.creator_id, g.name, g.description, g.avatar_url, g.lang_tag, g.metadata, g.is_open, g.edge_count, g.max_count, g.is_disabled, g.create_time, " +
        $"g.update_time from {database.Schema}.group_members m join {database.Schema}.groups g on g.id = m.group_id " +
        $"where m.user_id = $1 and m.state <= {StateOfAsking} order by m.state, m.position, g.id";

    internal string MessagesStatement { get; } =
        $"select id, channel_id, code, sender_id, username, content, create_time, update_time from {database.Schema}.channel_messages " +
        "where sender_id = $1 order by create_time, id";

    internal string RecordsStatement { get; } =
        "select r.leaderboard_id, r.expiry, r.owner_id, r.score, r.subscore, r.num_score, r.max_num_score, r.username, r.metadata, r.create_time, r.update_time, r.version " +
        $"from {database.Schema}.leaderboard_records_of_owner o join {database.Schema}.leaderboard_records r using (leaderboard_id, expiry, owner_id) " +
        "where o.owner_id = $1 order by o.leaderboard_id, o.expiry";

    internal string NotificationsStatement { get; } =
        $"select id, receiver_id, sender_id, code, subject, content, create_time from {database.Schema}.notifications where receiver_id = $1 order by create_time, id";

    internal string LedgerStatement { get; } =
        $"select {LedgerRow.Columns} from {database.Schema}.wallet_ledger where user_id = $1 order by create_time, number";

    /// <summary>Superadmins 0, admins 1, members 2; who asks to be let in. Those banned are 4.</summary>
    const int StateOfAsking = 3;

    /// <summary>The player's objects.</summary>
    public IAsyncEnumerable<StoredObjectRow> Objects(Guid userId, CancellationToken cancel = default) => Rows(
        ObjectsStatement, userId,
        row => new StoredObjectRow(
            row.GetString(0), row.GetString(1), row.GetGuid(2), row.GetString(3), row.GetString(4), row.GetInt32(5), row.GetInt32(6),
            row.GetFieldValue<DateTimeOffset>(7), row.GetFieldValue<DateTimeOffset>(8), row.GetInt64(9)),
        cancel);

    /// <summary>The player's friends, invitations and blocks.</summary>
    public IAsyncEnumerable<EdgeRow> Friends(Guid userId, CancellationToken cancel = default) => Rows(
        FriendsStatement, userId,
        row => new EdgeRow(row.GetGuid(0), row.GetGuid(1), row.GetInt32(2), row.GetInt64(3), row.GetFieldValue<DateTimeOffset>(4), row.GetString(5)),
        cancel);

    /// <summary>The groups that the player is in or has asked to join.</summary>
    public IAsyncEnumerable<GroupRow> Groups(Guid userId, CancellationToken cancel = default) => Rows(
        GroupsStatement, userId,
        row => new GroupRow(
            row.GetGuid(0), row.IsDBNull(1) ? null : row.GetGuid(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6),
            row.GetBoolean(7), row.GetInt32(8), row.GetInt32(9), row.GetBoolean(10), row.GetFieldValue<DateTimeOffset>(11), row.GetFieldValue<DateTimeOffset>(12)),
        cancel);

    /// <summary>What the player said in channels.</summary>
    public IAsyncEnumerable<MessageRow> Messages(Guid userId, CancellationToken cancel = default) => Rows(
        MessagesStatement, userId,
        row => new MessageRow(
            row.GetGuid(0), row.GetString(1), row.GetInt32(2), row.IsDBNull(3) ? null : row.GetGuid(3), row.IsDBNull(4) ? null : row.GetString(4), row.GetString(5),
            row.GetFieldValue<DateTimeOffset>(6), row.GetFieldValue<DateTimeOffset>(7)),
        cancel);

    /// <summary>The player's records, of all boards and periods.</summary>
    public IAsyncEnumerable<RecordRow> Records(Guid userId, CancellationToken cancel = default) => Rows(
        RecordsStatement, userId,
        row => new RecordRow(
            row.GetString(0), row.GetInt64(1), row.GetGuid(2), row.GetInt64(3), row.GetInt64(4), row.GetInt32(5), row.GetInt32(6),
            row.IsDBNull(7) ? null : row.GetString(7), row.GetString(8), row.GetFieldValue<DateTimeOffset>(9), row.GetFieldValue<DateTimeOffset>(10), row.GetInt64(11)),
        cancel);

    /// <summary>What the player was told and has kept.</summary>
    public IAsyncEnumerable<NotificationRow> Notifications(Guid userId, CancellationToken cancel = default) => Rows(
        NotificationsStatement, userId,
        row => new NotificationRow(
            row.GetGuid(0), row.GetGuid(1), row.IsDBNull(2) ? null : row.GetGuid(2), row.GetInt32(3), row.GetString(4), row.GetString(5),
            row.GetFieldValue<DateTimeOffset>(6)),
        cancel);

    /// <summary>The ledger of the player's wallet.</summary>
    public IAsyncEnumerable<LedgerRow> Ledger(Guid userId, CancellationToken cancel = default) => Rows(LedgerStatement, userId, LedgerRow.Read, cancel);

    async IAsyncEnumerable<T> Rows<T>(string statement, Guid userId, Func<NpgsqlDataReader, T> read, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var command = database.Reads.CreateCommand(statement);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = userId });
        await using var reader = await database.Query(command, cancel);
        while (await reader.ReadAsync(cancel)) yield return read(reader);
    }
}
