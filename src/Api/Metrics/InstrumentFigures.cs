using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace KaosNet.Api.Metrics;

/// <summary>What one instrument measured, by the tags that came with it.</summary>
sealed class InstrumentFigures
{
    /// <summary>Tag sets of one instrument; those beyond are not shown, so that no tag can use up the memory.</summary>
    const int SeriesMax = 500;

    const string ReferencePrefix = "nakama.";

    static readonly double[] SecondsBounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    static readonly double[] OtherBounds = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];

    readonly Instrument _instrument;
    readonly Shape _shape;
    readonly TimeProvider _time;
    readonly double[] _bounds;
    readonly Series _untagged;
    readonly ConcurrentDictionary<KeyValuePair<string, object?>[], Series> _tagged = new(TagComparer.One);
    readonly ConcurrentDictionary<KeyValuePair<string, object?>[], Series>.AlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>> _find;

    public InstrumentFigures(Instrument instrument, TimeProvider time)
    {
        _instrument = instrument;
        _time = time;
        IsOfReference = instrument.Name.StartsWith(ReferencePrefix, StringComparison.Ordinal);
        Name = MetricsPage.NameOf(IsOfReference ? instrument.Name[ReferencePrefix.Length..] : instrument.Name);
        var kind = instrument.GetType().GetGenericTypeDefinition();
        _shape = kind == typeof(Histogram<>) ? IsOfReference ? Shape.Summary : Shape.Histogram
            : kind == typeof(Counter<>) || kind == typeof(ObservableCounter<>) ? Shape.Counter
            : Shape.Gauge;
        IsSet = kind == typeof(Gauge<>);
        _bounds = _shape == Shape.Histogram ? BoundsOf(instrument) : [];
        _untagged = new(this, "");
        _find = _tagged.GetAlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>>();
    }

    enum Shape
    {
        Counter,
        Gauge,
        Histogram,
        Summary,
    }

    public string Name { get; }

    bool IsOfReference { get; }

    /// <summary>Whether the last measurement is the value; otherwise measurements add up.</summary>
    bool IsSet { get; }

    public bool IsFilled => _untagged.IsFilled || !_tagged.IsEmpty;

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
        {
            _untagged.Record(value);
            return;
        }
        if (!_find.TryGetValue(tags, out var series))
        {
            if (_tagged.Count >= SeriesMax) return;
            var key = tags.ToArray();
            series = _tagged.GetOrAdd(key, static (made, self) => new(self, LabelsOf(made)), this);
        }
        series.Record(value);
    }

    /// <summary>What observable instruments said last time is over: they say it anew.</summary>
    public void BeginCollecting()
    {
        if (!_instrument.IsObservable) return;
        _untagged.Clear();
        _tagged.Clear();
    }

    public void WriteHeader(MetricsPage page)
    {
        var type = _shape.ToString().ToLowerInvariant();
        if (IsOfReference) page.Family(Name, type, _instrument.Description ?? "");
        else page.OwnFamily(Name, type, _instrument.Description ?? "");
    }

    public void WriteSamples(MetricsPage page)
    {
        if (_untagged.IsFilled) _untagged.Write(page);
        foreach (var series in _tagged.Values.OrderBy(series => series.Labels, StringComparer.Ordinal)) series.Write(page);
    }

    static double[] BoundsOf(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds],
        Histogram<int> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(bound => (double)bound)],
        Histogram<long> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(bound => (double)bound)],
        _ => instrument.Unit == "s" ? SecondsBounds : OtherBounds,
    };

    static string LabelsOf(KeyValuePair<string, object?>[] tags) =>
        string.Join(',', tags.Select(tag => MetricsPage.Label(MetricsPage.NameOf(tag.Key), tag.Value?.ToString() ?? "")));

    /// <summary>Measurements with the same tags.</summary>
    sealed class Series(InstrumentFigures owner, string labels)
    {
        readonly LatencySummary? _times = owner._shape == Shape.Summary ? new(owner._time) : null;
        readonly long[] _buckets = owner._shape == Shape.Histogram ? new long[owner._bounds.Length + 1] : [];
        double _value;
        bool _filled;

        public string Labels => labels;

        public bool IsFilled => Volatile.Read(ref _filled);

        public void Record(double value)
        {
            if (!_filled) Volatile.Write(ref _filled, true);
            if (_times is not null)
            {
                _times.Record(TimeSpan.FromSeconds(value));
                return;
            }
            if (owner.IsSet)
            {
                Volatile.Write(ref _value, value);
                return;
            }
            if (_buckets.Length > 0) Interlocked.Increment(ref _buckets[BucketOf(value)]);
            for (var before = Volatile.Read(ref _value); ;)
            {
                var found = Interlocked.CompareExchange(ref _value, before + value, before);
                if (found.Equals(before)) return;
                before = found;
            }
        }

        public void Clear()
        {
            Volatile.Write(ref _filled, false);
            Volatile.Write(ref _value, 0);
        }

        public void Write(MetricsPage page)
        {
            if (_times is not null)
            {
                var sum = new LatencySum();
                _times.AddTo(sum);
                page.Summary(sum, labels);
                return;
            }
            if (_buckets.Length == 0)
            {
                page.Sample(Volatile.Read(ref _value), labels);
                return;
            }
            var before = labels.Length == 0 ? "" : labels + ",";
            var count = 0L;
            for (var bucket = 0; bucket < _buckets.Length; bucket++)
            {
                count += Volatile.Read(ref _buckets[bucket]);
                var bound = bucket < owner._bounds.Length ? owner._bounds[bucket] : double.PositiveInfinity;
                page.Sample(count, before + MetricsPage.Label("le", MetricsPage.Number(bound)), "_bucket");
            }
            page.Sample(Volatile.Read(ref _value), labels, "_sum");
            page.Sample(count, labels, "_count");
        }

        int BucketOf(double value)
        {
            var at = Array.BinarySearch(owner._bounds, value);
            return at >= 0 ? at : ~at;
        }
    }

    /// <summary>Finds tags as they are handed over, without making a key of them first.</summary>
    sealed class TagComparer
        : IEqualityComparer<KeyValuePair<string, object?>[]>, IAlternateEqualityComparer<ReadOnlySpan<KeyValuePair<string, object?>>, KeyValuePair<string, object?>[]>
    {
        public static readonly TagComparer One = new();

        public bool Equals(KeyValuePair<string, object?>[]? one, KeyValuePair<string, object?>[]? other) => Equals(one.AsSpan(), other ?? []);

        public int GetHashCode(KeyValuePair<string, object?>[] tags) => GetHashCode(tags.AsSpan());

        public bool Equals(ReadOnlySpan<KeyValuePair<string, object?>> one, KeyValuePair<string, object?>[] other)
        {
            if (one.Length != other.Length) return false;
            for (var at = 0; at < one.Length; at++)
                if (!string.Equals(one[at].Key, other[at].Key, StringComparison.Ordinal) || !Equals(one[at].Value, other[at].Value)) return false;
            return true;
        }

        public int GetHashCode(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var hash = new HashCode();
            foreach (var (_, value) in tags) hash.Add(value);
            return hash.ToHashCode();
        }

        public KeyValuePair<string, object?>[] Create(ReadOnlySpan<KeyValuePair<string, object?>> tags) => tags.ToArray();
    }
}
