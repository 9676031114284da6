using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leagues;
using KaosNet.Domain.Leagues.Changing;
using KaosNet.Projections.Accounts;
using KaosNet.Projections.Leaderboards;
using KaosNet.Store.Journal;

namespace KaosNet.Projections.Leagues;

/// <summary>A player in the standings of a group.</summary>
/// <param name="Result">Rank, score and what comes of it; while the season runs, what would come of it if it ended now.</param>
/// <param name="Username">Today's name; empty without an account.</param>
/// <param name="Record">The record on the board; null without a score, or when the season is over.</param>
public sealed record LeagueStanding(LeagueResult Result, string Username, RecordRow? Record);

/// <summary>The standings of a group.</summary>
/// <param name="Group">Which group, its board and period.</param>
/// <param name="Season">Its season.</param>
/// <param name="Players">Best first; all of them, as groups are small.</param>
public sealed record LeagueTable(LeagueGroup Group, LeagueSeason Season, IReadOnlyList<LeagueStanding> Players);

/// <summary>Where players stand in their groups, now and in seasons that are over.</summary>
public sealed class LeagueStandings(IJournal journal, RecordQueries records, PlayerCards cards)
{
    /// <summary>The standings of a group; null for none.</summary>
    public async ValueTask<LeagueTable?> Of(GroupKey key, CancellationToken cancel = default)
    {
        var group = await journal.Load(key.Stream, cancel);
        if (!group.Exists) return null;
        var season = await journal.Load(LeagueSeason.Of(key.LeagueId, key.Season), cancel);
        var (results, rows) = group.IsSettled ? (group.Results, []) : await Running(group, season, cancel);
        var ids = results.Select(result => Guid.Parse(result.UserId)).ToArray();
        var names = await cards.Of(ids, cancel);
        return new(group, season, [.. results.Select((result, at) => new LeagueStanding(
            result, names.GetValueOrDefault(ids[at])?.Username ?? "", rows.GetValueOrDefault(ids[at])))]);
    }

    async ValueTask<(IReadOnlyList<LeagueResult>, Dictionary<Guid, RecordRow>)> Running(LeagueGroup group, LeagueSeason season, CancellationToken cancel)
    {
        var members = group.Members.Keys.Select(Guid.Parse).ToArray();
        var found = members.Length == 0 ? [] : await records.OfOwners(season.Rules.SortOrder, group.BoardId, group.Expiry, members, cancel);
        var rows = found.ToDictionary(row => row.OwnerId);
        var contenders = group.Members.Select(member => rows.TryGetValue(Guid.Parse(member.Key), out var row)
            ? new Contender(member.Key, row.Score, row.Subscore, row.NumScore, member.Value)
            : new Contender(member.Key, null, IsNewcomer: member.Value));
        return (Standings.Settle(season.Rules, group.Key.Division, contenders), rows);
    }
}
