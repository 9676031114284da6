using System.Globalization;
using System.Text.Json.Serialization;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Leagues;

/// <summary>Where a season is in its life.</summary>
public enum SeasonPhase
{
    /// <summary>It has not begun, or was erased.</summary>
    None = 0,

    /// <summary>It runs, while players are still being put into groups.</summary>
    Forming = 1,

    /// <summary>It runs.</summary>
    Open = 2,

    /// <summary>It takes no more scores, while groups are being settled.</summary>
    Closing = 3,

    /// <summary>All is settled.</summary>
    Closed = 4,
}

/// <summary>One season of a league. Stream <c>leagueseason-{league}/{number}</c>.</summary>
public sealed record LeagueSeason
{
    /// <summary>All seasons.</summary>
    public static readonly StreamKind<LeagueSeason, LeagueSeasonEvent> Kind = new("leagueseason", Initial, Evolve);

    public required string LeagueId { get; init; }

    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    public SeasonPhase Phase { get; init; }

    public LeagueRules Rules { get; init; } = LeagueRules.None;

    public DateTimeOffset StartTime { get; init; }

    /// <summary>When it will end, or did; null for "by hand".</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>It was ended before its time.</summary>
    public bool IsEndedByHand { get; init; }

    /// <summary>The period of its boards.</summary>
    public long Expiry { get; init; }

    /// <summary>The set of boards that its groups play on.</summary>
    public int Generation { get; init; }

    /// <summary>Players to be put into groups when it began, by division from the top.</summary>
    public IReadOnlyList<int> Players { get; init; } = [];

    /// <summary>Seasons between the one before and this one that nobody could play.</summary>
    public int Missed { get; init; }

    /// <summary>It has begun and not ended.</summary>
    [JsonIgnore]
    public bool IsRunning => Phase is SeasonPhase.Forming or SeasonPhase.Open;

    /// <summary>The stream of a season.</summary>
    public static StreamRef<LeagueSeason> Of(string leagueId, int number) =>
        Kind.Of(string.Create(CultureInfo.InvariantCulture, $"{leagueId}/{number}"));

    /// <summary>Whether its time is over at that moment.</summary>
    public bool IsOverAt(DateTimeOffset now) => EndTime <= now;

    static LeagueSeason Initial(string id)
    {
        var slash = id.LastIndexOf('/');
        return slash >= 0 && int.TryParse(id.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new() { LeagueId = id[..slash], Number = number }
            : new() { LeagueId = id, Number = 0 };
    }

    static LeagueSeason Evolve(LeagueSeason season, LeagueSeasonEvent happened, DateTimeOffset at) => happened switch
    {
        LeagueSeasonStarted started => season with
        {
            Phase = SeasonPhase.Forming,
            Rules = started.Rules,
            StartTime = started.StartTime,
            EndTime = started.EndTime,
            Expiry = started.Expiry,
            Generation = started.Generation,
            Players = started.Players,
            Missed = started.Missed,
        },
        LeagueSeasonFormed => season with { Phase = SeasonPhase.Open },
        LeagueSeasonEnded ended => season with
        {
            Phase = SeasonPhase.Closing,
            IsEndedByHand = ended.IsByHand,
            EndTime = ended.IsByHand ? at : season.EndTime,
        },
        LeagueSeasonClosed => season with { Phase = SeasonPhase.Closed },
        LeagueSeasonErased => new() { LeagueId = season.LeagueId, Number = season.Number },
        _ => season,
    };
}
