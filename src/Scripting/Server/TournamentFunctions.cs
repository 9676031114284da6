using KaosNet.Domain.Tournaments;
using KaosNet.Modules;
using KaosNet.Modules.Leaderboards;
using KaosNet.Modules.Tournaments;
using KaosNet.Projections.Leaderboards;
using KaosNet.Projections.Tournaments;
using Board = KaosNet.Domain.Leaderboards.Leaderboard;
using RecordPage = KaosNet.Modules.Leaderboards.RecordPage;
using Tournament = KaosNet.Modules.Tournaments.Tournament;
using TournamentPage = KaosNet.Modules.Tournaments.TournamentPage;

namespace KaosNet.Scripting.Server;

/// <summary>Tournaments and their records for modules (parity sections 6.1 and 6.11).</summary>
internal sealed class TournamentFunctions(ServerApi api) : ITournamentFunctions
{
    public async ValueTask Create(
        string id, bool authoritative, SortOrder sortOrder, ScoreOperator scoreOperator, long duration, string resetSchedule, JsonText? metadata, string title, string description,
        int category, long startTime, long endTime, long maxSize, long maxNumScore, bool joinRequired, bool enableRanks) =>
        ServerApi.GrantedInWords(await api.Get<LeaderboardSetup>().Create(
            new CreateTournament(id, Whole(duration))
            {
                Authoritative = authoritative,
                SortOrder = BoardValues.Of(sortOrder),
                Operator = BoardValues.Of(scoreOperator) ?? Domain.Leaderboards.ScoreOperator.Best,
                ResetSchedule = resetSchedule.Length > 0 ? resetSchedule : null,
                Metadata = metadata?.Text ?? "{}",
                Title = title,
                Description = description,
                Category = category,
                StartTime = startTime,
                EndTime = endTime,
                MaxSize = Whole(maxSize),
                MaxNumScore = Whole(maxNumScore),
                JoinRequired = joinRequired,
                EnableRanks = enableRanks,
            },
            api.Caller,
            api.Cancel));

    public async ValueTask Delete(string id) => ServerApi.GrantedInWords(await api.Get<LeaderboardSetup>().DeleteTournament(id, api.Caller, api.Cancel));

    public async ValueTask DisableRanks(string id) => ServerApi.GrantedInWords(await api.Get<LeaderboardSetup>().DisableTournamentRanks(id, api.Caller, api.Cancel));

    public async ValueTask Join(string id, Guid userId, string username) =>
        ServerApi.GrantedInWords(await api.Get<TournamentScores>().Join(id, userId.ToString(), username, api.Caller, api.Cancel));

    public async ValueTask AddAttempt(string id, Guid ownerId, long count) =>
        ServerApi.GrantedInWords(await api.Get<TournamentScores>().AddAttempts(id, ownerId.ToString(), Whole(count), api.Caller, api.Cancel));

    public async ValueTask<TournamentPage> List(int categoryStart, int categoryEnd, long? startTime, long? endTime, int limit, string cursor)
    {
        var filter = new TournamentFilter { CategoryStart = categoryStart, CategoryEnd = categoryEnd, StartTime = startTime ?? -1, EndTime = endTime ?? -1 };
        var answer = await api.Get<TournamentLists>().Page(filter, limit, cursor, api.Cancel);
        if (!answer.IsGranted(out var page, out _)) throw new RefusedException(StatusCode.InvalidArgument, "expects cursor to be valid when provided");
        return new([.. page.Tournaments.Select(Of)], page.Cursor.Length > 0 ? page.Cursor : null);
    }

    public async ValueTask<IReadOnlyList<Tournament>> Of(IReadOnlyList<string>? ids) => [.. (await api.Get<TournamentLists>().Of([.. ids ?? []], api.Cancel)).Select(Of)];

    public async ValueTask<LeaderboardRecord> WriteRecord(
        string id, Guid ownerId, string username, long score, long subscore, JsonText? metadata, ScoreOperator overrideOperator)
    {
        var submission = BoardValues.Submission(id, ownerId, username, score, subscore, metadata, overrideOperator);
        return BoardValues.Of(ServerApi.GrantedInWords(await api.Get<TournamentScores>().Submit(submission, api.Caller, api.Cancel)));
    }

    public async ValueTask DeleteRecord(string id, Guid ownerId) =>
        ServerApi.GrantedInWords(await api.Get<TournamentScores>().Delete(id, ownerId.ToString(), api.Caller, api.Cancel));

    public async ValueTask<RecordPage> ListRecords(string id, IReadOnlyList<Guid>? ownerIds, int limit, string cursor, long expiry)
    {
        var board = await Find(id);
        if (expiry == 0 && board.HasEndedAt(api.Get<TimeProvider>().GetUtcNow())) ServerApi.Granted<Board>(TournamentFaults.OutsideDuration);
        return await new RecordLists(api).Page(board, ownerIds, limit, cursor, expiry);
    }

    public async ValueTask<RecordWindow> ListRecordsAround(string id, Guid ownerId, int limit, string cursor, long expiry) =>
        await new RecordLists(api).Around(await Find(id), ownerId, limit, cursor, expiry);

    private async ValueTask<Board> Find(string id) =>
        await api.Get<LeaderboardDirectory>().FindTournament(id, api.Cancel) ?? ServerApi.GrantedInWords<Board>(TournamentFaults.NotFound);

    private static Tournament Of(TournamentView view) => new()
    {
        Id = view.Board.Id,
        Title = view.Board.Title,
        Description = view.Board.Description,
        Category = view.Board.Category,
        Authoritative = view.Board.Authoritative,
        SortOrder = BoardValues.Of(view.Board.SortOrder),
        Operator = BoardValues.Of(view.Board.Operator),
        JoinRequired = view.Board.JoinRequired,
        Size = view.Size,
        MaxSize = view.Board.MaxSize,
        MaxNumScore = view.Board.MaxNumScore,
        Duration = view.Board.Duration,
        StartActive = view.Period.StartActive,
        EndActive = view.Period.EndActive,
        CanEnter = view.CanEnter,
        NextReset = view.Period.Expiry == 0 ? null : view.Period.Expiry,
        PrevReset = view.PreviousReset == 0 ? null : view.PreviousReset,
        Metadata = view.Board.Metadata,
        CreateTime = view.Board.CreateTime,
        StartTime = view.Board.StartTime,
        EndTime = view.Board.EndTime == 0 ? null : view.Board.EndTime,
    };

    /// <summary>Scripts' numbers are larger than those of a tournament; what is too large is as large as can be.</summary>
    private static int Whole(long number) => (int)Math.Clamp(number, int.MinValue, int.MaxValue);
}
