using System.Globalization;
using System.Runtime.InteropServices;
using KaosNet.Domain.Friends;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Accounts;
using KaosNet.Projections.Kernel;
using KaosNet.Store;
using Npgsql;

namespace KaosNet.Projections.Friends;

/// <summary>An edge with the card of the player it leads to.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ListedFriend(EdgeRow Edge, PlayerCard Card);

/// <summary>A page of a player's friends.</summary>
/// <param name="Friends">By state, and in each in the order in which the edges began.</param>
/// <param name="Cursor">Goes on after the last one; empty when none follow.</param>
public sealed record FriendPage(IReadOnlyList<ListedFriend> Friends, string Cursor);

/// <summary>
/// A player's list of friends (parity 4.4), for clients and for server modules: one walk along the index of edges, and the cards that are in memory.
/// </summary>
public sealed class FriendLists
{
    const string List = "friends";

    readonly Database _database;
    readonly Cursors _cursors;
    readonly PlayerCards _cards;
    readonly string _all, _allFrom, _inState, _inStateFrom;

    public FriendLists(Database database, Cursors cursors, PlayerCards cards)
    {
        (_database, _cursors, _cards) = (database, cursors, cards);
        var select = $"select friend_id, state, position, updated_at, metadata from {database.Schema}.friend_edges where owner_id = $1";
        const string InOrder = "order by state, position, friend_id limit $2";
        _all = $"{select} {InOrder}";
        _allFrom = $"{select} and (state, position, friend_id) >= ($3, $4, $5) {InOrder}";
        _inState = $"{select} and state = $3 {InOrder}";
        _inStateFrom = $"{select} and state = $3 and (position, friend_id) >= ($4, $5) {InOrder}";
    }

    /// <summary>All statements.</summary>
    internal IReadOnlyList<string> Statements => [_all, _allFrom, _inState, _inStateFrom];

    /// <summary>A page of a player's friends.</summary>
    /// <param name="ownerId">Whose.</param>
    /// <param name="state">Only these; null for all.</param>
    /// <param name="limit">Friends of the page, at least 1.</param>
    /// <param name="cursor">From an earlier page of the same list; empty for the first one.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The page, or <see cref="FriendFaults.InvalidCursor"/>.</returns>
    public async ValueTask<Answer<FriendPage>> Page(Guid ownerId, int? state, int limit, string cursor, CancellationToken cancel = default)
    {
        var query = string.Create(CultureInfo.InvariantCulture, $"{ownerId}/{state}");
        CursorReader? from = null;
        if (cursor.Length > 0 && (from = _cursors.Read(List, query, cursor)) is null) return FriendFaults.InvalidCursor;

        var edges = await Edges(ownerId, state, limit + 1, from, cancel);
        var next = "";
        if (edges.Count > limit)
        {
            var first = edges[limit];
            next = _cursors.Write(List, query).Whole(first.State).Whole(first.Position).Uuid(first.FriendId).Spell();
            edges.RemoveAt(limit);
        }

        var friendIds = new Guid[edges.Count];
        for (var i = 0; i < friendIds.Length; i++) friendIds[i] = edges[i].FriendId;
        var cards = await _cards.Of(friendIds, cancel);
        var friends = new List<ListedFriend>(edges.Count);
        foreach (var edge in edges)
        {
            // An account that is just being deleted has no card any more and soon no edges.
            if (cards.TryGetValue(edge.FriendId, out var card)) friends.Add(new(edge, card));
        }

        return new FriendPage(friends, next);
    }

    async ValueTask<List<EdgeRow>> Edges(Guid ownerId, int? state, int limit, CursorReader? from, CancellationToken cancel)
    {
        await using var command = _database.Reads.CreateCommand(state is null ? from is null ? _all : _allFrom : from is null ? _inState : _inStateFrom);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = ownerId });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        if (from is not null)
        {
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = (int)from.Whole() });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = from.Whole() });
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = from.Uuid() });
        }
        else if (state is { } only)
        {
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = only });
        }

        await using var reader = await _database.Query(command, cancel);
        var edges = new List<EdgeRow>();
        while (await reader.ReadAsync(cancel))
        {
            edges.Add(new(
                ownerId, reader.GetGuid(0), reader.GetInt32(1), reader.GetInt64(2), reader.GetFieldValue<DateTimeOffset>(3), reader.GetString(4)));
        }

        return edges;
    }
}
