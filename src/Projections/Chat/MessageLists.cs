using System.Runtime.InteropServices;
using KaosNet.Domain.Chat;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Kernel;
using KaosNet.Store;
using Npgsql;

namespace KaosNet.Projections.Chat;

/// <summary>A page of a channel's history, in the order that was asked for. A cursor is empty when there is nothing to go to.</summary>
/// <param name="Rows">The messages.</param>
/// <param name="Next">Goes on in the order of the listing.</param>
/// <param name="Previous">Goes back.</param>
/// <param name="Cacheable">Goes on forward after the last message shown, now or when there are newer ones.</param>
public sealed record MessagePage(IReadOnlyList<MessageRow> Rows, string Next, string Previous, string Cacheable);

/// <summary>The history of channels (parity 6.2). Who may read which is for the caller to see to.</summary>
public sealed class MessageLists
{
    const string List = "channel_messages";

    readonly Database _database;
    readonly Cursors _cursors;

    public MessageLists(Database database, Cursors cursors)
    {
        (_database, _cursors) = (database, cursors);
        var select =
            $"select id, code, sender_id, username, content, create_time, update_time from {database.Schema}.channel_messages where channel_id = $1";
        const string Ascending = "order by create_time, id limit $2";
        const string Descending = "order by create_time desc, id desc limit $2";
        Oldest = $"{select} {Ascending}";
        Newest = $"{select} {Descending}";
        Newer = $"{select} and (create_time, id) > ($3, $4) {Ascending}";
        Older = $"{select} and (create_time, id) < ($3, $4) {Descending}";
    }

    internal string Oldest { get; }

    internal string Newest { get; }

    internal string Newer { get; }

    internal string Older { get; }

    /// <summary>A page of a channel: from its beginning (or its end when listing backward), or from a cursor.</summary>
    /// <param name="channel">Which channel.</param>
    /// <param name="limit">How many messages at most.</param>
    /// <param name="isForward">True for oldest to newest.</param>
    /// <param name="cursor">From an earlier page of the same channel and direction; empty for none.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The page, or <see cref="ChatFaults.InvalidCursor"/>.</returns>
    public async ValueTask<Answer<MessagePage>> Page(
        ChannelId channel, int limit, bool isForward, string cursor, CancellationToken cancel = default)
    {
        var channelId = channel.ToString();
        Position? from = null;
        if (cursor.Length > 0)
        {
            from = Read(channelId, cursor);
            if (from is null || from.Value.IsForward != isForward) return ChatFaults.InvalidCursor;
        }

        var goesOn = from?.GoesOn ?? true;
        // One more tells whether more follow.
        var rows = await Rows(channelId, limit + 1, isNewer: isForward == goesOn, from?.Edge, cancel);
        var hasMore = rows.Count > limit;
        if (hasMore) rows.RemoveAt(limit);
        if (!goesOn) rows.Reverse();
        if (rows.Count == 0) return new MessagePage(rows, "", "", from is { } at ? Spell(channelId, new(IsForward: true, GoesOn: true, at.Edge)) : "");

        // Whoever came by a cursor can always turn round; ahead of them there is a page when there was one more.
        var next = goesOn ? hasMore : true;
        var previous = goesOn ? from is not null : hasMore;
        return new MessagePage(
            rows,
            next ? Spell(channelId, new(isForward, GoesOn: true, rows[^1].Edge)) : "",
            previous ? Spell(channelId, new(isForward, GoesOn: false, rows[0].Edge)) : "",
            Spell(channelId, new(IsForward: true, GoesOn: true, rows[^1].Edge)));
    }

    /// <summary>Where a page ended or began.</summary>
    /// <param name="IsForward">The order of the listing.</param>
    /// <param name="GoesOn">True to go on in that order, false to go back.</param>
    /// <param name="Edge">The message at the edge.</param>
    [StructLayout(LayoutKind.Auto)]
    readonly record struct Position(bool IsForward, bool GoesOn, ListEdge Edge);

    string Spell(string channelId, Position position) => _cursors.Write(List, channelId)
        .Flag(position.IsForward).Flag(position.GoesOn).Time(position.Edge.Time).Uuid(position.Edge.Id).Spell();

    Position? Read(string channelId, string cursor) =>
        _cursors.Read(List, channelId, cursor) is { } read ? new(read.Flag(), read.Flag(), new(read.Time(), read.Uuid())) : null;

    async Task<List<MessageRow>> Rows(string channelId, int limit, bool isNewer, ListEdge? edge, CancellationToken cancel)
    {
        var statement = (isNewer, edge is null) switch
        {
            (true, true) => Oldest,
            (true, false) => Newer,
            (false, true) => Newest,
            (false, false) => Older,
        };
        await using var command = _database.Reads.CreateCommand(statement);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = channelId });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        if (edge is { } at)
        {
            command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = at.Time.UtcDateTime });
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = at.Id });
        }

        var rows = new List<MessageRow>(Math.Min(limit, 128));
        await using var reader = await _database.Query(command, cancel);
        while (await reader.ReadAsync(cancel))
        {
            rows.Add(new(
                reader.GetGuid(0), channelId, reader.GetInt32(1), reader.IsDBNull(2) ? null : reader.GetGuid(2),
                reader.IsDBNull(3) ? null : reader.GetString(3), reader.GetString(4), reader.GetFieldValue<DateTimeOffset>(5),
                reader.GetFieldValue<DateTimeOffset>(6)));
        }

        return rows;
    }
}
