using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Projections.Kernel;

namespace KaosNet.Projections.Leaderboards;

/// <summary>Boards of a page, and where the next page goes on; empty on the last one.</summary>
public sealed record BoardPage(IReadOnlyList<Leaderboard> Boards, string Cursor);

/// <summary>Lists of boards themselves, for server modules (parity section 6.11): plain leaderboards, without tournaments.</summary>
public sealed class LeaderboardBoards(LeaderboardDirectory directory, Cursors cursors)
{
    const string List = "leaderboards";

    /// <summary>Boards in the order of their creation.</summary>
    /// <param name="limit">Boards of the page.</param>
    /// <param name="cursor">From the page before; empty for the first page.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The page, or <see cref="LeaderboardFaults.InvalidCursor"/>.</returns>
    public async ValueTask<Answer<BoardPage>> Page(int limit, string cursor, CancellationToken cancel = default)
    {
        (DateTimeOffset At, string Id)? after = null;
        if (cursor.Length > 0)
        {
            if (cursors.Read(List, "", cursor) is not { } from) return LeaderboardFaults.InvalidCursor;
            after = (from.Time(), from.Text());
        }

        var page = new List<Leaderboard>(limit);
        foreach (var board in await directory.All(cancel))
        {
            if (board.IsTournament || (after is { } last && !IsBehind(board, last))) continue;
            if (page.Count == limit) return new BoardPage(page, cursors.Write(List).Time(page[^1].CreateTime).Text(page[^1].Id).Spell());
            page.Add(board);
        }

        return new BoardPage(page, "");
    }

    /// <summary>The boards with these ids, in the order asked for; those that are none or tournaments are left out.</summary>
    public async ValueTask<IReadOnlyList<Leaderboard>> Of(IReadOnlyCollection<string> ids, CancellationToken cancel = default)
    {
        var boards = new List<Leaderboard>(ids.Count);
        foreach (var id in ids.Distinct(StringComparer.Ordinal))
        {
            if (await directory.Find(id, cancel) is { IsTournament: false } board) boards.Add(board);
        }

        return boards;
    }

    /// <summary>Cursors know microseconds, as tables do; a board of the same microsecond is behind when its id is.</summary>
    static bool IsBehind(Leaderboard board, (DateTimeOffset At, string Id) last)
    {
        var order = (board.CreateTime.UtcTicks / TimeSpan.TicksPerMicrosecond).CompareTo(last.At.UtcTicks / TimeSpan.TicksPerMicrosecond);
        return order > 0 || (order == 0 && string.CompareOrdinal(board.Id, last.Id) > 0);
    }
}
