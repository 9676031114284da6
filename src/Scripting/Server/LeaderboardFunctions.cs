using KaosNet.Domain.Leaderboards;
using KaosNet.Modules;
using KaosNet.Modules.Leaderboards;
using KaosNet.Projections.Leaderboards;
using Board = KaosNet.Domain.Leaderboards.Leaderboard;
using Leaderboard = KaosNet.Modules.Leaderboards.Leaderboard;
using RecordPage = KaosNet.Modules.Leaderboards.RecordPage;
using ScoreOperator = KaosNet.Modules.Leaderboards.ScoreOperator;
using SortOrder = KaosNet.Modules.Leaderboards.SortOrder;

namespace KaosNet.Scripting.Server;

/// <summary>Boards and their records for modules (parity section 6.11).</summary>
internal sealed class LeaderboardFunctions(ServerApi api) : ILeaderboardFunctions
{
    public async ValueTask Create(string id, bool authoritative, SortOrder sortOrder, ScoreOperator scoreOperator, string resetSchedule, JsonText? metadata, bool enableRanks) =>
        ServerApi.GrantedInWords(await api.Get<LeaderboardSetup>().Create(
            new CreateLeaderboard(id)
            {
                Authoritative = authoritative,
                SortOrder = BoardValues.Of(sortOrder),
                Operator = BoardValues.Of(scoreOperator) ?? Domain.Leaderboards.ScoreOperator.Best,
                ResetSchedule = resetSchedule.Length > 0 ? resetSchedule : null,
                Metadata = metadata?.Text ?? "{}",
                EnableRanks = enableRanks,
            },
            api.Caller,
            api.Cancel));

    public async ValueTask Delete(string id) => ServerApi.GrantedInWords(await api.Get<LeaderboardSetup>().Delete(id, api.Caller, api.Cancel));

    public async ValueTask DisableRanks(string id) => ServerApi.GrantedInWords(await api.Get<LeaderboardSetup>().DisableRanks(id, api.Caller, api.Cancel));

    public async ValueTask<LeaderboardPage> List(int limit, string cursor)
    {
        var answer = await api.Get<LeaderboardBoards>().Page(limit, cursor, api.Cancel);
        if (!answer.IsGranted(out var page, out _)) throw new RefusedException(StatusCode.InvalidArgument, "expects cursor to be valid when provided");
        var now = api.Get<TimeProvider>().GetUtcNow();
        return new([.. page.Boards.Select(board => BoardValues.Of(board, now))], page.Cursor.Length > 0 ? page.Cursor : null);
    }

    public async ValueTask<IReadOnlyList<Leaderboard>> Of(IReadOnlyList<string>? ids)
    {
        var now = api.Get<TimeProvider>().GetUtcNow();
        return [.. (await api.Get<LeaderboardBoards>().Of(ids ?? [], api.Cancel)).Select(board => BoardValues.Of(board, now))];
    }

    public async ValueTask<LeaderboardRecord> WriteRecord(
        string id, Guid ownerId, string username, long score, long subscore, JsonText? metadata, ScoreOperator overrideOperator)
    {
        var submission = BoardValues.Submission(id, ownerId, username, score, subscore, metadata, overrideOperator);
        return BoardValues.Of(ServerApi.GrantedInWords(await api.Get<LeaderboardScores>().Submit(submission, api.Caller, api.Cancel)));
    }

    public async ValueTask DeleteRecord(string id, Guid ownerId) =>
        ServerApi.GrantedInWords(await api.Get<LeaderboardScores>().Delete(id, ownerId.ToString(), api.Caller, api.Cancel));

    public async ValueTask<RecordPage> ListRecords(string id, IReadOnlyList<Guid>? ownerIds, int limit, string cursor, long expiry) =>
        await new RecordLists(api).Page(await Find(id), ownerIds, limit, cursor, expiry);

    public async ValueTask<RecordWindow> ListRecordsAround(string id, Guid ownerId, int limit, string cursor, long expiry) =>
        await new RecordLists(api).Around(await Find(id), ownerId, limit, cursor, expiry);

    public async ValueTask<string> CursorFromRank(string id, long rank, long expiry)
    {
        var answer = await api.Get<LeaderboardLists>().CursorFromRank(await Find(id), expiry, rank, api.Cancel);
        return ServerApi.GrantedInWords(answer) is { } cursor ? api.Get<RecordCursors>().Spell(cursor) : "";
    }

    private async ValueTask<Board> Find(string id) =>
        await api.Get<LeaderboardDirectory>().Find(id, api.Cancel) ?? ServerApi.GrantedInWords<Board>(LeaderboardFaults.NotFound);
}
