namespace KaosNet.Domain.Leaderboards.Disqualifying;

/// <summary>One event of a record as it was stored.</summary>
/// <param name="Version">Its place in the record's stream, from 1.</param>
/// <param name="Sequence">Its place among all events.</param>
/// <param name="Happened">The event.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Build">The build of the game client that it came from; null when it named none.</param>
public sealed record RecordedScore(long Version, long Sequence, ScoreRecordEvent Happened, DateTimeOffset At, string? Build);

/// <summary>
/// All that ever happened to one record, to work out what it would be without some of its submissions: each of the others is judged again, by the rule that
/// applied to it, against what stood on the board without those.
/// </summary>
public sealed class RecordHistory
{
    readonly ScoreRecord _initial;
    readonly IReadOnlyList<RecordedScore> _events;
    readonly Dictionary<string, List<SubmissionRange>> _takenBack = new(StringComparer.Ordinal);

    /// <summary>Looks through a record's events, first to last.</summary>
    /// <param name="id">The record's id within its kind (see <see cref="ScoreRecord.Of"/>).</param>
    /// <param name="events">All of them, in order and without gaps.</param>
    public RecordHistory(string id, IReadOnlyList<RecordedScore> events)
    {
        (Id, _events) = (id, events);
        _initial = (ScoreRecord)ScoreRecord.Kind.Initial(id);
        foreach (var recorded in events)
        {
            switch (recorded.Happened)
            {
                case ScoresDisqualified disqualified:
                    if (!_takenBack.TryGetValue(disqualified.DisqualificationId, out var ranges)) _takenBack[disqualified.DisqualificationId] = ranges = [];
                    ranges.AddRange(disqualified.Submissions);
                    break;
                case DisqualificationLifted lifted:
                    _takenBack.Remove(lifted.DisqualificationId);
                    break;
            }
        }
    }

    /// <summary>The record's id within its kind.</summary>
    public string Id { get; }

    /// <summary>How many events the record's stream held when it was read.</summary>
    public long Version => _events.Count == 0 ? 0 : _events[^1].Version;

    /// <summary>All events, in order.</summary>
    public IReadOnlyList<RecordedScore> Events => _events;

    /// <summary>Whether the disqualification takes anything of this record back at present.</summary>
    public bool IsHitBy(string disqualificationId) => _takenBack.ContainsKey(disqualificationId);

    /// <summary>The disqualifications that take a submission back at present, in the order of their ids.</summary>
    public IEnumerable<string> ThoseThatTakeBack(long version) =>
        _takenBack.Where(entry => entry.Value.Exists(range => range.From <= version && version <= range.To))
            .Select(entry => entry.Key).Order(StringComparer.Ordinal);

    /// <summary>The submissions that a disqualification with these criteria would take back and this one does not yet.</summary>
    public List<long> Hits(DisqualificationCriteria criteria, string disqualificationId, long horizon)
    {
        var hits = new List<long>();
        var known = _takenBack.GetValueOrDefault(disqualificationId);
        foreach (var recorded in _events)
        {
            if (recorded.Happened is not ScoreSubmitted || recorded.Sequence > horizon) continue;
            if (!criteria.Fits(_initial, recorded)) continue;
            if (known?.Exists(range => range.From <= recorded.Version && recorded.Version <= range.To) == true) continue;
            hits.Add(recorded.Version);
        }

        return hits;
    }

    /// <summary>Which submissions, told as ranges: those that follow one another among the record's submissions, whatever else happened in between.</summary>
    public IReadOnlyList<SubmissionRange> RangesOf(IReadOnlyCollection<long> versions)
    {
        var ranges = new List<SubmissionRange>();
        var wanted = versions as HashSet<long> ?? [.. versions];
        long? from = null;
        var to = 0L;
        foreach (var recorded in _events)
        {
            if (recorded.Happened is not ScoreSubmitted) continue;
            if (wanted.Contains(recorded.Version))
            {
                from ??= recorded.Version;
                to = recorded.Version;
            }
            else if (from is { } begun)
            {
                ranges.Add(new(begun, to));
                from = null;
            }
        }

        if (from is { } last) ranges.Add(new(last, to));
        return ranges;
    }

    /// <summary>The record as it is.</summary>
    public Recomputation AsItIs() => Without(IsTakenBack());

    /// <summary>The record without these submissions too.</summary>
    public Recomputation Without(IEnumerable<long> versions)
    {
        var isOut = IsTakenBack();
        foreach (var version in versions) isOut[version] = true;
        return Without(isOut);
    }

    /// <summary>The record once a disqualification no longer holds.</summary>
    public Recomputation WithoutDisqualification(string disqualificationId) => Without(IsTakenBack(except: disqualificationId));

    /// <summary>How many submissions a disqualification takes back at present.</summary>
    public int CountOf(string disqualificationId) => !_takenBack.TryGetValue(disqualificationId, out var ranges) ? 0
        : _events.Count(recorded => recorded.Happened is ScoreSubmitted && ranges.Exists(range => range.From <= recorded.Version && recorded.Version <= range.To));

    bool[] IsTakenBack(string? except = null)
    {
        var isOut = new bool[Version + 1];
        foreach (var (id, ranges) in _takenBack)
        {
            if (id == except) continue;
            foreach (var range in ranges)
            {
                for (var version = range.From; version <= Math.Min(range.To, Version); version++) isOut[version] = true;
            }
        }

        return isOut;
    }

    Recomputation Without(bool[] isOut)
    {
        var record = Fold(isOut);
        return new(RecordValues.Of(record), !record.Exists && Fold(new bool[isOut.Length]).Exists);
    }

    ScoreRecord Fold(bool[] isOut)
    {
        var record = _initial;
        // Every submission that a tournament accepts counts, better or not.
        var isTournament = false;
        // What the last deletion took, to be given back should it have been undone.
        var (taken, wasTournament) = (_initial, false);
        foreach (var (version, _, happened, at, _) in _events)
        {
            switch (happened)
            {
                case ScoreSubmitted when isOut[version]:
                case RecordRecomputed:
                    continue;
                case ScoreSubmitted submitted:
                    record = After(record, Judge(record, submitted, isTournament), at);
                    continue;
                // Who comes in again after all they had was taken back was never gone in a history in which it was not.
                case TournamentEntered when record.Exists:
                    continue;
                case AttemptsAdded added:
                    record = record with { MaxNumScore = (int)Math.Clamp((long)record.MaxNumScore + added.Count, 1, int.MaxValue) };
                    continue;
                case TournamentJoined or TournamentEntered:
                    isTournament = true;
                    break;
                case ScoreRecordDeleted:
                    (taken, wasTournament) = (record, isTournament);
                    isTournament = false;
                    break;
                case ScoreRecordRestored:
                    (record, isTournament) = (taken, wasTournament);
                    continue;
            }

            record = After(record, happened, at);
        }

        return record;
    }

    static ScoreRecord After(ScoreRecord record, ScoreRecordEvent happened, DateTimeOffset at) => (ScoreRecord)ScoreRecord.Kind.Evolve(record, happened, at);

    /// <summary>The submission as it would have been recorded against this record.</summary>
    static ScoreSubmitted Judge(ScoreRecord record, ScoreSubmitted submitted, bool isTournament)
    {
        // One that came after the last attempt, and one that is too much or too little only now, stays without effect.
        var isSpent = isTournament && !submitted.Counted && record.NumScore >= record.MaxNumScore;
        var old = record.Exists ? (record.Score, record.Subscore) : ((long, long)?)null;
        if (isSpent || ScoreArithmetic.Apply(submitted.Operator, submitted.SortOrder, old, submitted.Score, submitted.Subscore) is not { } outcome)
            return submitted with { Counted = false };
        return submitted with { Counted = isTournament || outcome.Counted, ScoreAfter = outcome.Score, SubscoreAfter = outcome.Subscore };
    }
}

/// <summary>What a record comes to.</summary>
/// <param name="Values">What it shows; null when nothing of it is left.</param>
/// <param name="IsWithheld">Nothing is left only for what is taken back.</param>
public sealed record Recomputation(RecordValues? Values, bool IsWithheld);
