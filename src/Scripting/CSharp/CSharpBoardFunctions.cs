using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leaderboards.Resetting;
using KaosNet.Domain.Tournaments;
using KaosNet.Modules;
using KaosNet.Realtime.Scripts;
using KaosNet.Scripting.Nk;
using KaosNet.Store.Journal;
using LeaderboardReset = KaosNet.Modules.Leaderboards.LeaderboardReset;
using TournamentOccasion = KaosNet.Modules.Leaderboards.TournamentOccasion;

namespace KaosNet.Scripting.CSharp;

/// <summary>
/// Functions of C# modules for ends and resets of boards (parity runtime.md section 8). They are told of the board as it was in the second before the instant, which is
/// the last one of the period that is over.
/// </summary>
public sealed class CSharpBoardFunctions(CSharpModules modules) : IBoardFunctions
{
    public bool Has(BoardCallback callback) => modules.Functions.Boards.ContainsKey(callback);

    public Caller CallerOf(Leaderboard board, BoardOccurrence occurrence) => new()
    {
        Source = Source.Script,
        Actor = modules.Functions.Boards.GetValueOrDefault(occurrence.Callback)?.Module.Name ?? "",
        Operation = occurrence.Callback.NameOf(),
        Cause = occurrence.CauseOn(board.Id),
    };

    public async ValueTask<Answer<Done>> Call(Leaderboard board, BoardOccurrence occurrence, CancellationToken cancel)
    {
        // Through the Journal, so that it is the size as of the transaction.
        var size = board.HasMaxSize ? (await modules.Server.Get<IJournal>().Load(TournamentPlaces.Of(board.Id, occurrence.Reset), cancel)).Taken : 0;
        var name = occurrence.Callback.NameOf();
        object occasion = board.IsTournament ? TournamentOf(board, occurrence, size) : LeaderboardOf(board, occurrence);
        return await modules.Call(
            static (functions, call) => functions.Boards.GetValueOrDefault(call.Callback), (occurrence.Callback, occasion),
            new(name, occurrence.CauseOn(board.Id), $"{name} of {board.Id}", CallerOf(board, occurrence), cancel),
            static async (function, context, call) =>
            {
                await function(context, call.occasion);
                return Done.Value;
            }) ?? Done.Value;
    }

    private static LeaderboardReset LeaderboardOf(Leaderboard board, BoardOccurrence occurrence) => new()
    {
        Id = board.Id,
        Reset = At(occurrence.Reset),
        PreviousReset = MomentOf(board.PreviousResetAt(At(occurrence.At - 1))),
        Authoritative = board.Authoritative,
        IsAscending = board.SortOrder == SortOrder.Ascending,
        Operator = BoardJson.NameOf(board.Operator),
        Metadata = new JsonText(board.Metadata),
        CreateTime = board.CreateTime,
    };

    private static TournamentOccasion TournamentOf(Leaderboard board, BoardOccurrence occurrence, int size)
    {
        var before = At(occurrence.At - 1);
        return new()
        {
            Id = board.Id,
            End = At(occurrence.End),
            Reset = MomentOf(occurrence.Reset),
            PreviousReset = MomentOf(board.PreviousResetAt(before)),
            Title = board.Title,
            Description = board.Description,
            Category = board.Category,
            Size = size,
            MaxSize = board.MaxSize,
            MaxNumScore = board.MaxNumScore,
            Duration = TimeSpan.FromSeconds(board.Duration),
            StartActive = At(board.PeriodAt(before).StartActive),
            JoinRequired = board.JoinRequired,
            IsAscending = board.SortOrder == SortOrder.Ascending,
            Operator = BoardJson.NameOf(board.Operator),
            Metadata = new JsonText(board.Metadata),
            CreateTime = board.CreateTime,
            StartTime = At(board.StartTime),
            EndTime = MomentOf(board.EndTime),
        };
    }

    private static DateTimeOffset At(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds);

    private static DateTimeOffset? MomentOf(long seconds) => seconds > 0 ? At(seconds) : null;
}
