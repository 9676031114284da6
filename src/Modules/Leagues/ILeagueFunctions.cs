using KaosNet.Modules.Kernel;
using KaosNet.Modules.Leaderboards;

namespace KaosNet.Modules.Leagues;

/// <summary>Leagues: divisions of groups whose players move up and down season after season; beyond Nakama.</summary>
public interface ILeagueFunctions
{
    /// <summary>Sets up a league. One that is there already stays as it is.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="rules">How it is played.</param>
    /// <param name="title">Its title.</param>
    /// <param name="metadata">What the game keeps about it.</param>
    /// <param name="startTime">When the first season begins, in Unix seconds; 0 for now.</param>
    [ServerFunction("league_create", Failure = "error creating league: ", SetsUp = true)]
    ValueTask Create(
        [Expects(IdExpected)] string id,
        [Expects("expects a table of rules")] LeagueRules rules,
        string title = "",
        JsonText? metadata = null,
        [Expects("expects start time to be >= 0"), Between(0, uint.MaxValue)] long startTime = 0);

    /// <summary>Changes a league; what is null stays as it is. New rules count from the next season on.</summary>
    /// <param name="id">Which.</param>
    /// <param name="rules">How it is played.</param>
    /// <param name="title">Its title.</param>
    /// <param name="metadata">What the game keeps about it.</param>
    [ServerFunction("league_update", Failure = "error updating league: ")]
    ValueTask Update([Expects(IdExpected)] string id, LeagueRules? rules = null, string? title = null, JsonText? metadata = null);

    /// <summary>Deletes a league with its seasons and places.</summary>
    /// <param name="id">Which.</param>
    [ServerFunction("league_delete", Failure = "error changing league: ")]
    ValueTask Delete([Expects(IdExpected)] string id);

    /// <summary>Has no further season begin until it is resumed.</summary>
    /// <param name="id">Which.</param>
    [ServerFunction("league_pause", Failure = "error changing league: ")]
    ValueTask Pause([Expects(IdExpected)] string id);

    /// <summary>Has seasons begin again.</summary>
    /// <param name="id">Which.</param>
    [ServerFunction("league_resume", Failure = "error changing league: ")]
    ValueTask Resume([Expects(IdExpected)] string id);

    /// <summary>Ends the season that is being played.</summary>
    /// <param name="id">Which league.</param>
    [ServerFunction("league_season_end", Failure = "error changing league: ")]
    ValueTask EndSeason([Expects(IdExpected)] string id);

    /// <summary>Has a player join a league.</summary>
    /// <param name="id">Which.</param>
    /// <param name="userId">Who.</param>
    [ServerFunction("league_join", Failure = "error changing league member: ")]
    ValueTask Join([Expects(IdExpected)] string id, [Expects(OwnerExpected, Empty = OwnerMissing)] Guid userId);

    /// <summary>Has a player leave a league.</summary>
    /// <param name="id">Which.</param>
    /// <param name="userId">Who.</param>
    [ServerFunction("league_leave", Failure = "error changing league member: ")]
    ValueTask Leave([Expects(IdExpected)] string id, [Expects(OwnerExpected, Empty = OwnerMissing)] Guid userId);

    /// <summary>Moves a player to another division when the season ends.</summary>
    /// <param name="id">The league.</param>
    /// <param name="userId">Who.</param>
    /// <param name="division">Where to, from 1 for the top.</param>
    [ServerFunction("league_move", Failure = "error changing league member: ")]
    ValueTask Move(
        [Expects(IdExpected)] string id,
        [Expects(OwnerExpected, Empty = OwnerMissing)] Guid userId,
        [Expects("expects a division number from 1"), Between(1, 50)] int division);

    /// <summary>Hands in a player's score.</summary>
    /// <param name="id">The league.</param>
    /// <param name="userId">Whose.</param>
    /// <param name="score">The score.</param>
    /// <param name="subscore">What decides between equal scores.</param>
    /// <param name="metadata">What to keep with it.</param>
    /// <param name="username">The player's name.</param>
    [ServerFunction("league_score", Failure = "error writing league score: ")]
    ValueTask<LeaderboardRecord> Score(
        [Expects(IdExpected)] string id,
        [Expects(OwnerExpected, Empty = OwnerMissing)] Guid userId,
        [Expects("expects score to be >= 0"), Between(0, long.MaxValue)] long score = 0,
        [Expects("expects subscore to be >= 0"), Between(0, long.MaxValue)] long subscore = 0,
        JsonText? metadata = null,
        string username = "");

    /// <summary>Looks a league up; null if it is not there.</summary>
    /// <param name="id">Which.</param>
    [ServerFunction("league_get", Failure = "error getting league: ")]
    ValueTask<League?> Find([Expects(IdExpected)] string id);

    /// <summary>A player's place in a league; null for who is not in it.</summary>
    /// <param name="id">Which.</param>
    /// <param name="userId">Who.</param>
    [ServerFunction("league_place", Failure = "error getting league place: ")]
    ValueTask<LeaguePlace?> PlaceOf([Expects(IdExpected)] string id, [Expects(OwnerExpected, Empty = OwnerMissing)] Guid userId);

    /// <summary>The standings of a group.</summary>
    /// <param name="id">The league.</param>
    /// <param name="division">The division, from 1; null for the top.</param>
    /// <param name="group">The group, from 1; null for the first.</param>
    /// <param name="season">The season, from 1; null for the latest.</param>
    [ServerFunction("league_standings", Failure = "error listing league standings: ")]
    ValueTask<LeagueStandings> Standings(
        [Expects(IdExpected)] string id,
        [Expects("expects a number from 1"), Between(1, int.MaxValue)] int? division = null,
        [Expects("expects a number from 1"), Between(1, int.MaxValue)] int? group = null,
        [Expects("expects a number from 1"), Between(1, int.MaxValue)] int? season = null);

    /// <summary>Lists leagues.</summary>
    /// <param name="limit">The most on a page.</param>
    /// <param name="cursor">Where the page begins; empty for the first.</param>
    [ServerFunction("leagues_list", Failure = "error listing leagues: ", LuaReturnsMembers = true)]
    ValueTask<LeaguePage> List([Expects("expects limit to be 1-100"), Between(1, 100)] int limit = 100, string cursor = "");

    /// <summary>Lists a league's seasons.</summary>
    /// <param name="id">The league.</param>
    /// <param name="limit">The most on a page.</param>
    /// <param name="cursor">Where the page begins; empty for the first.</param>
    [ServerFunction("league_seasons_list", Failure = "error listing leagues: ", LuaReturnsMembers = true)]
    ValueTask<LeagueSeasonPage> ListSeasons(
        [Expects(IdExpected)] string id, [Expects("expects limit to be 1-100"), Between(1, 100)] int limit = 100, string cursor = "");

    /// <summary>Lists a season's groups.</summary>
    /// <param name="id">The league.</param>
    /// <param name="season">The season, from 1; null for the latest.</param>
    /// <param name="division">Only those of this division; null for all.</param>
    /// <param name="limit">The most on a page.</param>
    /// <param name="cursor">Where the page begins; empty for the first.</param>
    [ServerFunction("league_groups_list", Failure = "error listing leagues: ", LuaReturnsMembers = true)]
    ValueTask<LeagueGroupPage> ListGroups(
        [Expects(IdExpected)] string id,
        [Expects("expects a number from 1"), Between(1, int.MaxValue)] int? season = null,
        [Expects("expects a number from 1"), Between(1, int.MaxValue)] int? division = null,
        [Expects("expects limit to be 1-100"), Between(1, 100)] int limit = 100,
        string cursor = "");

    /// <summary>Lists what came of a league's seasons for a player.</summary>
    /// <param name="id">The league.</param>
    /// <param name="userId">Who.</param>
    /// <param name="limit">The most on a page.</param>
    /// <param name="cursor">Where the page begins; empty for the first.</param>
    [ServerFunction("league_results_list", Failure = "error listing leagues: ", LuaReturnsMembers = true)]
    ValueTask<LeagueResultPage> ListResults(
        [Expects(IdExpected)] string id,
        [Expects(OwnerExpected, Empty = OwnerMissing)] Guid userId,
        [Expects("expects limit to be 1-100"), Between(1, 100)] int limit = 100,
        string cursor = "");

    private const string IdExpected = "expects a league ID string";
    private const string OwnerExpected = "expects owner ID to be a valid identifier";
    private const string OwnerMissing = "expects a owner ID string";
}
