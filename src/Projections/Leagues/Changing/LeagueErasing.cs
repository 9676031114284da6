using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leagues.Changing;
using KaosNet.Projections.Leaderboards;
using KaosNet.Store.Journal;

namespace KaosNet.Projections.Leagues.Changing;

/// <summary>Takes away what a deleted league left behind, a bounded piece at a time.</summary>
public sealed class LeagueErasing(IJournal journal, LeaderboardSetup boards, LeagueWork work)
{
    /// <summary>Takes a piece away; false when nothing is left to do.</summary>
    public async Task<bool> Step(string leagueId, Caller caller, CancellationToken cancel)
    {
        var groups = await work.Groups(leagueId, EraseLeague.AtOnceMax, cancel);
        var members = groups.Count > 0 ? [] : await work.Members(leagueId, EraseLeague.AtOnceMax, cancel);
        var seasons = groups.Count + members.Count > 0 ? [] : await work.Seasons(leagueId, EraseLeague.AtOnceMax, cancel);
        // Boards first: with the group goes the knowledge of its board.
        foreach (var boardId in groups.Select(entry => entry.BoardId).Distinct(StringComparer.Ordinal))
        {
            if ((await boards.Delete(boardId, caller, cancel)).Fault is not null) return false;
        }

        var erase = new EraseLeague(leagueId)
        {
            Groups = [.. groups.Select(entry => entry.Group)],
            UserIds = members,
            Seasons = seasons,
            IsLast = groups.Count + members.Count + seasons.Count == 0,
        };
        return (await journal.Execute(erase, caller, cancel)).Fault is null;
    }
}
