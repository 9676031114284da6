using KaosNet.Modules.Kernel;
using KaosNet.Modules.Leaderboards;

namespace KaosNet.Modules.Tournaments;

/// <summary>Tournaments and their records, with the server's authority.</summary>
public interface ITournamentFunctions
{
    /// <summary>Sets up a tournament. One that is there already stays as it is.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="authoritative">Whether only the server may write to it.</param>
    /// <param name="sortOrder">Which end is the better one.</param>
    /// <param name="scoreOperator">What becomes of a score when there is one already.</param>
    /// <param name="duration">Seconds that a window lasts.</param>
    /// <param name="resetSchedule">When it starts over, a cron expression; empty for never.</param>
    /// <param name="metadata">What the game keeps about it.</param>
    /// <param name="title">Its title.</param>
    /// <param name="description">What it is about.</param>
    /// <param name="category">Its category.</param>
    /// <param name="startTime">When it begins, in Unix seconds; 0 for now.</param>
    /// <param name="endTime">When it ends, in Unix seconds; 0 for never.</param>
    /// <param name="maxSize">The most owners; 0 for any number.</param>
    /// <param name="maxNumScore">The most scores of an owner; 0 for any number.</param>
    /// <param name="joinRequired">Whether one has to join before one may hand in a score.</param>
    /// <param name="enableRanks">Whether its records have ranks.</param>
    [ServerFunction("tournament_create", Failure = "error creating tournament: ", SetsUp = true)]
    ValueTask Create(
        [Expects("expects a tournament ID string")] string id,
        bool authoritative = true,
        [Expects("expects sort order to be 'asc' or 'desc'")] SortOrder sortOrder = SortOrder.Descending,
        [Expects("expects operator to be 'best', 'set', 'decr' or 'incr'")] ScoreOperator scoreOperator = ScoreOperator.Best,
        [Expects("duration must be > 0"), Between(1, long.MaxValue)] long duration = 0,
        [Checked("ResetSchedule", "expects reset schedule to be a valid CRON expression")] string resetSchedule = "",
        JsonText? metadata = null,
        string title = "",
        string description = "",
        [Expects("category must be 0-127"), Between(0, 127)] int category = 0,
        [Expects("startTime must be >= 0"), Between(0, long.MaxValue)] long startTime = 0,
        [Expects("endTime must be >= 0"), Between(0, long.MaxValue), Checked("AfterOrNone", "endTime must be >= startTime", With = "startTime")] long endTime = 0,
        [Expects("maxSize must be >= 0"), Between(0, long.MaxValue)] long maxSize = 0,
        [Expects("maxNumScore must be >= 0"), Between(0, long.MaxValue)] long maxNumScore = 0,
        bool joinRequired = false,
        bool enableRanks = false);

    /// <summary>Deletes a tournament with all its records.</summary>
    /// <param name="id">Which.</param>
    [ServerFunction("tournament_delete", Failure = "error deleting tournament: ")]
    ValueTask Delete([Expects("expects a tournament ID string")] string id);

    /// <summary>Takes the ranks from a tournament for good.</summary>
    /// <param name="id">Which.</param>
    [ServerFunction("tournament_ranks_disable", JavaScript = "tournamentsRanksDisable", Failure = "error disabling tournament ranks: ")]
    ValueTask DisableRanks([Expects("expects a tournament ID string")] string id);

    /// <summary>Has a player join a tournament.</summary>
    /// <param name="id">Which.</param>
    /// <param name="userId">Who.</param>
    /// <param name="username">The player's name.</param>
    [ServerFunction("tournament_join", Failure = "error joining tournament: ")]
    ValueTask Join(
        [Expects("expects a tournament ID string")] string id,
        [Expects("expects owner ID to be a valid identifier", Empty = "expects a owner ID string")] Guid userId,
        [Expects("expects a username string")] string username);

    /// <summary>Grants an owner more scores to hand in, or takes some away.</summary>
    /// <param name="id">The tournament.</param>
    /// <param name="ownerId">Whose.</param>
    /// <param name="count">How many; negative to take away.</param>
    [ServerFunction("tournament_add_attempt", Failure = "error adding tournament attempts: ")]
    ValueTask AddAttempt(
        [Expects("expects a tournament ID string")] string id,
        [Expects("expects owner ID to be a valid identifier", Empty = "expects a owner ID string")] Guid ownerId,
        [Checked("NotZero", "expects an attempt count number != 0")] long count);

    /// <summary>Lists tournaments.</summary>
    /// <param name="categoryStart">The lowest category.</param>
    /// <param name="categoryEnd">The highest category.</param>
    /// <param name="startTime">Only those that begin then or later, in Unix seconds; null for any.</param>
    /// <param name="endTime">Only those that end then or before, in Unix seconds; 0 for those that never end; null for those that have not ended.</param>
    /// <param name="limit">The most on a page.</param>
    /// <param name="cursor">Where the page begins; empty for the first.</param>
    [ServerFunction("tournament_list", Failure = "error listing tournaments: ", LuaReturnsMembers = true)]
    ValueTask<TournamentPage> List(
        [Expects("categoryStart must be 0-127"), Between(0, 127)] int categoryStart = 0,
        [Expects("categoryEnd must be 0-127"), Between(0, 127)] int categoryEnd = 0,
        [Expects("startTime must be >= -1"), Between(0, long.MaxValue)] long? startTime = null,
        [Expects("endTime must be >= -1"), Between(0, long.MaxValue), Checked("NotBefore", "endTime must be >= startTime", With = "startTime")] long? endTime = null,
        [Expects("limit must be 1-100"), Between(1, 100)] int limit = 10,
        string cursor = "");

    /// <summary>Looks tournaments up; those that are not there are left out.</summary>
    /// <param name="ids">Which.</param>
    [ServerFunction("tournaments_get_id", Failure = "failed to get tournaments: ")]
    ValueTask<IReadOnlyList<Tournament>> Of([Expects("expects each tournament ID to be string"), AtMost(1000), InJavaScript(IsMandatory = true)] IReadOnlyList<string>? ids = null);

    /// <summary>Hands in a score.</summary>
    /// <param name="id">The tournament.</param>
    /// <param name="ownerId">Whose.</param>
    /// <param name="username">The owner's name.</param>
    /// <param name="score">The score.</param>
    /// <param name="subscore">What decides between equal scores.</param>
    /// <param name="metadata">What to keep with it.</param>
    /// <param name="overrideOperator">What becomes of it when there is a score already, if that is not to be the tournament's own.</param>
    [ServerFunction("tournament_record_write", Failure = "error writing tournament record: ")]
    ValueTask<LeaderboardRecord> WriteRecord(
        [Expects("expects a tournament ID string")] string id,
        [Expects("expects owner ID to be a valid identifier")] Guid ownerId,
        string username = "",
        long score = 0,
        long subscore = 0,
        JsonText? metadata = null,
        [Expects("expects operator to be 'best', 'set', 'decr' or 'incr'")] ScoreOperator overrideOperator = ScoreOperator.NoOverride);

    /// <summary>Deletes a record.</summary>
    /// <param name="id">The tournament.</param>
    /// <param name="ownerId">Whose.</param>
    [ServerFunction("tournament_record_delete", Failure = "error deleting tournament record: ")]
    ValueTask DeleteRecord([Expects("expects a tournament ID string")] string id, [Expects("expects owner ID to be a valid identifier")] Guid ownerId);

    /// <summary>Lists a tournament's records, and those of some owners.</summary>
    /// <param name="id">The tournament.</param>
    /// <param name="ownerIds">The owners.</param>
    /// <param name="limit">The most on a page; 0 for the owners' records alone.</param>
    /// <param name="cursor">Where the page begins; empty for the first.</param>
    /// <param name="expiry">The period, by its end in Unix seconds; 0 for the present one.</param>
    [ServerFunction("tournament_records_list", Failure = "error listing tournament records: ", LuaReturnsMembers = true)]
    ValueTask<RecordPage> ListRecords(
        [Expects("expects a tournament ID string")] string id,
        [Expects("expects each owner ID to be a valid identifier"), AtMost(10_000)] IReadOnlyList<Guid>? ownerIds = null,
        [Expects("expects limit to be 0-10000"), Between(0, 10_000)] int limit = 0,
        string cursor = "",
        [Expects("expects expiry to equal or greater than 0"), Between(0, long.MaxValue)] long expiry = 0);

    /// <summary>Lists the records around an owner's.</summary>
    /// <param name="id">The tournament.</param>
    /// <param name="ownerId">Whose record is in the middle.</param>
    /// <param name="limit">The most on a page.</param>
    /// <param name="cursor">Where the page begins; empty for the one around the owner.</param>
    /// <param name="expiry">The period, by its end in Unix seconds; 0 for the present one.</param>
    [ServerFunction("tournament_records_haystack", Failure = "error listing tournament records haystack: ", LuaReturnsMembers = true)]
    ValueTask<RecordWindow> ListRecordsAround(
        [Expects("expects a tournament ID string")] string id,
        [Expects("expects owner ID to be a valid identifier")] Guid ownerId,
        [Expects("limit must be 1-100"), Between(1, 100)] int limit = 10,
        string cursor = "",
        [Expects("expiry should be time since epoch in seconds and has to be a positive integer"), Between(0, long.MaxValue)] long expiry = 0);
}
