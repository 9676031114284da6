using System.Text.Json.Serialization;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Leagues;

/// <summary>A league: its rules and which season it is in. Stream <c>league-{id}</c>.</summary>
public sealed record League
{
    /// <summary>All leagues.</summary>
    public static readonly StreamKind<League, LeagueEvent> Kind =
        new("league", id => new League { Id = id }, Evolve, snapshotEvery: Limits.SnapshotEvery);

    /// <summary>1 to 64 characters.</summary>
    public required string Id { get; init; }

    /// <summary>Set up and not deleted.</summary>
    public bool Exists { get; init; }

    /// <summary>Deleted, and something of it is still there.</summary>
    public bool IsErasing { get; init; }

    public string Title { get; init; } = "";

    /// <summary>A JSON object of the game's own.</summary>
    public string Metadata { get; init; } = "{}";

    /// <summary>The rules of the next season; the one under way has its own.</summary>
    public LeagueRules Rules { get; init; } = LeagueRules.None;

    public bool IsPaused { get; init; }

    /// <summary>Its last season is over.</summary>
    public bool IsOver { get; init; }

    public DateTimeOffset StartTime { get; init; }

    /// <summary>The season that began last; 0 before the first.</summary>
    public int Season { get; init; }

    /// <summary>The set of boards that the last season was or is played on; 0 before the first.</summary>
    public int Generation { get; init; }

    public DateTimeOffset CreateTime { get; init; }

    public DateTimeOffset UpdateTime { get; init; }

    /// <summary>The season under way, or the one to come when none has begun.</summary>
    [JsonIgnore]
    public StreamRef<LeagueSeason> SeasonStream => LeagueSeason.Of(Id, Season);

    /// <summary>True for an id that a league can have.</summary>
    public static bool IsId(string id) =>
        id.Length is > 0 and <= Limits.IdLengthMax && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.');

    static League Evolve(League league, LeagueEvent happened, DateTimeOffset at) => happened switch
    {
        LeagueCreated created => new()
        {
            Id = league.Id,
            Exists = true,
            Title = created.Title,
            Metadata = created.Metadata,
            Rules = created.Rules,
            StartTime = created.StartTime,
            // An id that is used again goes on counting, so that no stream of its past is met.
            Season = league.Season,
            Generation = league.Generation,
            CreateTime = at,
            UpdateTime = at,
        },
        LeagueRevised revised => league with
        {
            Title = revised.Title ?? league.Title,
            Metadata = revised.Metadata ?? league.Metadata,
            Rules = revised.Rules ?? league.Rules,
            UpdateTime = at,
        },
        LeaguePaused => league with { IsPaused = true, UpdateTime = at },
        LeagueResumed => league with { IsPaused = false, UpdateTime = at },
        LeagueAdvanced advanced => league with { Season = advanced.Season, Generation = advanced.Generation },
        LeagueEnded => league with { IsOver = true, UpdateTime = at },
        LeagueDeleted => league with { Exists = false, IsErasing = true, UpdateTime = at },
        LeagueErased => new() { Id = league.Id, Season = league.Season, Generation = league.Generation },
        _ => league,
    };
}
