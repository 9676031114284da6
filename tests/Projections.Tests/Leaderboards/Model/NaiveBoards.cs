using KaosNet.Domain.Leaderboards;

namespace KaosNet.Projections.Tests.Leaderboards.Model;

/// <summary>A line of a naive board.</summary>
public sealed record NaiveRecord(
    Guid Owner, long Score, long Subscore, int NumScore, string? Username, string Metadata, DateTimeOffset CreateTime, DateTimeOffset UpdateTime);

/// <summary>Something that happened to a record. What is taken back is noted on it.</summary>
public sealed class NaiveDeed
{
    public required DateTimeOffset At { get; init; }

    /// <summary>Its place in the record's history, from 1.</summary>
    public required long Place { get; init; }

    /// <summary>Null for a deletion.</summary>
    public NaiveSubmission? Submission { get; init; }

    /// <summary>The disqualifications that take it back.</summary>
    public HashSet<string> TakenBackBy { get; } = new(StringComparer.Ordinal);
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

    /// <summary>Every record that ever had a deed.</summary>
    public IEnumerable<(string Board, long Expiry, Guid Owner)> Histories => _histories.Keys;

    public IReadOnlyList<NaiveDeed> DeedsOf(string board, long expiry, Guid owner) => _histories[(board, expiry, owner)].Deeds;

    /// <summary>The periods of a board that anything ever happened in.</summary>
    public IEnumerable<long> PeriodsOf(string board) => _histories.Keys.Where(key => key.Board == board).Select(key => key.Expiry).Distinct().Order();

    public void Submit(string board, long expiry, Guid owner, NaiveSubmission submission, DateTimeOffset at, long place) =>
        Of(board, expiry, owner).Deeds.Add(new() { At = at, Place = place, Submission = submission });

    /// <summary>Deleting what is not there is no deed.</summary>
    public void Delete(string board, long expiry, Guid owner, SortOrder order, DateTimeOffset at, long place)
    {
        if (Of(board, expiry, owner).Fold(order) is not null) Of(board, expiry, owner).Deeds.Add(new() { At = at, Place = place });
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
    public List<NaiveRecord> Ranking(string board, long expiry, SortOrder order)
    {
        var records = _histories.Where(entry => entry.Key.Board == board && entry.Key.Expiry == expiry)
            .Select(entry => entry.Value.Fold(order)).OfType<NaiveRecord>()
            .OrderBy(record => record.Score).ThenBy(record => record.Subscore)
            .ThenBy(record => Convert.ToHexString(record.Owner.ToByteArray(bigEndian: true)), StringComparer.Ordinal).ToList();
        if (order == SortOrder.Descending) records.Reverse();
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

    NaiveHistory Of(string board, long expiry, Guid owner)
    {
        if (!_histories.TryGetValue((board, expiry, owner), out var history)) _histories[(board, expiry, owner)] = history = new(owner);
        return history;
    }
}

/// <summary>All that happened to one owner's record of one period.</summary>
public sealed class NaiveHistory(Guid owner)
{
    public List<NaiveDeed> Deeds { get; } = [];

    /// <summary>What is left of it.</summary>
    public NaiveRecord? Fold(SortOrder order)
    {
        NaiveRecord? record = null;
        foreach (var deed in Deeds.Where(deed => deed.TakenBackBy.Count == 0))
        {
            if (deed.Submission is not { } sent)
            {
                record = null;
                continue;
            }

            if (record is null)
            {
                var isDecrement = sent.Operator == ScoreOperator.Decrement;
                record = new(
                    owner, isDecrement ? 0 : sent.Score, isDecrement ? 0 : sent.Subscore, 1, sent.Username, sent.Metadata ?? "{}", deed.At, deed.At);
                continue;
            }

            var (score, subscore) = sent.Operator switch
            {
                ScoreOperator.Best when order == SortOrder.Descending => (Math.Max(record.Score, sent.Score), Math.Max(record.Subscore, sent.Subscore)),
                ScoreOperator.Best => (Math.Min(record.Score, sent.Score), Math.Min(record.Subscore, sent.Subscore)),
                ScoreOperator.Set => (sent.Score, sent.Subscore),
                ScoreOperator.Increment => (record.Score + sent.Score, record.Subscore + sent.Subscore),
                _ => (Math.Max(record.Score - sent.Score, 0), Math.Max(record.Subscore - sent.Subscore, 0)),
            };
            var isApplied = sent.Operator is ScoreOperator.Increment or ScoreOperator.Decrement
                ? sent.Score != 0 || sent.Subscore != 0
                : (score, subscore) != (record.Score, record.Subscore);
            if (!isApplied) continue;
            record = record with
            {
                Score = score, Subscore = subscore, NumScore = record.NumScore + 1, Username = sent.Username ?? record.Username,
                Metadata = sent.Metadata ?? record.Metadata, UpdateTime = deed.At,
            };
        }

        return record;
    }
}
