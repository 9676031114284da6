using System.Diagnostics;
using Spectre.Console;

namespace KaosNet.Replay;

/// <summary>
/// Long work, shown to who waits for it: what it is at, how much of it is done, how much a second, how long it will take. On a terminal that is one line that changes; into
/// a file or a pipe goes a line now and then.
/// </summary>
sealed class WorkShown
{
    static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);

    readonly ProgressTask? _bar;
    string _what = "";
    long _first, _since, _lastLine = Stopwatch.GetTimestamp();

    WorkShown(ProgressTask? bar) => _bar = bar;

    /// <summary>Does the work.</summary>
    public static async Task<T> While<T>(Func<WorkShown, Task<T>> work)
    {
        if (!AnsiConsole.Profile.Capabilities.Interactive) return await work(new(null));
        return await AnsiConsole.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(context => work(new(context.AddTask(""))));
    }

    /// <summary>Tells how far it is. Called on the work's own thread.</summary>
    public void Tell(string what, long done, long total, string unit)
    {
        if (what != _what) (_what, _first, _since) = (what, done, Stopwatch.GetTimestamp());
        var line = Line(what, done, total, unit);
        if (_bar is not null)
        {
            _bar.MaxValue = Math.Max(1, total);
            _bar.Value = done;
            _bar.Description = line.EscapeMarkup();
        }
        else if (Stopwatch.GetElapsedTime(_lastLine) > BetweenLines)
        {
            _lastLine = Stopwatch.GetTimestamp();
            AnsiConsole.WriteLine(line);
        }
    }

    string Line(string what, long done, long total, string unit)
    {
        if (total == 0) return what;
        var rate = (done - _first) / Math.Max(0.001, Stopwatch.GetElapsedTime(_since).TotalSeconds);
        var left = rate > 0 ? TimeSpan.FromSeconds(Math.Min(1_000_000, (total - done) / rate)) : (TimeSpan?)null;
        var estimate = left is { } known ? $", {rate:N0} a second, {known:hh\\:mm\\:ss} left" : "";
        return $"{what}: {done:N0} of {total:N0} {unit}{estimate}";
    }
}
