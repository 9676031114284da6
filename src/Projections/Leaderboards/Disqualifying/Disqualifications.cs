using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leaderboards.Disqualifying;
using KaosNet.Store;
using KaosNet.Store.Journal;

namespace KaosNet.Projections.Leaderboards.Disqualifying;

/// <summary>What somebody wants taken back, and why.</summary>
/// <param name="Author">Who decided it.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Criteria">Which submissions.</param>
public sealed record DisqualificationOrder(string Author, string Reason, DisqualificationCriteria Criteria);

/// <summary>What a disqualification comes to.</summary>
/// <param name="Disqualification">The disqualification, or what it would be.</param>
/// <param name="Records">The records that it works out again; the first of them when there are more than one commit takes.</param>
/// <param name="Reversals">Rewards that were paid for these.</param>
/// <param name="IsMore">There are more than one commit takes.</param>
public sealed record DisqualificationOutcome(
    Disqualification Disqualification, IReadOnlyList<DisqualifiedRecord> Records, IReadOnlyList<ProposedReversal> Reversals, bool IsMore);

/// <summary>
/// Takes scores back and gives them back: finds the records, works them out from their histories and commits what came of it. What fits goes in one commit;
/// of more, the order is committed and <see cref="Finish"/> takes it step by step, which <see cref="DisqualificationFeedHandler"/> sees to on one of the
/// servers. The one way for operations, modules and the command line alike.
/// </summary>
public sealed class Disqualifications(
    Database database, SubmissionSearch search, RecordHistories histories, PaidRewards rewards, DisqualificationLists lists, IJournal journal,
    TimeProvider time)
{
    /// <summary>Records that move while they are worked out are worked out again so often; it takes a moment only.</summary>
    const int AttemptsMax = 12;

    /// <summary>Pages that are searched while somebody waits.</summary>
    const int PagesAtOnce = 200;

    /// <summary>Steps of one disqualification; there is less to do after each, and what takes more than this is a fault of ours.</summary>
    const int StepsMax = 1_000_000;

    /// <summary>Records that a search remembers having seen; one that it forgot is looked at again, which does nothing.</summary>
    const int SeenMax = 1_000_000;

    readonly StepReader _steps = new(database);

    /// <summary>What would be taken back; nothing is changed.</summary>
    public async ValueTask<Answer<DisqualificationOutcome>> Preview(DisqualificationOrder order, CancellationToken cancel = default)
    {
        if (order.Criteria.Flaw() is { } flaw) return flaw;
        var ordered = new DisqualificationOrdered(order.Author, order.Reason, order.Criteria, await search.Horizon(cancel));
        if (!(await Plan(NoId, ordered, cancel)).IsGranted(out var plan, out var fault)) return fault;
        var advanced = new DisqualificationAdvanced(Shown(plan.Records), plan.Reversals, "", !plan.IsMore);
        var now = time.GetUtcNow();
        var after = Disqualification.Kind.Evolve(
            Disqualification.Kind.Evolve(Disqualification.Kind.Initial(""), ordered, now), advanced, now);
        return new DisqualificationOutcome((Disqualification)after, advanced.Records, plan.Reversals, plan.IsMore);
    }

    /// <summary>Takes scores back. What is more than one commit takes is underway when this answers.</summary>
    public async ValueTask<Answer<DisqualificationOutcome>> Disqualify(DisqualificationOrder order, Caller caller, CancellationToken cancel = default)
    {
        if (order.Criteria.Flaw() is { } flaw) return flaw;
        var id = Guid.CreateVersion7(time.GetUtcNow()).ToString();
        var ordered = new DisqualificationOrdered(order.Author, order.Reason, order.Criteria, await search.Horizon(cancel));
        if (!(await Plan(id, ordered, cancel)).IsGranted(out var plan, out var fault)) return fault;

        for (var attempt = 0; !plan.IsMore && attempt < AttemptsMax; attempt++)
        {
            var answer = await journal.Execute(new DisqualifyScores(id, ordered, plan.Records, plan.Reversals), caller, cancel);
            if (answer.IsGranted(out var done, out var refused)) return new DisqualificationOutcome(done, Shown(plan.Records), plan.Reversals, IsMore: false);
            if (refused != DisqualificationFaults.RecordsMoved) return refused;
            if (!(await Again(plan.Records, history => Hit(history, id, ordered), cancel)).IsGranted(out var records, out refused)) return refused;
            plan = plan with { Records = records };
        }

        var underway = await journal.Execute(new OrderDisqualification(id, ordered), caller, cancel);
        return underway.IsGranted(out var begun, out var no) ? new DisqualificationOutcome(begun, [], [], IsMore: true) : no;
    }

    /// <summary>Undoes a disqualification; one that is undone stays as it is. What is more than one commit takes is underway when this answers.</summary>
    public async ValueTask<Answer<Disqualification>> Undo(string id, string author, string reason, Caller caller, CancellationToken cancel = default)
    {
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            var known = await journal.Load(Disqualification.Kind.Of(id), cancel);
            if (!known.Exists) return DisqualificationFaults.NotFound;
            var isAtOnce = known.Records <= DisqualificationLimits.RecordsAtOnce && known.Stage == DisqualificationStage.Done;
            List<RecomputedRecord> records = [];
            if (isAtOnce)
            {
                for (var from = 1L; await _steps.Next(id, from, cancel) is { } step; from = step.Version + 1)
                {
                    if (!(await Work(KeysOf(step.Advanced), history => Lift(history, id), cancel)).IsGranted(out var some, out var tooLong)) return tooLong;
                    records.AddRange(some);
                }

                // A record that several steps met is given back once.
                records = [.. records.DistinctBy(record => record.Record.Key, StringComparer.Ordinal)];
            }

            Command<Disqualification> command = isAtOnce || known.Stage is DisqualificationStage.Undoing or DisqualificationStage.Undone
                ? new UndoDisqualification(id, known.Version, author, reason, records)
                : new OrderUndo(id, author, reason);
            var answer = await journal.Execute(command, caller, cancel);
            if (answer.Fault != DisqualificationFaults.RecordsMoved && answer.Fault != DisqualificationFaults.StepTaken) return answer;
        }

        return await journal.Execute(new OrderUndo(id, author, reason), caller, cancel);
    }

    /// <summary>Takes a disqualification or its undo to its end, step by step. One that is at its end stays as it is.</summary>
    public async ValueTask<Answer<Disqualification>> Finish(string id, Caller caller, CancellationToken cancel = default)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var step = 0; step < StepsMax; step++)
        {
            // From the table, since this server's Journal may remember what another server has taken further.
            if (await lists.Find(Guid.Parse(id), cancel) is not { } known) return DisqualificationFaults.NotFound;
            Answer<Disqualification> answer;
            switch (known.Stage)
            {
                case DisqualificationStage.Underway: answer = await Advance(known, seen, caller, cancel); break;
                case DisqualificationStage.Undoing: answer = await AdvanceUndo(known, caller, cancel); break;
                default: return known;
            }

            if (answer.Fault is { } fault && fault != DisqualificationFaults.RecordsMoved && fault != DisqualificationFaults.StepTaken) return fault;
        }

        return Fault.Internal($"Disqualification {id} does not come to an end.");
    }

    async Task<Answer<Disqualification>> Advance(Disqualification known, HashSet<string> seen, Caller caller, CancellationToken cancel)
    {
        var ordered = new DisqualificationOrdered(known.Author, known.Reason, known.Criteria, known.Horizon);
        await foreach (var page in search.Find(known.Criteria, known.Horizon, known.Position, cancel))
        {
            List<string> fresh = [.. page.Keys.Where(key => !seen.Contains(key))];
            if (!(await Work(fresh, history => Hit(history, known.Id, ordered), cancel)).IsGranted(out var records, out var fault)) return fault;
            if (records.Count == 0 && !page.IsLast) continue;
            var paid = await rewards.Of(records, cancel);
            var answer = await journal.Execute(
                new AdvanceDisqualification(known.Id, known.Version, records, paid, page.Position, page.IsLast), caller, cancel);
            // Those that moved meanwhile stand where they are looked for again.
            if (answer.IsGranted(out var after, out _) && after.Position == page.Position)
            {
                if (seen.Count > SeenMax) seen.Clear();
                seen.UnionWith(fresh);
            }

            return answer;
        }

        return DisqualificationFaults.StepTaken;
    }

    async Task<Answer<Disqualification>> AdvanceUndo(Disqualification known, Caller caller, CancellationToken cancel)
    {
        var step = await _steps.Next(known.Id, known.UndoneThrough + 1, cancel);
        List<RecomputedRecord> records = [];
        if (step is { } next)
        {
            if (!(await Work(KeysOf(next.Advanced), history => Lift(history, known.Id), cancel)).IsGranted(out var some, out var fault)) return fault;
            records = some;
        }

        return await journal.Execute(
            new AdvanceUndo(known.Id, known.Version, records, step?.Version ?? known.Version, step is null), caller, cancel);
    }

    /// <summary>Everything that one commit could take back, or the first of what is more.</summary>
    async Task<Answer<WorkedOut>> Plan(string id, DisqualificationOrdered ordered, CancellationToken cancel)
    {
        List<RecomputedRecord> records = [];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var (isMore, pages) = (false, 0);
        await foreach (var page in search.Find(ordered.Criteria, ordered.Horizon, "", cancel))
        {
            List<string> fresh = [.. page.Keys.Where(seen.Add)];
            if (!(await Work(fresh, history => Hit(history, id, ordered), cancel)).IsGranted(out var some, out var fault)) return fault;
            records.AddRange(some);
            isMore = records.Count > DisqualificationLimits.RecordsAtOnce || (!page.IsLast && ++pages >= PagesAtOnce);
            if (isMore) break;
        }

        if (records.Count > DisqualificationLimits.RecordsAtOnce)
            records.RemoveRange(DisqualificationLimits.RecordsAtOnce, records.Count - DisqualificationLimits.RecordsAtOnce);
        if (records.Count == 0 && !isMore) return DisqualificationFaults.NothingFits;
        return new WorkedOut(records, await rewards.Of(records, cancel), isMore);
    }

    /// <summary>Works out the records that moved since, and keeps the others as they are.</summary>
    async Task<Answer<List<RecomputedRecord>>> Again(
        IReadOnlyList<RecomputedRecord> records, Func<RecordHistory, RecomputedRecord?> workOut, CancellationToken cancel)
    {
        List<RecomputedRecord> still = [];
        List<string> moved = [];
        foreach (var record in records)
        {
            if ((await journal.Load(record.Record, cancel)).Version == record.Version) still.Add(record);
            else moved.Add(record.Record.Key);
        }

        if (!(await Work(moved, workOut, cancel)).IsGranted(out var fresh, out var fault)) return fault;
        still.AddRange(fresh);
        return still;
    }

    async Task<Answer<List<RecomputedRecord>>> Work(List<string> keys, Func<RecordHistory, RecomputedRecord?> workOut, CancellationToken cancel)
    {
        List<RecomputedRecord> records = [];
        if (keys.Count == 0) return records;
        await foreach (var read in histories.Read(keys, cancel))
        {
            if (!read.IsGranted(out var some, out var fault)) return fault;
            records.AddRange(some.Select(workOut).OfType<RecomputedRecord>());
        }

        return records;
    }

    static List<DisqualifiedRecord> Shown(IReadOnlyList<RecomputedRecord> records) => [.. records.Select(one =>
    {
        var record = (ScoreRecord)ScoreRecord.Kind.Initial(one.Record.Id);
        return new DisqualifiedRecord(
            record.LeaderboardId, record.Expiry, record.OwnerId, one.Count, ShownScore.Of(one.Before), ShownScore.Of(one.Outcome.Values));
    })];

    static RecomputedRecord? Hit(RecordHistory history, string id, DisqualificationOrdered ordered)
    {
        var hits = history.Hits(ordered.Criteria, id, ordered.Horizon);
        return hits.Count == 0 ? null
            : new(ScoreRecord.Kind.Of(history.Id), history.Version, history.RangesOf(hits), hits.Count, history.Without(hits)) { Before = history.AsItIs().Values };
    }

    static RecomputedRecord? Lift(RecordHistory history, string id) => history.IsHitBy(id)
        ? new(ScoreRecord.Kind.Of(history.Id), history.Version, [], history.CountOf(id), history.WithoutDisqualification(id))
        {
            Before = history.AsItIs().Values,
        }
        : null;

    static List<string> KeysOf(DisqualificationAdvanced step) =>
        [.. step.Records.Select(record => ScoreRecord.Of(record.LeaderboardId, record.Expiry, record.OwnerId).Key)];

    const string NoId = "";

    sealed record WorkedOut(IReadOnlyList<RecomputedRecord> Records, IReadOnlyList<ProposedReversal> Reversals, bool IsMore);
}
