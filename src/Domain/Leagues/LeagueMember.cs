using System.Text.Json.Serialization;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Leagues;

/// <summary>A player's place in a league. Stream <c>leaguemember-{league}/{user}</c>.</summary>
public sealed record LeagueMember
{
    /// <summary>All places.</summary>
    public static readonly StreamKind<LeagueMember, LeagueMemberEvent> Kind =
        new("leaguemember", Initial, Evolve, (id, _) => [id[(id.LastIndexOf('/') + 1)..]], Limits.SnapshotEvery);

    public required string LeagueId { get; init; }

    /// <summary>Lower-case UUID.</summary>
    public required string UserId { get; init; }

    /// <summary>The player is in the league.</summary>
    public bool IsIn { get; init; }

    /// <summary>Where they play, or will when they wait; and where they did when they are no longer in. From 1 for the top; 0 for who never was in.</summary>
    public int Division { get; init; }

    /// <summary>The season that they last had a group in; 0 for none.</summary>
    public int Season { get; init; }

    /// <summary>The number of their group in the division; 0 while they wait for one.</summary>
    public int Group { get; init; }

    /// <summary>Where an operator wants them to play from the next season on; 0 for nowhere in particular.</summary>
    public int MovesTo { get; init; }

    public DateTimeOffset JoinTime { get; init; }

    /// <summary>Whether they wait to be put into a group.</summary>
    [JsonIgnore]
    public bool IsWaiting => IsIn && Group == 0;

    /// <summary>The group that they play in; null while they wait.</summary>
    [JsonIgnore]
    public GroupKey? Place => IsIn && Group != 0 ? new(LeagueId, Season, Division, Group) : null;

    /// <summary>
    /// Their lot when groups are drawn: as if by chance, another one each season, and the same on every machine, so that a draw can be repeated.
    /// </summary>
    [JsonIgnore]
    public long Lot
    {
        get
        {
            var seed = 14695981039346656037UL;
            foreach (var letter in UserId) seed = unchecked((seed ^ letter) * 1099511628211UL);
            return (long)(new Dice(unchecked(seed + ((ulong)(uint)Season * 0x9E3779B97F4A7C15))).Bits() >> 1);
        }
    }

    /// <summary>The stream of a player's place.</summary>
    public static StreamRef<LeagueMember> Of(string leagueId, string userId) => Kind.Of(leagueId + "/" + userId);

    static LeagueMember Initial(string id)
    {
        var slash = id.LastIndexOf('/');
        return new() { LeagueId = slash < 0 ? id : id[..slash], UserId = id[(slash + 1)..] };
    }

    static LeagueMember Evolve(LeagueMember member, LeagueMemberEvent happened, DateTimeOffset at) => happened switch
    {
        LeagueJoined joined => member with { IsIn = true, Division = joined.Division, Group = 0, MovesTo = 0, JoinTime = at },
        LeagueMemberPlaced placed => member with { Season = placed.Season, Division = placed.Division, Group = placed.Group },
        LeagueMemberSettled { Outcome: LeagueOutcome.Dropped } => member with { IsIn = false, Group = 0, MovesTo = 0 },
        LeagueMemberSettled settled => member with { Division = settled.NextDivision, Group = 0, MovesTo = 0 },
        LeagueMemberMoved moved => member.IsWaiting ? member with { Division = moved.Division } : member with { MovesTo = moved.Division },
        LeagueLeft => member with { IsIn = false, Group = 0, MovesTo = 0 },
        _ => member,
    };
}
