using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;

namespace KaosNet.Domain.Leagues;

/// <summary>The boards that groups play on: ordinary ones that only the server writes to, whose periods are the seasons.</summary>
static class GroupBoards
{
    /// <summary>Sets a group's board up unless a season before did.</summary>
    public static void Open<TResult>(
        StreamStates states, DecisionContext context, LeagueSeason season, GroupKey group, Decision<TResult> decision)
    {
        var create = new CreateLeaderboard(group.BoardOf(season.Generation))
        {
            Authoritative = true,
            SortOrder = season.Rules.SortOrder,
            Operator = season.Rules.Operator,
            ResetSchedule = season.Rules.Schedule,
            EnableRanks = true,
        };
        foreach (var happened in create.Decide(states, context).Events) decision.Append(happened.Stream, happened.Event);
    }
}
