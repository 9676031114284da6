using System.Runtime.InteropServices;
using KaosNet.Domain.Friends;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Accounts;
using KaosNet.Projections.Kernel;
using KaosNet.Store;
using Npgsql;

namespace KaosNet.Projections.Friends;

/// <summary>A player whom somebody knows through a friend.</summary>
/// <param name="ReferrerId">The friend.</param>
/// <param name="Card">The friend's friend.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FriendOfFriend(Guid ReferrerId, PlayerCard Card);

/// <summary>A page of friends of friends.</summary>
/// <param name="Found">By referrer, and under each by id.</param>
/// <param name="Cursor">Goes on after the last one; empty when none follow.</param>
public sealed record FriendOfFriendPage(IReadOnlyList<FriendOfFriend> Found, string Cursor);

/// <summary>
/// The friends of a player's friends (parity 4.5). Paging goes on from one referrer to the next, which it does not in the reference (defect D7).
/// </summary>
/// <remarks>
/// Where everybody is everybody's friend there are far more edges to look at than to show, so a page looks at a bounded number of them: it may then hold
/// less than was asked for, and its cursor goes on from there.
/// </remarks>
public sealed class FriendsOfFriends
{
    /// <summary>Edges of friends that one page looks at.</summary>
    public const int LookedAtMax = 20_000;

    const string List = "friends of friends";

    /// <summary>Edges of friends that one statement looks at, at least.</summary>
    const int ChunkMin = 250;

    readonly Database _database;
    readonly Cursors _cursors;
    readonly PlayerCards _cards;
    readonly string _edges;

    public FriendsOfFriends(Database database, Cursors cursors, PlayerCards cards)
    {
        (_database, _cursors, _cards) = (database, cursors, cards);
        var edges = $"{database.Schema}.friend_edges";
        // Both walks follow the key (owner, friend), so what comes out is in order and the limit ends the reading.
        _edges = $"""
            select f.friend_id, e.friend_id,
              e.friend_id = $1 or exists (select 1 from {edges} own where own.owner_id = $1 and own.friend_id = e.friend_id and own.state = 0)
            from {edges} f cross join lateral (
              select friend_id from {edges} t
              where t.owner_id = f.friend_id and t.state = 0 and t.friend_id >= case when f.friend_id = $2 then $3 else '{Guid.Empty}' end
              order by t.friend_id limit $4) e
            where f.owner_id = $1 and f.state = 0 and f.friend_id >= $2
            order by f.friend_id, e.friend_id limit $4
            """;
    }

    /// <summary>All statements.</summary>
    internal IReadOnlyList<string> Statements => [_edges];

    /// <summary>A page of the friends of a player's friends, without the player and the player's own friends.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="limit">Items of the page, at least 1.</param>
    /// <param name="cursor">From an earlier page of the same player; empty for the first one.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The page, or <see cref="FriendFaults.InvalidCursor"/>.</returns>
    public async ValueTask<Answer<FriendOfFriendPage>> Page(Guid userId, int limit, string cursor, CancellationToken cancel = default)
    {
        var query = userId.ToString();
        var place = default(Step);
        if (cursor.Length > 0)
        {
            if (_cursors.Read(List, query, cursor) is not { } from) return FriendFaults.InvalidCursor;
            place = new(from.Uuid(), from.Uuid(), IsKnown: false);
        }

        List<Step> found = [];
        Step? next = place;
        for (var lookedAt = 0; next is { } at && found.Count <= limit && lookedAt < LookedAtMax;)
        {
            var chunk = Math.Min(Math.Max(ChunkMin, limit * 2), LookedAtMax - lookedAt);
            var edges = await Edges(userId, at, chunk + 1, cancel);
            next = edges.Count > chunk ? edges[chunk] : null;
            lookedAt += chunk;
            for (var i = 0; i < Math.Min(chunk, edges.Count) && found.Count <= limit; i++)
            {
                if (!edges[i].IsKnown) found.Add(edges[i]);
            }
        }

        if (found.Count > limit)
        {
            next = found[limit];
            found.RemoveAt(limit);
        }

        var cards = await _cards.Of([.. found.Select(step => step.UserId)], cancel);
        return new FriendOfFriendPage(
            [.. from step in found where cards.ContainsKey(step.UserId) select new FriendOfFriend(step.ReferrerId, cards[step.UserId])],
            next is { } goesOn ? _cursors.Write(List, query).Uuid(goesOn.ReferrerId).Uuid(goesOn.UserId).Spell() : "");
    }

    async ValueTask<List<Step>> Edges(Guid userId, Step from, int limit, CancellationToken cancel)
    {
        await using var command = _database.Reads.CreateCommand(_edges);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = userId });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = from.ReferrerId });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = from.UserId });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using var reader = await _database.Query(command, cancel);
        List<Step> edges = [];
        while (await reader.ReadAsync(cancel)) edges.Add(new(reader.GetGuid(0), reader.GetGuid(1), reader.GetBoolean(2)));
        return edges;
    }

    /// <summary>A friend's edge.</summary>
    /// <param name="ReferrerId">The friend.</param>
    /// <param name="UserId">The friend's friend.</param>
    /// <param name="IsKnown">Whether that is the player or a friend of the player's.</param>
    [StructLayout(LayoutKind.Auto)]
    readonly record struct Step(Guid ReferrerId, Guid UserId, bool IsKnown);
}
