using KaosNet.Domain.Leaderboards;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Leaderboards;

/// <summary>Boards in the client API's words.</summary>
static class BoardMessages
{
    /// <summary>A board with its resets as of a moment.</summary>
    public static Wire.Leaderboard Of(Leaderboard board, DateTimeOffset now) => new()
    {
        Id = board.Id,
        SortOrder = (uint)board.SortOrder,
        // The wire's numbers are one higher than ours, since its 0 leaves it to the board.
        Operator = (Wire.Operator)((int)board.Operator + 1),
        PrevReset = (uint)board.PreviousResetAt(now),
        NextReset = (uint)board.CurrentExpiryAt(now),
        Metadata = board.Metadata,
        CreateTime = DateTimeOffset.FromUnixTimeSeconds(board.CreateTime.ToUnixTimeSeconds()),
        Authoritative = board.Authoritative,
    };
}
