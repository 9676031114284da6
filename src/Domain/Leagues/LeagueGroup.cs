using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Leagues;

/// <summary>Names a group: which season, which division from 1 for the top, and its number in the division from 1.</summary>
public sealed record GroupKey(string LeagueId, int Season, int Division, int Number)
{
    /// <summary>Its stream.</summary>
    [JsonIgnore]
    public StreamRef<LeagueGroup> Stream => LeagueGroup.Kind.Of(string.Create(CultureInfo.InvariantCulture, $"{LeagueId}/{Season}/{Division}/{Number}"));

    /// <summary>
    /// The board that it plays on: the same season after season, each a period of it, as long as the boards' rules stay. Without slashes, which the paths of
    /// the client API do not take.
    /// </summary>
    public string BoardOf(int generation) => string.Create(CultureInfo.InvariantCulture, $"league.{LeagueId}.{generation}.{Division}.{Number}");

    /// <summary>Reads a stream's id from its end; a league's id may hold anything but slashes.</summary>
    internal static GroupKey Read(string id)
    {
        var parts = id.Split('/');
        return parts is [var league, var season, var division, var number]
            ? new(league, Whole(season), Whole(division), Whole(number))
            : new(id, 0, 0, 0);
    }

    static int Whole(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0;
}

/// <summary>One group of players of a division in a season. Stream <c>leaguegroup-{league}/{season}/{division}/{number}</c>.</summary>
public sealed record LeagueGroup
{
    /// <summary>All groups.</summary>
    public static readonly StreamKind<LeagueGroup, LeagueGroupEvent> Kind =
        new("leaguegroup", id => new LeagueGroup { Key = GroupKey.Read(id) }, Evolve, About, Limits.SnapshotEvery);

    public required GroupKey Key { get; init; }

    public bool Exists { get; init; }

    /// <summary>The board that it plays on.</summary>
    public string BoardId { get; init; } = "";

    /// <summary>The period of the board.</summary>
    public long Expiry { get; init; }

    /// <summary>Its players; lower-case UUIDs.</summary>
    public ImmutableSortedSet<string> Members
    {
        get;
        // A snapshot does not say by which order it was kept.
        init => field = value.WithComparer(StringComparer.Ordinal);
    } = NoMembers;

    /// <summary>The season is over for it.</summary>
    public bool IsSettled { get; init; }

    /// <summary>How it ended, best first; empty before.</summary>
    public ImmutableList<LeagueResult> Results { get; init; } = [];

    static readonly ImmutableSortedSet<string> NoMembers = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    static LeagueGroup Evolve(LeagueGroup group, LeagueGroupEvent happened, DateTimeOffset at) => happened switch
    {
        LeagueGroupFormed formed => new()
        {
            Key = group.Key,
            Exists = true,
            BoardId = formed.BoardId,
            Expiry = formed.Expiry,
            Members = NoMembers.Union(formed.Members),
        },
        LeagueGroupJoined joined => group with { Members = group.Members.Add(joined.UserId) },
        LeagueGroupLeft left => group with
        {
            Members = group.Members.Remove(left.UserId),
            Results = group.Results.RemoveAll(result => result.UserId == left.UserId),
        },
        LeagueGroupSettled settled => group with { IsSettled = true, Results = [.. settled.Results] },
        LeagueGroupErased => new() { Key = group.Key },
        _ => group,
    };

    static IEnumerable<string> About(string id, LeagueGroupEvent happened) => happened switch
    {
        LeagueGroupFormed formed => formed.Members,
        LeagueGroupJoined joined => [joined.UserId],
        LeagueGroupLeft left => [left.UserId],
        LeagueGroupSettled settled => settled.Results.Select(result => result.UserId),
        _ => [],
    };
}
