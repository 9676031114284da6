using KaosNet.Modules.Utilities;

namespace KaosNet.Scripting.Server;

/// <summary>Where modules' own figures go.</summary>
public interface IModuleMetrics
{
    /// <summary>Adds to a counter.</summary>
    void Add(string name, IReadOnlyDictionary<string, string> tags, long delta);

    /// <summary>Sets a gauge.</summary>
    void Set(string name, IReadOnlyDictionary<string, string> tags, double value);

    /// <summary>Records a time.</summary>
    void Record(string name, IReadOnlyDictionary<string, string> tags, TimeSpan took);
}

/// <summary>Figures of the game's own.</summary>
internal sealed class MetricFunctions(ServerApi api) : IMetricFunctions
{
    private const int NanosecondsInTick = 100;

    private static readonly Dictionary<string, string> NoTags = [];

    public ValueTask CounterAdd(string name, IReadOnlyDictionary<string, string>? tags, long delta)
    {
        api.Get<IModuleMetrics>().Add(name, tags ?? NoTags, delta);
        return ValueTask.CompletedTask;
    }

    public ValueTask GaugeSet(string name, IReadOnlyDictionary<string, string>? tags, double value)
    {
        api.Get<IModuleMetrics>().Set(name, tags ?? NoTags, value);
        return ValueTask.CompletedTask;
    }

    public ValueTask TimerRecord(string name, IReadOnlyDictionary<string, string>? tags, long value)
    {
        api.Get<IModuleMetrics>().Record(name, tags ?? NoTags, TimeSpan.FromTicks(value / NanosecondsInTick));
        return ValueTask.CompletedTask;
    }
}
