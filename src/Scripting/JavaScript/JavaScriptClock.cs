using System.Diagnostics;
using Jint;

namespace KaosNet.Scripting.JavaScript;

/// <summary>
/// The time that a call may take. Once it is over it stays over: whatever a script's finally blocks try, the next look at the clock ends them too.
/// </summary>
internal sealed class JavaScriptClock(TimeSpan? callTime) : Constraint
{
    private readonly long _ticks = (long)((callTime?.TotalSeconds ?? 0) * Stopwatch.Frequency);
    private long _end = long.MaxValue;

    /// <summary>How many times its time the next call may take.</summary>
    public int Patience { get; set; } = 1;

    /// <summary>Looking late only means ending late, so the interpreter may spare looks and keep its fast loops.</summary>
    public override bool IsAmortizable => true;

    /// <summary>A call from outside begins; what the script calls of itself is within it.</summary>
    public void Begin() => _end = _ticks == 0 ? long.MaxValue : Stopwatch.GetTimestamp() + (Patience * _ticks);

    /// <summary>Gives the running call so many ticks of the stopwatch more.</summary>
    public void Extend(long ticks)
    {
        if (_end != long.MaxValue) _end += ticks;
    }

    public override void Check()
    {
        if (Stopwatch.GetTimestamp() > _end) throw new JavaScriptTimeException();
    }

    public override void Reset()
    {
        // The engine asks for this with every entry, also with those that a call makes into itself.
    }
}

/// <summary>A call took too long. No script can catch this.</summary>
internal sealed class JavaScriptTimeException() : Exception("script ended: took too long");
