using KaosNet.Domain.Leaderboards;

namespace KaosNet.Projections.Tests.Leaderboards.Model;

/// <summary>A line of a naive board.</summary>
public sealed record NaiveRecord(
    Guid Owner, long Score, long Subscore, int NumScore, int MaxNumScore, string? Username, string Metadata, DateTimeOffset CreateTime,
    DateTimeOffset UpdateTime);

/// <summary>Something that happened to a record. What is taken back is noted on it.</summary>
public sealed class NaiveDeed
{
    public required DateTimeOffset At { get; init; }

    /// <summary>Its place in the record's history, from 1.</summary>
    public required long Place { get; init; }

    public required NaiveDeedKind Kind { get; init; }

    /// <summary>Of a submission.</summary>
    public NaiveSubmission? Submission { get; init; }

    /// <summary>Who joined a tournament.</summary>
    public string? Username { get; init; }

    /// <summary>Attempts that a tournament's owner is given, or loses.</summary>
    public int Attempts { get; init; }

    /// <summary>The owner had no record then.</summary>
    public bool IsEntry { get; init; }

    /// <summary>A submission that came when the attempts of a tournament were used up.</summary>
    public bool IsSpent { get; init; }

    /// <summary>The disqualifications that take it back.</summary>
    public HashSet<string> TakenBackBy { get; } = new(StringComparer.Ordinal);
}

/// <summary>What can happen to a record.</summary>
public enum NaiveDeedKind
{
    Submitted,
    Joined,
    GivenAttempts,
    Deleted,
}

/// <summary>A score as it was handed in.</summary>
public sealed record NaiveSubmission(ScoreOperator Operator, long Score, long Subscore, string? Username, string? Metadata, string? Build);

/// <summary>
/// Boards without any cleverness: every deed is kept, each question folds all of them and sorts the outcome. It follows the parity page's words (2.2, 2.3,
/// 5) and shares no code with the server.
/// </summary>
public sealed class NaiveBoards
{
    readonly Dictionary<(string Board, long Expiry, Guid Owner), NaiveHistory> _histories = [];
    readonly Dictionary<string, Leaderboard> _rules = new(StringComparer.Ordinal);

    /// <summary>Every record that ever had a deed.</summary>
    public IReadOnlyList<(string Board, long Expiry, Guid Owner)> Histories => [.. _histories.Keys];

    public void Add(Leaderboard board) => _rules[board.Id] = board;

    public IReadOnlyList<NaiveDeed> DeedsOf((string Board, long Expiry, Guid Owner) record) => _histories[record].Deeds;

    /// <summary>The periods of a board that anything ever happened in.</summary>
    public IEnumerable<long> PeriodsOf(string board) => _histories.Keys.Where(key => key.Board == board).Select(key => key.Expiry).Distinct().Order();

    /// <summary>The record as it stands, or null.</summary>
    public NaiveRecord? Find(string board, long expiry, Guid owner) => _histories.GetValueOrDefault((board, expiry, owner))?.Fold(_rules[board]);

    public void Happen(string board, long expiry, Guid owner, NaiveDeed deed)
    {
        if (!_histories.TryGetValue((board, expiry, owner), out var history)) _histories[(board, expiry, owner)] = history = new(owner);
        history.Deeds.Add(deed);
    }

    /// <summary>Marks every submission that fits; gives how many.</summary>
    public int TakeBack(string disqualification, Func<(string Board, long Expiry, Guid Owner), NaiveDeed, bool> fits)
    {
        var count = 0;
        foreach (var (key, history) in _histories)
        {
            foreach (var deed in history.Deeds)
            {
                if (deed.Submission is not null && fits(key, deed) && deed.TakenBackBy.Add(disqualification)) count++;
            }
        }

        return count;
    }

    public void GiveBack(string disqualification)
    {
        foreach (var deed in _histories.Values.SelectMany(history => history.Deeds)) deed.TakenBackBy.Remove(disqualification);
    }

    /// <summary>A period from the best to the worst.</summary>
    public List<NaiveRecord> Ranking(string board, long expiry)
    {
        var records = _histories.Where(entry => entry.Key.Board == board && entry.Key.Expiry == expiry)
            .Select(entry => entry.Value.Fold(_rules[board])).OfType<NaiveRecord>()
            .OrderBy(record => record.Score).ThenBy(record => record.Subscore)
            .ThenBy(record => Convert.ToHexString(record.Owner.ToByteArray(bigEndian: true)), StringComparer.Ordinal).ToList();
        if (_rules[board].SortOrder == SortOrder.Descending) records.Reverse();
        return records;
    }

    /// <summary>What is shown around the owner at a place of a ranking, as parity section 5.3 counts it: where it begins, and how many.</summary>
    public static (int Start, int Count) Around(int total, int place, int limit)
    {
        int better = place, worse = total - place - 1;
        var below = limit / 2;
        var isNearTop = better < below;
        if (isNearTop) below = limit - better;
        var above = Math.Min(better, limit);
        var length = above + 1 + Math.Min(worse, below);
        var skipped = isNearTop ? 0 : Math.Max(0, length - limit);
        return (place - above + skipped, Math.Min(limit, length - skipped));
    }
}

/// <summary>All that happened to one owner's record of one period.</summary>
public sealed class NaiveHistory(Guid owner)
{
    public List<NaiveDeed> Deeds { get; } = [];

    /// <summary>What is left of it.</summary>
    public NaiveRecord? Fold(Leaderboard rules)
    {
        NaiveRecord? record = null;
        // Who comes in has those of the board.
        var attempts = rules.MaxNumScore;
        foreach (var deed in Deeds)
        {
            if (record is null && deed.IsEntry) attempts = rules.MaxNumScore;
            if (deed.TakenBackBy.Count > 0) continue;
            attempts = Math.Max(1, attempts + deed.Attempts);
            record = deed.Kind switch
            {
                NaiveDeedKind.Deleted => null,
                NaiveDeedKind.GivenAttempts => record is null ? null : record with { MaxNumScore = attempts },
                NaiveDeedKind.Joined => record ?? new(owner, 0, 0, 0, attempts, deed.Username, "{}", deed.At, deed.At),
                _ when record is null => First(deed, attempts),
                _ when rules.IsTournament && deed.IsSpent && record.NumScore >= attempts => record,
                _ => Next(record, deed, rules),
            };
        }

        return record;
    }

    NaiveRecord First(NaiveDeed deed, int attempts)
    {
        var sent = deed.Submission!;
        var isDecrement = sent.Operator == ScoreOperator.Decrement;
        return new(
            owner, isDecrement ? 0 : sent.Score, isDecrement ? 0 : sent.Subscore, 1, attempts, sent.Username, sent.Metadata ?? "{}", deed.At, deed.At);
    }

    static NaiveRecord Next(NaiveRecord record, NaiveDeed deed, Leaderboard rules)
    {
        var sent = deed.Submission!;
        var (score, subscore) = sent.Operator switch
        {
            ScoreOperator.Best when rules.SortOrder == SortOrder.Descending => (Math.Max(record.Score, sent.Score), Math.Max(record.Subscore, sent.Subscore)),
            ScoreOperator.Best => (Math.Min(record.Score, sent.Score), Math.Min(record.Subscore, sent.Subscore)),
            ScoreOperator.Set => (sent.Score, sent.Subscore),
            ScoreOperator.Increment => (record.Score + sent.Score, record.Subscore + sent.Subscore),
            _ => (Math.Max(record.Score - sent.Score, 0), Math.Max(record.Subscore - sent.Subscore, 0)),
        };
        // Every submission that a tournament takes counts; on a leaderboard only what changes something.
        var isApplied = rules.IsTournament || (sent.Operator is ScoreOperator.Increment or ScoreOperator.Decrement
            ? sent.Score != 0 || sent.Subscore != 0
            : (score, subscore) != (record.Score, record.Subscore));
        return !isApplied ? record : record with
        {
            Score = score, Subscore = subscore, NumScore = record.NumScore + 1, Username = sent.Username ?? record.Username,
            Metadata = sent.Metadata ?? record.Metadata, UpdateTime = deed.At,
        };
    }
}
