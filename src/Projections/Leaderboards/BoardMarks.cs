using KaosNet.Domain.Leaderboards.Resetting;
using KaosNet.Store;
using KaosNet.Store.Tables;

namespace KaosNet.Projections.Leaderboards;

/// <summary>Up to when a board's ends and resets are dealt with.</summary>
/// <param name="LeaderboardId">The board.</param>
/// <param name="EndedThrough">The last end, in Unix seconds; 0 for none.</param>
/// <param name="ResetThrough">The last reset, in Unix seconds; 0 for none.</param>
public sealed record BoardMark(string LeaderboardId, long EndedThrough, long ResetThrough);

/// <summary>
/// Which ends and resets of boards are dealt with, for whoever plans the next ones. Inline, so that a server which takes over begins where the one before it
/// ended.
/// </summary>
public sealed class BoardMarks(Database database)
{
    public static readonly StateTable<BoardSchedule, BoardMark> Table = new(
        "leaderboard_marks",
        BoardSchedule.Kind,
        (id, schedule) => [new(id, schedule.EndedThrough, schedule.ResetThrough)],
        table => table
            .Text("leaderboard_id", row => row.LeaderboardId)
            .Bigint("ended_through", row => row.EndedThrough)
            .Bigint("reset_through", row => row.ResetThrough)
            .Key("leaderboard_id"));

    /// <summary>The marks of every board that has any.</summary>
    public async Task<IReadOnlyDictionary<string, BoardMark>> All(CancellationToken cancel = default)
    {
        Dictionary<string, BoardMark> marks = new(StringComparer.Ordinal);
        await using var command = database.General.CreateCommand($"select leaderboard_id, ended_through, reset_through from {database.Schema}.leaderboard_marks");
        await using var reader = await database.Query(command, database.General, cancel);
        while (await reader.ReadAsync(cancel)) marks[reader.GetString(0)] = new(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2));
        return marks;
    }
}
