using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Friends;

/// <summary>What the commands on friends have in common: whom they name, and where an edge that begins now stands.</summary>
static class FriendStreams
{
    /// <summary>
    /// The pairs, then the accounts. A pair comes first, so that what two players do to each other at the same moment meets in one lane of the Journal.
    /// </summary>
    /// <param name="userId">Who acts.</param>
    /// <param name="others">The others, each once and never the player.</param>
    public static IReadOnlyList<StreamRef> Of(string userId, IReadOnlyList<string> others) =>
    [
        .. others.Select(other => Friendship.Between(userId, other)),
        Account.Kind.Of(userId),
        .. others.Select(Account.Kind.Of),
    ];

    /// <summary>Each of the named users once, and at most as many as one call may name.</summary>
    public static IReadOnlyList<string> Others(string userId, IReadOnlyList<string> named, int most) =>
        [.. named.Where(other => other != userId).Distinct(StringComparer.Ordinal).Take(most)];

    /// <summary>Whether the player has an account.</summary>
    public static bool IsAlive(this StreamStates states, string userId) => states.Of(Account.Kind.Of(userId)).IsAlive;

    /// <summary>The place of an edge that begins now.</summary>
    /// <param name="now">The moment of the decision, in whole microseconds.</param>
    /// <param name="number">Number of the edge among those that begin with the same decision.</param>
    public static long PositionAt(DateTimeOffset now, int number) => ((now.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * TimeSpan.NanosecondsPerTick) + number;
}
