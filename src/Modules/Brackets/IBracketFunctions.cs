using KaosNet.Modules.Kernel;

namespace KaosNet.Modules.Brackets;

/// <summary>Brackets: tournaments of pairings; beyond Nakama.</summary>
public interface IBracketFunctions
{
    /// <summary>Makes a bracket.</summary>
    /// <param name="rules">How it is played.</param>
    /// <param name="userIds">Who enters at once.</param>
    [ServerFunction("bracket_create", Failure = "bracket_create failed: ")]
    ValueTask<Bracket> Create(
        [Expects("expects a table of rules")] BracketRules rules,
        [Expects("expects each user ID to be a valid identifier"), AtMost(1024)] IReadOnlyList<Guid>? userIds = null);

    /// <summary>Enters players.</summary>
    /// <param name="id">The bracket.</param>
    /// <param name="userIds">Whom, if several.</param>
    /// <param name="userId">Whom, if one; in the list's place in scripts.</param>
    [ServerFunction("bracket_join", Failure = "bracket_join failed: ")]
    ValueTask<Bracket> Join(
        [Expects(IdExpected)] Guid id,
        [Expects("expects each user ID to be a valid identifier"), AtMost(1024)] IReadOnlyList<Guid>? userIds = null,
        [Alternative, Expects("expects user ID to be a valid identifier")] Guid? userId = null);

    /// <summary>Starts a bracket.</summary>
    /// <param name="id">Which.</param>
    /// <param name="seeding">Where the seeds come from.</param>
    /// <param name="order">The order that is given; who is not in it comes after.</param>
    /// <param name="leaderboardId">The leaderboard whose ranks are the seeds; in the order's place in scripts.</param>
    /// <param name="expiry">The leaderboard's period, by its end in Unix seconds; null for the present one.</param>
    [ServerFunction("bracket_start", Failure = "bracket_start failed: ")]
    ValueTask<Bracket> Start(
        [Expects(IdExpected)] Guid id,
        [Expects("expects seeding to be entry, given, board or random")] Seeding seeding = Seeding.Entry,
        [Expects("expects each user ID to be a valid identifier"), AtMost(1024)] IReadOnlyList<Guid>? order = null,
        [Alternative] string leaderboardId = "",
        long? expiry = null);

    /// <summary>Tells a pairing's result.</summary>
    /// <param name="id">The bracket.</param>
    /// <param name="pairing">The pairing's number.</param>
    /// <param name="result">The result.</param>
    /// <param name="matchId">The match it was played in; empty for the one that tells it.</param>
    [ServerFunction("bracket_report", Failure = "bracket_report failed: ")]
    ValueTask<BracketPairing> Report(
        [Expects(IdExpected)] Guid id,
        [Expects(NumberExpected), Between(1, int.MaxValue)] int pairing,
        [Expects(ResultExpected)] PairingResult result,
        string matchId = "");

    /// <summary>Corrects a pairing's result, and with it what came of it.</summary>
    /// <param name="id">The bracket.</param>
    /// <param name="pairing">The pairing's number.</param>
    /// <param name="result">The right result; null to have it played again.</param>
    /// <param name="reason">Why.</param>
    [ServerFunction("bracket_correct", Failure = "bracket_correct failed: ")]
    ValueTask<BracketPairing> Correct(
        [Expects(IdExpected)] Guid id,
        [Expects(NumberExpected), Between(1, int.MaxValue)] int pairing,
        PairingResult? result = null,
        string reason = "");

    /// <summary>Takes a player out of a bracket; once it runs, the opponents win.</summary>
    /// <param name="id">The bracket.</param>
    /// <param name="userId">Whom.</param>
    /// <param name="reason">Why.</param>
    [ServerFunction("bracket_withdraw", Failure = "bracket_withdraw failed: ")]
    ValueTask<Bracket> Withdraw([Expects(IdExpected)] Guid id, [Expects("expects user ID to be a valid identifier")] Guid userId, string reason = "");

    /// <summary>Calls a bracket off.</summary>
    /// <param name="id">Which.</param>
    /// <param name="reason">Why.</param>
    [ServerFunction("bracket_cancel", Failure = "bracket_cancel failed: ")]
    ValueTask<Bracket> Cancel([Expects(IdExpected)] Guid id, string reason = "");

    /// <summary>Looks a bracket up, with its players and pairings.</summary>
    /// <param name="id">Which.</param>
    [ServerFunction("bracket_get", Failure = "bracket_get failed: ")]
    ValueTask<Bracket> Of([Expects(IdExpected)] Guid id);

    /// <summary>Lists brackets, the newest first.</summary>
    /// <param name="filter">Which; null for all.</param>
    /// <param name="limit">The most on a page.</param>
    /// <param name="cursor">Where the page begins; empty for the first.</param>
    [ServerFunction("brackets_list", Failure = "brackets_list failed: ", LuaReturnsMembers = true)]
    ValueTask<BracketPage> List(BracketFilter? filter = null, [Expects("expects limit to be 1-100"), Between(1, 100)] int limit = 100, string cursor = "");

    private const string IdExpected = "expects bracket ID to be a valid identifier";
    private const string NumberExpected = "expects the number of a pairing";
    private const string ResultExpected = "expects a table with first_score, second_score or winner_id";
}
