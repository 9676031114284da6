using KaosNet.Domain.Leaderboards;
using KaosNet.Modules.Leaderboards;
using KaosNet.Projections.Leaderboards;
using Board = KaosNet.Domain.Leaderboards.Leaderboard;
using RecordPage = KaosNet.Modules.Leaderboards.RecordPage;

namespace KaosNet.Scripting.Server;

/// <summary>Lists of records, of boards and of tournaments.</summary>
internal sealed class RecordLists(ServerApi api)
{
    /// <summary>A page, and the records of some owners.</summary>
    public async ValueTask<RecordPage> Page(Board board, IReadOnlyList<Guid>? owners, int limit, string cursor, long expiry)
    {
        var page = ServerApi.GrantedInWords(await api.Get<LeaderboardLists>().Page(board, expiry, limit, Read(cursor), [.. owners ?? []], api.Cancel));
        return new(Of(page.Records), Of(page.OwnerRecords), Spell(page.Next), Spell(page.Previous), page.RankCount);
    }

    /// <summary>The records around an owner's, or a page from a cursor of such a window or of a list.</summary>
    public async ValueTask<RecordWindow> Around(Board board, Guid owner, int limit, string cursor, long expiry)
    {
        var lists = api.Get<LeaderboardLists>();
        var page = cursor.Length == 0
            ? await lists.AroundOwner(board, expiry, owner, limit, api.Cancel)
            : ServerApi.GrantedInWords(await lists.Page(board, expiry, limit, Read(cursor), [], api.Cancel));
        return new(Of(page.Records), Spell(page.Next), Spell(page.Previous), page.RankCount);
    }

    private RecordCursor? Read(string cursor) => cursor.Length == 0
        ? default(RecordCursor?)
        : api.Get<RecordCursors>().Read(cursor) ?? ServerApi.GrantedInWords<RecordCursor>(LeaderboardFaults.InvalidCursor);

    private string? Spell(RecordCursor? cursor) => cursor is { } edge ? api.Get<RecordCursors>().Spell(edge) : null;

    private static LeaderboardRecord[] Of(IReadOnlyList<RankedRecord> records) => [.. records.Select(BoardValues.Of)];
}
