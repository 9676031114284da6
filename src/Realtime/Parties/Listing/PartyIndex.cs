using KaosNet.Domain.Kernel;
using KaosNet.Projections.Search;
using KaosNet.Realtime.Parties.Deciding;

namespace KaosNet.Realtime.Parties.Listing;

/// <summary>
/// The parties of this server, found by their labels. What changes is taken in a batch at a time, each <see cref="PartySettings.LabelUpdateInterval"/>;
/// what is over is gone at once.
/// </summary>
public sealed class PartyIndex(PartySettings settings, TimeProvider time) : IDisposable
{
    static readonly Comparer<SearchHit<ListedParty>> BestFirst =
        Comparer<SearchHit<ListedParty>>.Create((left, right) => ListedParty.BestFirst.Compare(Scored(left), Scored(right)));

    readonly SearchIndex<Guid, ListedParty> _parties = new();
    readonly FieldNames _names = new();
    readonly Lock _gate = new();
    readonly Dictionary<Guid, Party> _waiting = [];
    ITimer? _timer;

    /// <summary>Shows a party, or how it is now; soon.</summary>
    public void Put(Party party)
    {
        lock (_gate)
        {
            _waiting[party.Key.Id] = party;
            if (_waiting.Count > 1) return;
            _timer ??= time.CreateTimer(static index => ((PartyIndex)index!).TakeIn(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(settings.LabelUpdateInterval, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Shows a party no longer.</summary>
    public void Remove(Guid party)
    {
        lock (_gate)
        {
            _waiting.Remove(party);
            _parties.Remove(party);
        }
    }

    /// <summary>The best that a filter lets through; a query that cannot be read is refused with code 3.</summary>
    public Answer<IReadOnlyList<ListedParty>> Find(PartyFilter filter)
    {
        if (!SearchQuery.Parse(filter.Query).IsGranted(out var query, out var malformed)) return malformed;
        SearchHit<ListedParty>? after = filter.After is { } place ? new(place.AsParty, place.Score) : null;
        var hits = _parties.Find(
            query, filter.Limit, BestFirst, after,
            party => (filter.ShowHidden || !party.Hidden) && (filter.Open is not { } open || party.Open == open));
        return hits.Select(Scored).ToList();
    }

    public void Dispose() => _timer?.Dispose();

    void TakeIn()
    {
        lock (_gate)
        {
            foreach (var party in _waiting.Values) _parties.Put(party.Key.Id, Listed(party), Document(party));
            _waiting.Clear();
        }
    }

    SearchDocument Document(Party party)
    {
        using var label = DescribeParty.Read(party.Label);
        return new SearchDocumentBuilder(_names)
            .Add("node", SearchValue.OfText(party.Key.Node))
            .Add("open", SearchValue.OfBoolean(party.Open))
            .Add("hidden", SearchValue.OfBoolean(party.Hidden))
            .Add("max_size", SearchValue.OfNumber(party.MaxSize))
            .Add("create_time", SearchValue.OfDate(party.CreateTime))
            .Add("label", label.RootElement)
            .Build();
    }

    static ListedParty Listed(Party party) => new(party.Key, party.Open, party.Hidden, party.MaxSize, party.Label, party.CreateTime.UtcTicks);

    static ListedParty Scored(SearchHit<ListedParty> hit) => hit.Item with { Score = hit.Score };
}
