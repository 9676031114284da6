using KaosNet.Api.Accounts;
using KaosNet.Api.Errors;
using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Friends;
using Npgsql;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Friends;

/// <summary>Friends in the client API's words.</summary>
static class FriendMessages
{
    public static Wire.FriendList Of(FriendPage page, Users users)
    {
        var friends = new List<Wire.Friend>(page.Friends.Count);
        foreach (var (edge, card) in page.Friends)
        {
            friends.Add(new()
            {
                User = users.Of(card),
                State = edge.State,
                UpdateTime = edge.UpdatedAt.AddTicks(-(edge.UpdatedAt.Ticks % TimeSpan.TicksPerSecond)),
                Metadata = edge.Metadata,
            });
        }

        return new() { Friends = friends, Cursor = page.Cursor };
    }

    public static Wire.FriendsOfFriendsList Of(FriendOfFriendPage page, Users users) => new()
    {
        FriendsOfFriends = [.. page.Found.Select(one => new Wire.FriendOfFriend { Referrer = one.ReferrerId.ToString(), User = users.Of(one.Card) })],
        Cursor = page.Cursor,
    };

    /// <summary>Answers a query that the database would not answer as clients know it; the cause goes to the log.</summary>
    public static async ValueTask<Answer<T>> OrFault<T>(OperationCall call, Fault fault, Func<ValueTask<Answer<T>>> query)
    {
        try
        {
            return await query();
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
        {
            call.Get<ILogger<FriendsFeature>>().LogFailure(failure, "A query of friends failed");
            return fault;
        }
    }
}
