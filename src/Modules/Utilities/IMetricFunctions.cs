using KaosNet.Modules.Kernel;

namespace KaosNet.Modules.Utilities;

/// <summary>
/// Figures of the game's own for monitoring. A name keeps the kind and the tags that it is first used with; what does not fit, and what is beyond
/// <c>metrics.custom_scope_limit</c>, is dropped.
/// </summary>
public interface IMetricFunctions
{
    /// <summary>Adds to a counter. What is negative is ignored.</summary>
    /// <param name="name">Its name, at most 200 characters.</param>
    /// <param name="tags">Its tags, if any; values of at most 200 characters.</param>
    /// <param name="delta">How much.</param>
    [ServerFunction("metrics_counter_add")]
    ValueTask CounterAdd(
        [Expects("expects name string")] string name,
        [Expects("expects keys and values to be strings"), AtMost(20)] IReadOnlyDictionary<string, string>? tags,
        long delta);

    /// <summary>Sets a gauge.</summary>
    /// <param name="name">Its name, at most 200 characters.</param>
    /// <param name="tags">Its tags, if any; values of at most 200 characters.</param>
    /// <param name="value">To what.</param>
    [ServerFunction("metrics_gauge_set")]
    ValueTask GaugeSet(
        [Expects("expects name string")] string name,
        [Expects("expects keys and values to be strings"), AtMost(20)] IReadOnlyDictionary<string, string>? tags,
        double value);

    /// <summary>Records how long something took.</summary>
    /// <param name="name">The timer's name, at most 200 characters.</param>
    /// <param name="tags">Its tags, if any; values of at most 200 characters.</param>
    /// <param name="value">The time in nanoseconds.</param>
    [ServerFunction("metrics_timer_record")]
    ValueTask TimerRecord(
        [Expects("expects name string")] string name,
        [Expects("expects keys and values to be strings"), AtMost(20)] IReadOnlyDictionary<string, string>? tags,
        long value);
}
