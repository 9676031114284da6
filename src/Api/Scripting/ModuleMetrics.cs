using System.Collections.Concurrent;
using KaosNet.Api.Metrics;
using KaosNet.Modules;
using KaosNet.Scripting.Server;

namespace KaosNet.Api.Scripting;

/// <summary>Figures that modules make: bounded in number, since every set of tags is kept for as long as the server runs.</summary>
/// <param name="prefix">What stands in front of their names, after the prefix of all.</param>
/// <param name="seriesMax">Sets of tags at most, all names together; 0 for any number.</param>
/// <param name="time">The clock.</param>
public sealed class ModuleMetrics(string prefix, int seriesMax, TimeProvider time) : IModuleMetrics, IMetricSource
{
    const int CharactersMax = 200;

    /// <summary>A timer takes some 17 KB, whatever the operator thinks of other figures.</summary>
    const int TimersMax = 1000;

    /// <summary>What every series has already, or a summary.</summary>
    static readonly HashSet<string> TakenTags = new(StringComparer.Ordinal) { "node_name", "namespace", "quantile" };

    readonly ConcurrentDictionary<string, Family> _families = new(StringComparer.Ordinal);
    readonly string _prefix = prefix.Length == 0 ? "" : MetricsPage.NameOf(prefix) + "_";
    int _series;
    int _timers;
    long _dropped;

    enum Kind
    {
        Counter,
        Gauge,
        Summary,
    }

    public void Add(string name, IReadOnlyDictionary<string, string> tags, long delta)
    {
        if (delta >= 0 && Find(name, tags, Kind.Counter) is { } series) series.Add(delta);
    }

    public void Set(string name, IReadOnlyDictionary<string, string> tags, double value) => Find(name, tags, Kind.Gauge)?.Set(value);

    public void Record(string name, IReadOnlyDictionary<string, string> tags, TimeSpan took) => Find(name, tags, Kind.Summary)?.Times!.Record(took);

    public void Write(MetricsPage page)
    {
        foreach (var (name, family) in _families.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            page.Family(name, family.Kind.ToString().ToLowerInvariant(), "");
            foreach (var (labels, series) in family.Series.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            {
                if (series.Times is null)
                {
                    page.Sample(series.Value, labels);
                    continue;
                }

                var sum = new LatencySum();
                series.Times.AddTo(sum);
                page.Summary(sum, labels);
            }
        }

        if (Interlocked.Read(ref _dropped) is > 0 and var dropped)
            page.Single("metrics_collection_errors_count", "counter", "Figures of modules that were dropped.", dropped);
    }

    Series? Find(string name, IReadOnlyDictionary<string, string> tags, Kind kind)
    {
        if (name.Length > CharactersMax || tags.Any(tag => tag.Key.Length > CharactersMax || tag.Value.Length > CharactersMax))
            throw new RefusedException(StatusCode.InvalidArgument, $"expects names and tags of at most {CharactersMax} characters");
        var labels = LabelsOf(tags);
        var tagNames = string.Join(',', labels.Keys);
        var text = string.Join(',', labels.Select(label => MetricsPage.Label(label.Key, label.Value)));
        var key = _prefix + MetricsPage.NameOf(name);
        if (_families.TryGetValue(key, out var family) && family.Kind == kind && family.TagNames == tagNames && family.Series.TryGetValue(text, out var found)) return found;
        lock (_families)
        {
            family = _families.GetValueOrDefault(key);
            if (family is not null && (family.Kind != kind || family.TagNames != tagNames)) return Dropped();
            if (family?.Series.TryGetValue(text, out found) == true) return found;
            if ((seriesMax > 0 && _series >= seriesMax) || (kind == Kind.Summary && _timers >= TimersMax)) return Dropped();
            _series++;
            if (kind == Kind.Summary) _timers++;
            family ??= _families[key] = new(kind, tagNames);
            return family.Series[text] = new(kind == Kind.Summary ? new LatencySummary(time) : null);
        }
    }

    Series? Dropped()
    {
        Interlocked.Increment(ref _dropped);
        return null;
    }

    static SortedDictionary<string, string> LabelsOf(IReadOnlyDictionary<string, string> tags)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (tag, value) in tags.OrderBy(tag => tag.Key, StringComparer.Ordinal))
        {
            var name = MetricsPage.NameOf(tag);
            if (name.Length == 0 || char.IsAsciiDigit(name[0])) name = "_" + name;
            if (!TakenTags.Contains(name)) labels.TryAdd(name, value);
        }

        return labels;
    }

    sealed class Family(Kind kind, string tagNames)
    {
        public Kind Kind => kind;

        public string TagNames => tagNames;

        public ConcurrentDictionary<string, Series> Series { get; } = new(StringComparer.Ordinal);
    }

    sealed class Series(LatencySummary? times)
    {
        double _value;

        public LatencySummary? Times => times;

        public double Value => Volatile.Read(ref _value);

        public void Set(double value) => Volatile.Write(ref _value, value);

        public void Add(long delta)
        {
            for (var before = Volatile.Read(ref _value); ;)
            {
                var found = Interlocked.CompareExchange(ref _value, before + delta, before);
                if (found.Equals(before)) return;
                before = found;
            }
        }
    }
}
