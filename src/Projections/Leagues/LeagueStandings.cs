using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leagues;
using KaosNet.Domain.Leagues.Changing;
using KaosNet.Projections.Accounts;
using KaosNet.Projections.Leaderboards;

namespace KaosNet.Projections.Leagues;

/// <summary>A player in the standings of a group.</summary>
/// <param name="Result">Rank, score and what comes of it; while the season runs, what would come of it if it ended now.</param>
/// <param name="Username">Today's name; empty without an account.</param>
/// <param name="Record">The record on the board; null without a score, or when the season is over.</param>
public sealed record LeagueStanding(LeagueResult Result, string Username, RecordRow? Record);

/// <summary>The standings of a group.</summary>
/// <param name="Group">Which group, its board and period.</param>
/// <param name="Season">Its season.</param>
/// <param name="Rules">The season's rules.</param>
/// <param name="Players">Best first; all of them, as groups are small.</param>
public sealed record LeagueTable(LeagueGroupRow Group, LeagueSeasonRow Season, LeagueRules Rules, IReadOnlyList<LeagueStanding> Players);

/// <summary>A player's place.</summary>
/// <param name="Member">The place itself.</param>
/// <param name="Rules">Of the season that they play in, or of the one they wait for.</param>
/// <param name="Table">The standings of their group; null while they wait for one.</param>
public sealed record LeaguePlace(LeagueMemberRow Member, LeagueRules Rules, LeagueTable? Table);

/// <summary>Where players stand in their groups, now and in seasons that are over; from tables, so that every server knows the same.</summary>
public sealed class LeagueStandings(LeagueLists lists, RecordQueries records, PlayerCards cards)
{
    /// <summary>The standings of a group; null for none.</summary>
    public async ValueTask<LeagueTable?> Of(GroupKey key, CancellationToken cancel = default)
    {
        if (await lists.Group(key, cancel) is not { } group || await lists.Season(key.LeagueId, key.Season, cancel) is not { } season) return null;
        var rules = LeagueTables.RulesOf(season.Rules);
        var (results, rows) = group.IsSettled ? (await Settled(key, cancel), []) : await Running(group, season, rules, key, cancel);
        var ids = results.Select(result => Guid.Parse(result.UserId)).ToArray();
        var names = await cards.Of(ids, cancel);
        return new(group, season, rules, [.. results.Select((result, at) => new LeagueStanding(
            result, names.GetValueOrDefault(ids[at])?.Username ?? "", rows.GetValueOrDefault(ids[at])))]);
    }

    /// <summary>The standings of any group of a league.</summary>
    /// <param name="leagueId">Which league.</param>
    /// <param name="season">Which season; null for the latest.</param>
    /// <param name="division">Which division; null, with the group, for the player's own.</param>
    /// <param name="number">Which group of the division; null, with the division, for the player's own.</param>
    /// <param name="userId">The player who asks; empty for a server.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<Answer<LeagueTable>> Find(
        string leagueId, int? season, int? division, int? number, string userId, CancellationToken cancel = default)
    {
        if (!League.IsId(leagueId)) return LeagueFaults.InvalidId;
        if (await lists.Find(leagueId, cancel) is not { } league) return LeagueFaults.NotFound;
        GroupKey? key;
        if (division is not null || number is not null)
        {
            key = new(leagueId, season ?? league.Season, division ?? 1, number ?? 1);
        }
        else if (await Own(leagueId, userId, cancel) is { } own && (season is null || season == own.Season))
        {
            key = KeyOf(own);
        }
        else
        {
            if (season is null) return LeagueFaults.NotMember;
            key = await lists.PlaceIn(leagueId, season.Value, userId, cancel);
        }

        return key is not null && await Of(key, cancel) is { } table ? table : LeagueFaults.GroupNotFound;
    }

    /// <summary>Where a player plays and stands.</summary>
    public async ValueTask<Answer<LeaguePlace>> Place(string leagueId, string userId, CancellationToken cancel = default)
    {
        if (!League.IsId(leagueId)) return LeagueFaults.InvalidId;
        if (await lists.Find(leagueId, cancel) is not { } league) return LeagueFaults.NotFound;
        if (await Own(leagueId, userId, cancel) is not { } member) return LeagueFaults.NotMember;
        var table = KeyOf(member) is { } key ? await Of(key, cancel) : null;
        return new LeaguePlace(member, table?.Rules ?? LeagueTables.RulesOf(league.Rules), table);
    }

    async ValueTask<LeagueMemberRow?> Own(string leagueId, string userId, CancellationToken cancel) =>
        Guid.TryParse(userId, out var user) ? await lists.Member(leagueId, user, cancel) : null;

    static GroupKey? KeyOf(LeagueMemberRow member) =>
        member.Group == 0 ? null : new(member.LeagueId, member.Season, member.Division, member.Group);

    async ValueTask<IReadOnlyList<LeagueResult>> Settled(GroupKey key, CancellationToken cancel) =>
    [
        .. (await lists.Results(key, cancel)).Select(row => new LeagueResult(
            row.UserId.ToString(), row.Rank, row.Score, row.Subscore, row.NumScore, row.Outcome, row.NextDivision)),
    ];

    async ValueTask<(IReadOnlyList<LeagueResult>, Dictionary<Guid, RecordRow>)> Running(
        LeagueGroupRow group, LeagueSeasonRow season, LeagueRules rules, GroupKey key, CancellationToken cancel)
    {
        var members = await lists.Members(key, cancel);
        var ids = members.Select(member => member.UserId).ToArray();
        var found = ids.Length == 0 ? [] : await records.OfOwners(rules.SortOrder, group.BoardId, group.Expiry, ids, cancel);
        var rows = found.ToDictionary(row => row.OwnerId);
        var contenders = members.Select(member =>
        {
            var (userId, isNewcomer) = (member.UserId.ToString(), member.JoinTime >= season.StartTime);
            return rows.TryGetValue(member.UserId, out var row)
                ? new Contender(userId, row.Score, row.Subscore, row.NumScore, isNewcomer, member.MovesTo)
                : new Contender(userId, null, IsNewcomer: isNewcomer, MovesTo: member.MovesTo);
        });
        return (Standings.Settle(rules, key.Division, contenders), rows);
    }
}
