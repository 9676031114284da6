using KaosNet.Domain.Kernel;
using KaosNet.Domain.Tournaments;

namespace KaosNet.Domain.Leaderboards.Disqualifying;

/// <summary>A record as somebody worked it out again from its history.</summary>
/// <param name="Record">Which.</param>
/// <param name="Version">How many events the history held; the outcome only holds for the record that is still there.</param>
/// <param name="Submissions">The submissions that are taken back; none when they are given back.</param>
/// <param name="Count">How many submissions that are.</param>
/// <param name="Outcome">What the record comes to.</param>
public sealed record RecomputedRecord(
    StreamRef<ScoreRecord> Record, long Version, IReadOnlyList<SubmissionRange> Submissions, int Count, Recomputation Outcome)
{
    /// <summary>What it showed before.</summary>
    public RecordValues? Before { get; init; }

    /// <summary>The record's stream; before it the places of a tournament of limited size, where the owner has one or had.</summary>
    public IEnumerable<StreamRef> Streams => Before is { TakesPlace: true } || Outcome.Values is { TakesPlace: true } ? [Places, Record] : [Record];

    /// <summary>The places of the record's tournament and period.</summary>
    public StreamRef<TournamentPlaces> Places => TournamentPlaces.Kind.Of(Record.Id[..Record.Id.LastIndexOf('/')]);
}

/// <summary>
/// Scores are taken back, all at once: ordered, done and over in one commit. Whoever asks has worked the records out from their histories, which are too long
/// for a decision; a record that moved since refuses the whole with <see cref="DisqualificationFaults.RecordsMoved"/>, and they are worked out again.
/// </summary>
/// <param name="Id">The disqualification's new id; a lower-case UUID.</param>
/// <param name="Ordered">Who decided what, and why.</param>
/// <param name="Records">The records that lose submissions; at most <see cref="DisqualificationLimits.RecordsAtOnce"/>.</param>
/// <param name="Reversals">Rewards that were paid for them.</param>
public sealed record DisqualifyScores(
    string Id, DisqualificationOrdered Ordered, IReadOnlyList<RecomputedRecord> Records, IReadOnlyList<ProposedReversal> Reversals) : Command<Disqualification>
{
    StreamRef<Disqualification> Stream { get; } = Disqualification.Kind.Of(Id);

    public override IReadOnlyList<StreamRef> Streams { get; } =
        [Disqualification.Kind.Of(Id), .. Records.SelectMany(one => one.Streams).Distinct()];

    public override Decision<Disqualification> Decide(StreamStates states, DecisionContext context)
    {
        if (states.Of(Stream) is { Exists: true } known) return Decision.Granted(known);
        if (OrderDisqualification.FlawOf(Ordered) is { } flaw) return flaw;
        if (Records.Count == 0) return DisqualificationFaults.NothingFits;
        if (Records.Any(one => states.Of(one.Record).Version != one.Version)) return DisqualificationFaults.RecordsMoved;

        var shown = Records.Select(one => Recomputing.Shown(one, states.Of(one.Record))).ToList();
        var advanced = new DisqualificationAdvanced(shown, Reversals, Position: "", IsLast: true);
        var after = Recomputing.After(Recomputing.After(states.Of(Stream), Ordered, context), advanced, context);
        var decision = Decision.Granted(after).Append(Stream, Ordered);
        foreach (var one in Records) Recomputing.Append(decision, one, states, Recomputing.TakenBack(Id, one));
        return decision.Append(Stream, advanced);
    }
}

/// <summary>Scores are to be taken back from more records than one commit takes: the order is kept first, and steps follow (<see cref="AdvanceDisqualification"/>).</summary>
/// <param name="Id">The disqualification's new id; a lower-case UUID.</param>
/// <param name="Ordered">Who decided what, and why.</param>
public sealed record OrderDisqualification(string Id, DisqualificationOrdered Ordered) : StreamCommand<Disqualification, Disqualification>
{
    public override StreamRef<Disqualification> Stream { get; } = Disqualification.Kind.Of(Id);

    protected override Decision<Disqualification> Decide(Disqualification state, DecisionContext context)
    {
        if (state.Exists) return Decision.Granted(state);
        return FlawOf(Ordered) is { } flaw ? flaw : Decision.Granted(Recomputing.After(state, Ordered, context)).Append(Stream, Ordered);
    }

    internal static Fault? FlawOf(DisqualificationOrdered ordered) => FlawOf(ordered.Author, ordered.Reason) ?? ordered.Criteria.Flaw();

    internal static Fault? FlawOf(string author, string reason)
    {
        if (!DisqualificationCriteria.IsText(author, DisqualificationLimits.AuthorLengthMax)) return DisqualificationFaults.InvalidAuthor;
        return DisqualificationCriteria.IsText(reason, DisqualificationLimits.ReasonLengthMax) ? null : DisqualificationFaults.InvalidReason;
    }
}

/// <summary>The next step of a disqualification of many records. Records that moved since they were worked out are left for the step after it.</summary>
/// <param name="Id">The disqualification.</param>
/// <param name="Version">How many events its stream held; two servers that are at it do not both take the step.</param>
/// <param name="Records">The records that lose submissions.</param>
/// <param name="Reversals">Rewards that were paid for them.</param>
/// <param name="Position">How far the search has come with them; kept only when none of them moved.</param>
/// <param name="IsLast">Nothing is left to look for.</param>
public sealed record AdvanceDisqualification(
    string Id, long Version, IReadOnlyList<RecomputedRecord> Records, IReadOnlyList<ProposedReversal> Reversals, string Position, bool IsLast)
    : Command<Disqualification>
{
    StreamRef<Disqualification> Stream { get; } = Disqualification.Kind.Of(Id);

    public override IReadOnlyList<StreamRef> Streams { get; } =
        [Disqualification.Kind.Of(Id), .. Records.SelectMany(one => one.Streams).Distinct()];

    public override Decision<Disqualification> Decide(StreamStates states, DecisionContext context)
    {
        var state = states.Of(Stream);
        if (state.Version != Version || state.Stage != DisqualificationStage.Underway) return DisqualificationFaults.StepTaken;
        var still = Records.Where(one => states.Of(one.Record).Version == one.Version).ToList();
        var moved = Records.Count - still.Count;
        if (still.Count == 0 && moved > 0) return DisqualificationFaults.RecordsMoved;

        var owners = still.Select(one => states.Of(one.Record).OwnerId).ToHashSet(StringComparer.Ordinal);
        var advanced = new DisqualificationAdvanced(
            [.. still.Select(one => Recomputing.Shown(one, states.Of(one.Record)))],
            moved == 0 ? Reversals : [.. Reversals.Where(reversal => owners.Contains(reversal.OwnerId))],
            moved == 0 ? Position : state.Position,
            moved == 0 && IsLast);
        var decision = Decision.Granted(Recomputing.After(state, advanced, context));
        foreach (var one in still) Recomputing.Append(decision, one, states, Recomputing.TakenBack(Id, one));
        return decision.Append(Stream, advanced);
    }
}

/// <summary>What the steps of disqualifications share.</summary>
static class Recomputing
{
    public static Disqualification After(Disqualification state, DisqualificationEvent happened, DecisionContext context) =>
        (Disqualification)Disqualification.Kind.Evolve(state, happened, context.Now);

    public static ScoresDisqualified TakenBack(string id, RecomputedRecord one) => new(id, one.Submissions, one.Outcome.Values, one.Outcome.IsWithheld);

    public static DisqualificationLifted GivenBack(string id, RecomputedRecord one) => new(id, one.Outcome.Values, one.Outcome.IsWithheld);

    /// <summary>The record becomes what it comes to; its place in a tournament goes and comes with it, also in one that filled up meanwhile.</summary>
    public static void Append<TResult>(Decision<TResult> decision, RecomputedRecord one, StreamStates states, RecordRecomputed recomputed)
    {
        var before = states.Of(one.Record);
        var takesPlace = recomputed.After?.TakesPlace ?? false;
        if (before.TakesPlace && !takesPlace) decision.Append(one.Places, new TournamentPlaceLeft(before.OwnerId));
        if (takesPlace && !before.TakesPlace) decision.Append(one.Places, new TournamentPlaceTaken(before.OwnerId));
        decision.Append(one.Record, recomputed);
    }

    public static DisqualifiedRecord Shown(RecomputedRecord one, ScoreRecord before) => new(
        before.LeaderboardId, before.Expiry, before.OwnerId, one.Count, ShownScore.Of(before), ShownScore.Of(one.Outcome.Values));
}
