using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Leagues;

/// <summary>What can happen to a league as a whole.</summary>
public abstract record LeagueEvent;

/// <summary>A league was set up.</summary>
/// <param name="Title">For players to read.</param>
/// <param name="Metadata">A JSON object of the game's own.</param>
/// <param name="Rules">How it is played.</param>
/// <param name="StartTime">When its first season begins.</param>
[EventName("league_created")]
public sealed record LeagueCreated(string Title, string Metadata, LeagueRules Rules, DateTimeOffset StartTime) : LeagueEvent;

/// <summary>A league was edited; null keeps. New rules are those of the next season.</summary>
[EventName("league_revised")]
public sealed record LeagueRevised(string? Title, string? Metadata, LeagueRules? Rules) : LeagueEvent;

/// <summary>The league stands still: no scores, no newcomers, and no season ends.</summary>
[EventName("league_paused")]
public sealed record LeaguePaused : LeagueEvent;

/// <summary>The league goes on.</summary>
[EventName("league_resumed")]
public sealed record LeagueResumed : LeagueEvent;

/// <summary>A season began.</summary>
/// <param name="Season">Its number, from 1.</param>
/// <param name="Generation">The set of boards that its groups play on.</param>
[EventName("league_advanced")]
public sealed record LeagueAdvanced(int Season, int Generation) : LeagueEvent;

/// <summary>Its last season is over.</summary>
[EventName("league_ended")]
public sealed record LeagueEnded : LeagueEvent;

/// <summary>The league was deleted: it can be found no more, and what belongs to it is taken away piece by piece.</summary>
[EventName("league_deleted")]
public sealed record LeagueDeleted : LeagueEvent;

/// <summary>Nothing of a deleted league is left; its id is free again.</summary>
[EventName("league_erased")]
public sealed record LeagueErased : LeagueEvent;

/// <summary>What can happen to one season of a league.</summary>
public abstract record LeagueSeasonEvent;

/// <summary>A season began; the players who have a place in the league are now put into groups.</summary>
/// <param name="Rules">Its rules, which stay.</param>
/// <param name="StartTime">When it began, by the schedule.</param>
/// <param name="EndTime">When it will end; null for "by hand".</param>
/// <param name="Expiry">The period of its boards (see <see cref="Leaderboards.Leaderboard"/>).</param>
/// <param name="Generation">The set of boards that its groups play on.</param>
/// <param name="Players">Players to be put into groups, by division from the top.</param>
/// <param name="Missed">Seasons that nobody could play, because the server was down or the league paused while they would have been.</param>
[EventName("league_season_started")]
public sealed record LeagueSeasonStarted(
    LeagueRules Rules, DateTimeOffset StartTime, DateTimeOffset? EndTime, long Expiry, int Generation, IReadOnlyList<int> Players, int Missed)
    : LeagueSeasonEvent;

/// <summary>Everybody has their group.</summary>
[EventName("league_season_formed")]
public sealed record LeagueSeasonFormed : LeagueSeasonEvent;

/// <summary>The season takes no more scores; its groups are now settled one by one.</summary>
/// <param name="IsByHand">Before its time.</param>
[EventName("league_season_ended")]
public sealed record LeagueSeasonEnded(bool IsByHand) : LeagueSeasonEvent;

/// <summary>All groups are settled.</summary>
[EventName("league_season_closed")]
public sealed record LeagueSeasonClosed : LeagueSeasonEvent;

/// <summary>It was taken away with its league.</summary>
[EventName("league_season_erased")]
public sealed record LeagueSeasonErased : LeagueSeasonEvent;
