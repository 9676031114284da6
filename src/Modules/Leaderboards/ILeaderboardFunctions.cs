using KaosNet.Modules.Kernel;

namespace KaosNet.Modules.Leaderboards;

/// <summary>Boards and their records, with the server's authority.</summary>
public interface ILeaderboardFunctions
{
    /// <summary>Sets up a board. One that is there already stays as it is.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="authoritative">Whether only the server may write to it.</param>
    /// <param name="sortOrder">Which end is the better one.</param>
    /// <param name="scoreOperator">What becomes of a score when there is one already.</param>
    /// <param name="resetSchedule">When it starts over, a cron expression; empty for never.</param>
    /// <param name="metadata">What the game keeps about it.</param>
    /// <param name="enableRanks">Whether its records have ranks.</param>
    [ServerFunction("leaderboard_create", Failure = "error creating leaderboard: ", SetsUp = true)]
    ValueTask Create(
        [Expects("expects a leaderboard ID string")] string id,
        bool authoritative = false,
        [Expects("expects sort order to be 'asc' or 'desc'")] SortOrder sortOrder = SortOrder.Descending,
        [Expects("expects operator to be 'best', 'set', 'decr' or 'incr'")] ScoreOperator scoreOperator = ScoreOperator.Best,
        [Checked("ResetSchedule", "expects reset schedule to be a valid CRON expression")] string resetSchedule = "",
        JsonText? metadata = null,
        bool enableRanks = false);

    /// <summary>Deletes a board with all its records.</summary>
    /// <param name="id">Which.</param>
    [ServerFunction("leaderboard_delete", Failure = "error deleting leaderboard: ")]
    ValueTask Delete([Expects("expects a leaderboard ID string")] string id);

    /// <summary>Takes the ranks from a board for good.</summary>
    /// <param name="id">Which.</param>
    [ServerFunction("leaderboard_ranks_disable", Failure = "error disabling leaderboard ranks: ")]
    ValueTask DisableRanks([Expects("expects a leaderboard ID string")] string id);

    /// <summary>Lists the boards.</summary>
    /// <param name="limit">The most on a page.</param>
    /// <param name="cursor">Where the page begins; empty for the first.</param>
    [ServerFunction("leaderboard_list", Failure = "error listing leaderboards: ", LuaReturnsMembers = true)]
    ValueTask<LeaderboardPage> List([Expects("limit must be 1-100"), Between(1, 100)] int limit = 10, string cursor = "");

    /// <summary>Looks boards up; those that are not there are left out.</summary>
    /// <param name="ids">Which.</param>
    [ServerFunction("leaderboards_get_id", Failure = "failed to get leaderboards: ")]
    ValueTask<IReadOnlyList<Leaderboard>> Of([Expects("expects each leaderboard ID to be string"), AtMost(1000), InJavaScript(IsMandatory = true)] IReadOnlyList<string>? ids = null);

    /// <summary>Hands in a score.</summary>
    /// <param name="id">The board.</param>
    /// <param name="ownerId">Whose.</param>
    /// <param name="username">The owner's name.</param>
    /// <param name="score">The score.</param>
    /// <param name="subscore">What decides between equal scores.</param>
    /// <param name="metadata">What to keep with it.</param>
    /// <param name="overrideOperator">What becomes of it when there is a score already, if that is not to be the board's own.</param>
    [ServerFunction("leaderboard_record_write", Failure = "error writing leaderboard record: ")]
    ValueTask<LeaderboardRecord> WriteRecord(
        [Expects("expects a leaderboard ID string")] string id,
        [Expects("expects owner ID to be a valid identifier")] Guid ownerId,
        string username = "",
        [Expects("expects score to be >= 0"), Between(0, long.MaxValue)] long score = 0,
        [Expects("expects subscore to be >= 0"), Between(0, long.MaxValue)] long subscore = 0,
        JsonText? metadata = null,
        [Expects("expects operator to be 'best', 'set', 'decr' or 'incr'")] ScoreOperator overrideOperator = ScoreOperator.NoOverride);

    /// <summary>Deletes a record.</summary>
    /// <param name="id">The board.</param>
    /// <param name="ownerId">Whose.</param>
    [ServerFunction("leaderboard_record_delete", Failure = "error deleting leaderboard record: ")]
    ValueTask DeleteRecord([Expects("expects a leaderboard ID string")] string id, [Expects("expects owner ID to be a valid identifier")] Guid ownerId);

    /// <summary>Lists a board's records, and those of some owners.</summary>
    /// <param name="id">The board.</param>
    /// <param name="ownerIds">The owners.</param>
    /// <param name="limit">The most on a page; 0 for the owners' records alone.</param>
    /// <param name="cursor">Where the page begins; empty for the first.</param>
    /// <param name="expiry">The period, by its end in Unix seconds; 0 for the present one.</param>
    [ServerFunction("leaderboard_records_list", Failure = "error listing leaderboard records: ", LuaReturnsMembers = true)]
    ValueTask<RecordPage> ListRecords(
        [Expects("expects a leaderboard ID string")] string id,
        [Expects("expects each owner ID to be a valid identifier"), AtMost(10_000)] IReadOnlyList<Guid>? ownerIds = null,
        [Expects("expects limit to be 0-10000"), Between(0, 10_000)] int limit = 0,
        string cursor = "",
        [Expects("expects expiry to equal or greater than 0"), Between(0, long.MaxValue)] long expiry = 0);

    /// <summary>Lists the records around an owner's.</summary>
    /// <param name="id">The board.</param>
    /// <param name="ownerId">Whose record is in the middle.</param>
    /// <param name="limit">The most on a page.</param>
    /// <param name="cursor">Where the page begins; empty for the one around the owner.</param>
    /// <param name="expiry">The period, by its end in Unix seconds; 0 for the present one.</param>
    [ServerFunction("leaderboard_records_haystack", Failure = "error listing leaderboard records haystack: ", LuaReturnsMembers = true)]
    ValueTask<RecordWindow> ListRecordsAround(
        [Expects("expects a leaderboard ID string")] string id,
        [Expects("expects owner ID to be a valid identifier")] Guid ownerId,
        [Expects("limit must be 1-100"), Between(1, 100)] int limit = 10,
        string cursor = "",
        [Expects("expiry should be time since epoch in seconds and has to be a positive integer"), Between(0, long.MaxValue)] long expiry = 0);

    /// <summary>The cursor of the page that begins at a rank; empty if there is none.</summary>
    /// <param name="id">The board.</param>
    /// <param name="rank">The rank, from 1.</param>
    /// <param name="expiry">The period, by its end in Unix seconds; 0 for the present one.</param>
    [ServerFunction("leaderboard_records_list_cursor_from_rank", Failure = "failed to get cursor from rank: ")]
    ValueTask<string> CursorFromRank(
        [Expects("expects a leaderboard ID string")] string id,
        [Expects("invalid rank - must be > 1"), Between(1, long.MaxValue)] long rank,
        [Expects("invalid expiry"), Between(0, long.MaxValue)] long expiry = 0);
}
