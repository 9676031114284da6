using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Search;

namespace KaosNet.Realtime.Matches.Listing;

/// <summary>
/// The labels of this server's matches, to be searched. New matches and labels get in together, once an interval, so that a match may change its label
/// with every tick; a match that is over is gone at once.
/// </summary>
public sealed class MatchIndex : IDisposable
{
    readonly Lock _gate = new();
    readonly SearchIndex<Guid, IndexedMatch> _matches = new();
    readonly FieldNames _names = new();
    readonly TimeSpan _interval;
    readonly ITimer _timer;
    Dictionary<Guid, IRunningMatch> _changed = [];
    readonly Dictionary<Guid, long> _ages = [];
    long _age;

    public MatchIndex(MatchSettings settings, TimeProvider time)
    {
        _interval = settings.LabelUpdateInterval;
        _timer = time.CreateTimer(index => ((MatchIndex)index!).Apply(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A match began or has another label. Cheap, from any thread.</summary>
    public void Changed(IRunningMatch match)
    {
        lock (_gate)
        {
            var isFirst = _changed.Count == 0;
            _changed[match.Key.Id] = match;
            if (isFirst) _timer.Change(_interval, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>A match is over.</summary>
    public void Ended(IRunningMatch match)
    {
        lock (_gate)
        {
            _changed.Remove(match.Key.Id);
            _ages.Remove(match.Key.Id);
            _matches.Remove(match.Key.Id);
        }
    }

    /// <summary>Takes in what has changed so far; the timer does it, once an interval.</summary>
    public void Apply()
    {
        Dictionary<Guid, IRunningMatch> changed;
        lock (_gate)
        {
            if (_changed.Count == 0) return;
            (changed, _changed) = (_changed, []);
        }

        foreach (var match in changed.Values)
        {
            var label = match.Label;
            var document = Document(match, label);
            lock (_gate)
            {
                if (match.IsOver) continue;
                if (!_ages.TryGetValue(match.Key.Id, out var age)) _ages.Add(match.Key.Id, age = _age++);
                _matches.Put(match.Key.Id, new(match, label, age), document);
            }
        }
    }

    /// <summary>
    /// The first matches that are wanted: by score when there is a query, and newest first. Refused with code 3 when the query is none.
    /// </summary>
    public Answer<FoundMatch[]> Find(MatchFilter filter)
    {
        if (!QueryOf(filter).IsGranted(out var query, out var fault)) return fault;
        IComparer<SearchHit<IndexedMatch>> order = filter.Query is null ? NewestFirst.Instance : BestFirst.Instance;
        var found = _matches.Find(query, filter.Limit, order, after: null, indexed => !indexed.Match.IsOver && filter.Admits(indexed.Match.Size));
        return found.Select(hit => Found(hit.Item, hit.Score)).ToArray();
    }

    static FoundMatch Found(IndexedMatch indexed, double score)
    {
        var match = indexed.Match;
        return new(new(match.Key.ToString(), true, indexed.Label, match.Size, match.TickRate, match.Handler), score, match.CreatedMs);
    }

    public void Dispose() => _timer.Dispose();

    static Answer<SearchQuery> QueryOf(MatchFilter filter)
    {
        if (filter.Query is { } query) return SearchQuery.Parse(query);
        return filter.Label is { } label ? SearchQuery.Exactly("label_string", label) : SearchQuery.All;
    }

    SearchDocument Document(IRunningMatch match, string label)
    {
        var document = new SearchDocumentBuilder(_names)
            .Add("node", SearchValue.OfText(match.Key.Node))
            .Add("handler_name", SearchValue.OfText(match.Handler))
            .Add("tick_rate", SearchValue.OfNumber(match.TickRate))
            .Add("create_time", SearchValue.OfNumber(match.CreatedMs))
            .Add("label_string", SearchValue.OfText(label));
        // Most labels that are no objects say so with their first sign; the others are found out by reading them.
        if (!label.AsSpan().TrimStart().StartsWith("{")) return document.Build();
        try
        {
            using var json = JsonDocument.Parse(label);
            document.Add("label", json.RootElement);
        }
        catch (JsonException)
        {
            // A label may be any text: then it is found as a whole only.
        }

        return document.Build();
    }

    sealed class NewestFirst : IComparer<SearchHit<IndexedMatch>>
    {
        public static readonly NewestFirst Instance = new();

        public int Compare(SearchHit<IndexedMatch> x, SearchHit<IndexedMatch> y)
        {
            var order = y.Item.Match.CreatedMs.CompareTo(x.Item.Match.CreatedMs);
            return order != 0 ? order : y.Item.Age.CompareTo(x.Item.Age);
        }
    }

    sealed class BestFirst : IComparer<SearchHit<IndexedMatch>>
    {
        public static readonly BestFirst Instance = new();

        public int Compare(SearchHit<IndexedMatch> x, SearchHit<IndexedMatch> y)
        {
            var order = y.Score.CompareTo(x.Score);
            return order != 0 ? order : NewestFirst.Instance.Compare(x, y);
        }
    }
}

/// <summary>A match that a listing found.</summary>
/// <param name="Match">As listings show it, with the label that it was found by.</param>
/// <param name="Score">The query's; 1 without.</param>
/// <param name="CreatedMs">When it began, Unix milliseconds.</param>
[GenerateSerializer, Immutable]
public sealed record FoundMatch(MatchSummary Match, double Score, long CreatedMs);

/// <summary>A match as the index holds it.</summary>
/// <param name="Match">The match itself.</param>
/// <param name="Label">The label that it is found by.</param>
/// <param name="Age">The order in which matches came into the index.</param>
sealed record IndexedMatch(IRunningMatch Match, string Label, long Age);
