using KaosNet.Domain.Leaderboards.Disqualifying;
using KaosNet.Modules.Leaderboards;
using KaosNet.Projections.Leaderboards.Disqualifying;
using Disqualification = KaosNet.Modules.Leaderboards.Disqualification;
using DisqualificationDetails = KaosNet.Modules.Leaderboards.DisqualificationDetails;
using DisqualificationOrder = KaosNet.Modules.Leaderboards.DisqualificationOrder;
using DisqualificationPage = KaosNet.Modules.Leaderboards.DisqualificationPage;
using DisqualificationStage = KaosNet.Modules.Leaderboards.DisqualificationStage;
using DisqualifiedRecord = KaosNet.Modules.Leaderboards.DisqualifiedRecord;
using ProposedReversal = KaosNet.Modules.Leaderboards.ProposedReversal;
using Recorded = KaosNet.Domain.Leaderboards.Disqualifying;
using ShownScore = KaosNet.Modules.Leaderboards.ShownScore;

namespace KaosNet.Scripting.Server;

/// <summary>Taking scores back and giving them back, for modules; of ours.</summary>
internal sealed class DisqualificationFunctions(ServerApi api) : IDisqualificationFunctions
{
    public async ValueTask<Disqualification> Disqualify(DisqualificationOrder order, bool dryRun)
    {
        var asked = new Projections.Leaderboards.Disqualifying.DisqualificationOrder(order.Author ?? api.Caller.Actor, order.Reason, new DisqualificationCriteria
        {
            LeaderboardId = order.LeaderboardId,
            Expiry = order.Expiry,
            OwnerId = order.OwnerId?.ToString(),
            Submission = order.Submission,
            Build = order.Build,
            Since = order.Since,
            Until = order.Before,
        });
        var disqualifications = api.Get<Disqualifications>();
        var outcome = ServerApi.GrantedInWords(dryRun ? await disqualifications.Preview(asked, api.Cancel) : await disqualifications.Disqualify(asked, api.Caller, api.Cancel));
        return Of(outcome.Disqualification, outcome.Records, outcome.Reversals) with { DryRun = dryRun };
    }

    public async ValueTask<Disqualification> Undo(Guid id, string reason, string author) => Of(ServerApi.GrantedInWords(
        await api.Get<Disqualifications>().Undo(id.ToString(), author.Length > 0 ? author : api.Caller.Actor, reason, api.Caller, api.Cancel)));

    public async ValueTask<DisqualificationPage> List(int limit, string cursor)
    {
        var page = ServerApi.GrantedInWords(await api.Get<DisqualificationLists>().Page(limit, cursor, api.Cancel));
        return new([.. page.Disqualifications.Select(Of)], page.Cursor.Length > 0 ? page.Cursor : null);
    }

    public async ValueTask<DisqualificationDetails> Of(Guid id, int limit, string cursor)
    {
        var details = ServerApi.GrantedInWords(await api.Get<DisqualificationLists>().Find(id, limit, cursor, api.Cancel));
        return new(Of(details.Disqualification, details.Records, details.Reversals), details.Cursor.Length > 0 ? details.Cursor : null);
    }

    private static Disqualification Of(
        Recorded.Disqualification made, IReadOnlyList<Recorded.DisqualifiedRecord> records, IReadOnlyList<Recorded.ProposedReversal> reversals) => Of(made) with
    {
        Records =
        [
            .. records.Select(record =>
                new DisqualifiedRecord(record.LeaderboardId, record.Expiry, Guid.Parse(record.OwnerId), record.Submissions, Of(record.Before), Of(record.After))),
        ],
        Reversals = [.. reversals.Select(reversal => new ProposedReversal(Guid.Parse(reversal.EntryId), Guid.Parse(reversal.OwnerId), reversal.Changeset, reversal.Cause))],
    };

    private static Disqualification Of(Recorded.Disqualification made) => new()
    {
        Id = made.Id.Length > 0 ? Guid.Parse(made.Id) : null,
        Author = made.Author,
        Reason = made.Reason,
        Stage = made.Stage switch
        {
            Recorded.DisqualificationStage.Underway => DisqualificationStage.Underway,
            Recorded.DisqualificationStage.Done => DisqualificationStage.Done,
            Recorded.DisqualificationStage.Undoing => DisqualificationStage.Undoing,
            _ => DisqualificationStage.Undone,
        },
        CreateTime = made.CreateTime,
        RecordCount = made.Records,
        SubmissionCount = made.Submissions,
        ReversalCount = made.Reversals,
        LeaderboardId = made.Criteria.LeaderboardId,
        Expiry = made.Criteria.Expiry,
        OwnerId = made.Criteria.OwnerId is { } owner ? Guid.Parse(owner) : null,
        Submission = made.Criteria.Submission,
        Build = made.Criteria.Build,
        Since = made.Criteria.Since,
        Before = made.Criteria.Until,
        UndoAuthor = made.UndoAuthor,
        UndoReason = made.UndoReason,
        UndoTime = made.UndoTime,
    };

    private static ShownScore? Of(Recorded.ShownScore? shown) => shown is null ? null : new(shown.Score, shown.Subscore, shown.NumScore);
}
