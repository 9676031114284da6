using System.Diagnostics;
using System.Globalization;
using KaosNet.Bench.Load;

namespace KaosNet.Bench.Realtime;

/// <summary>What others do to a measurement, so that a bad figure can be told from a bad moment.</summary>
/// <param name="LongestWait">By how many milliseconds a thread that only sleeps was woken too late, at most.</param>
/// <param name="LateWakes">How often that were more than 5 ms.</param>
/// <param name="OthersCores">Cores that other processes of the system used.</param>
/// <param name="StolenCores">Cores that the machine's host gave to others.</param>
/// <param name="LargePages">Part of the process's memory that is in large pages, which are quicker to find.</param>
/// <param name="Collections">Of the garbage collector, by generation.</param>
/// <param name="CollectorMs">Milliseconds in which it had all threads stand still.</param>
sealed record Interference(
    double LongestWait, int LateWakes, double OthersCores, double StolenCores, double LargePages, string Collections, double CollectorMs);

/// <summary>Watches for <see cref="Interference"/> from a thread of its own, until it is asked.</summary>
sealed class InterferenceWatch
{
    readonly Thread _sleeper;
    readonly SystemTimes _before = SystemTimes.Now();
    readonly TimeSpan _own = Process.GetCurrentProcess().TotalProcessorTime;
    readonly Stopwatch _clock = Stopwatch.StartNew();
    readonly int[] _collections = [.. Collections()];
    readonly TimeSpan _stoodStill = GC.GetTotalPauseDuration();
    volatile bool _over;
    double _longest;
    int _late;

    public InterferenceWatch()
    {
        _sleeper = new(Sleep) { IsBackground = true, Name = "sleeper" };
        _sleeper.Start();
    }

    public Interference Stop()
    {
        _over = true;
        _sleeper.Join();
        var took = _clock.Elapsed.TotalSeconds;
        var times = SystemTimes.Now();
        var own = (Process.GetCurrentProcess().TotalProcessorTime - _own).TotalSeconds;
        var collections = string.Join('/', Collections().Select((count, generation) => count - _collections[generation]));
        return new(
            _longest, _late, Math.Max(0, times.Busy - _before.Busy - own) / took, (times.Stolen - _before.Stolen) / took, LargePages(),
            collections, (GC.GetTotalPauseDuration() - _stoodStill).TotalMilliseconds);
    }

    void Sleep()
    {
        const int pause = 50;
        while (!_over)
        {
            var began = Stopwatch.GetTimestamp();
            Thread.Sleep(pause);
            var late = Stopwatch.GetElapsedTime(began).TotalMilliseconds - pause;
            _longest = Math.Max(_longest, late);
            if (late > 5) _late++;
        }
    }

    static IEnumerable<int> Collections() => Enumerable.Range(0, 3).Select(GC.CollectionCount);

    static double LargePages()
    {
        var lines = File.ReadLines("/proc/self/smaps_rollup").ToList();
        return Kilobytes("AnonHugePages:") / Math.Max(1, Kilobytes("Rss:"));

        double Kilobytes(string name) =>
            double.Parse(lines.First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..^"kB".Length].Trim(), CultureInfo.InvariantCulture);
    }
}
