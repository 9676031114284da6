using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel.Undoing;

namespace KaosNet.Domain.Friends;

/// <summary>How what happened between two players is undone: each side's edge that it changed is as it was, in its place in the list.</summary>
public static class FriendshipReversals
{
    /// <summary>The rules.</summary>
    public static readonly StreamReversals Rules = new StreamReversals<Friendship, FriendshipEvent>(Friendship.Kind, Of);

    static Reversal Of(Happening<Friendship, FriendshipEvent> past, UndoWorld world)
    {
        var (before, after, now) = (past.Before, past.After, past.Now);
        var (isFirst, isSecond) = (before.First != after.First, before.Second != after.Second);
        if (!isFirst && !isSecond) return Reversal.Refused("it changed nothing");
        if ((isFirst && now.First != after.First) || (isSecond && now.Second != after.Second))
            return Reversal.Later("something else is between the two players by now");

        var (first, second) = (isFirst ? before.First : now.First, isSecond ? before.Second : now.Second);
        if ((first ?? second) is not null && (world.IsGone(now.FirstId) || world.IsGone(now.SecondId)))
            return Reversal.Refused("the account of one of the players is deleted");
        return past.By(new FriendshipRestored(past.Event.By, first, second));
    }
}
