using KaosNet.Api.Leaderboards;
using KaosNet.Projections.Leaderboards;
using KaosNet.Projections.Tournaments;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Tournaments;

/// <summary>Tournaments in the client API's words.</summary>
static class TournamentMessages
{
    public static Wire.Tournament Of(TournamentView view)
    {
        var board = view.Board;
        return new()
        {
            Id = board.Id,
            Title = board.Title,
            Description = board.Description,
            Category = (uint)board.Category,
            SortOrder = (uint)board.SortOrder,
            Size = (uint)view.Size,
            MaxSize = (uint)board.MaxSize,
            MaxNumScore = (uint)board.MaxNumScore,
            CanEnter = view.CanEnter,
            EndActive = Second(view.Period.EndActive),
            NextReset = Second(view.Period.Expiry),
            Metadata = board.Metadata,
            CreateTime = RecordMessages.WholeSecond(board.CreateTime),
            StartTime = DateTimeOffset.FromUnixTimeSeconds(board.StartTime),
            EndTime = board.EndTime == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(board.EndTime),
            Duration = (uint)board.Duration,
            StartActive = Second(view.Period.StartActive),
            PrevReset = Second(view.PreviousReset),
            // The wire's numbers are one higher than ours, since its 0 leaves it to the board.
            Operator = (Wire.Operator)(board.Operator + 1),
            Authoritative = board.Authoritative,
            JoinRequired = board.JoinRequired,
        };
    }

    public static Wire.TournamentRecordList Of(RecordPage page, RecordCursors cursors) => page.Told(cursors, Tell);

    static Wire.TournamentRecordList Tell(RecordPage page, RecordCursors cursors) => new()
    {
        IsShared = true,
        Records = RecordMessages.Of(page.Records),
        OwnerRecords = RecordMessages.Of(page.OwnerRecords),
        NextCursor = page.Next is { } next ? cursors.Spell(next) : "",
        PrevCursor = page.Previous is { } previous ? cursors.Spell(previous) : "",
        RankCount = page.RankCount,
    };

    /// <summary>Clients are shown 32 bits, which a window that opens late and lasts for decades may leave.</summary>
    static uint Second(long second) => (uint)Math.Min(second, uint.MaxValue);
}
