namespace KaosNet.Bench.Load;

/// <summary>What a run of one scenario measured.</summary>
/// <param name="Scenario">Its name.</param>
/// <param name="Requests">Answers received in the counted time.</param>
/// <param name="Errors">Answers with a status other than 200 among them.</param>
/// <param name="Seconds">The counted time.</param>
/// <param name="Latencies">Time of each answer, in ticks of the stopwatch, sorted.</param>
/// <param name="FirstError">Status line and body of the first error, for the person who reads the table.</param>
public sealed record LoadResult(string Scenario, long Requests, long Errors, double Seconds, long[] Latencies, string? FirstError)
{
    public double PerSecond => Requests / Seconds;

    /// <summary>The latency that this share of the answers stayed within, in milliseconds.</summary>
    public double Percentile(double share) => Latencies.Length == 0
        ? 0
        : Latencies[Math.Min(Latencies.Length - 1, (int)(share * Latencies.Length))] * 1000.0 / System.Diagnostics.Stopwatch.Frequency;
}
