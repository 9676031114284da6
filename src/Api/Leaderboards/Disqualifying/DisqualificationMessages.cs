using KaosNet.Domain.Leaderboards.Disqualifying;
using KaosNet.Domain.Wallets;
using Kaos = KaosNet.Protocol.Api.Kaos;

namespace KaosNet.Api.Leaderboards.Disqualifying;

/// <summary>Disqualifications in the wire's words.</summary>
static class DisqualificationMessages
{
    public static Kaos.Disqualification Of(Disqualification disqualification) => new()
    {
        Id = disqualification.Id,
        Author = disqualification.Author,
        Reason = disqualification.Reason,
        LeaderboardId = disqualification.Criteria.LeaderboardId ?? "",
        Expiry = disqualification.Criteria.Expiry,
        OwnerId = disqualification.Criteria.OwnerId ?? "",
        Submission = disqualification.Criteria.Submission,
        Build = disqualification.Criteria.Build ?? "",
        Since = disqualification.Criteria.Since,
        Until = disqualification.Criteria.Until,
        Stage = Of(disqualification.Stage),
        CreateTime = disqualification.CreateTime,
        RecordCount = disqualification.Records,
        SubmissionCount = disqualification.Submissions,
        ReversalCount = disqualification.Reversals,
        UndoAuthor = disqualification.UndoAuthor ?? "",
        UndoReason = disqualification.UndoReason ?? "",
        UndoTime = disqualification.UndoTime,
    };

    public static Kaos.Disqualification Of(
        Disqualification disqualification, IEnumerable<DisqualifiedRecord> records, IEnumerable<ProposedReversal> reversals, string cursor)
    {
        var message = Of(disqualification);
        message.Records = [.. records.Select(Of)];
        message.Reversals = [.. reversals.Select(Of)];
        message.Cursor = cursor;
        return message;
    }

    static string Of(DisqualificationStage stage) => stage switch
    {
        DisqualificationStage.Underway => "underway",
        DisqualificationStage.Done => "done",
        DisqualificationStage.Undoing => "undoing",
        _ => "undone",
    };

    static Kaos.DisqualifiedRecord Of(DisqualifiedRecord record) => new()
    {
        LeaderboardId = record.LeaderboardId,
        Expiry = record.Expiry,
        OwnerId = record.OwnerId,
        SubmissionCount = record.Submissions,
        Before = Of(record.Before),
        After = Of(record.After),
    };

    static Kaos.ShownScore? Of(ShownScore? shown) =>
        shown is null ? null : new() { Score = shown.Score, Subscore = shown.Subscore, NumScore = shown.NumScore };

    static Kaos.ProposedReversal Of(ProposedReversal reversal) => new()
    {
        ItemId = reversal.EntryId,
        UserId = reversal.OwnerId,
        Changeset = new(Amounts.Read(reversal.Changeset)),
        Cause = reversal.Cause,
    };
}
