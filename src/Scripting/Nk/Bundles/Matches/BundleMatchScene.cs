using System.Diagnostics;
using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Matches;
using KaosNet.Scripting.JavaScript;

namespace KaosNet.Scripting.Nk.Bundles.Matches;

/// <summary>A match in JavaScript. How long the server took to answer is no fault of the game: it does not count as the call's time.</summary>
internal sealed class BundleMatchScene(IMatchHost host, string handler, string module) : MatchScene(host, handler, module, "javascript")
{
    /// <summary>The match's state; null while it is being made.</summary>
    public JavaScriptState? Script { get; set; }

    public override Answer<byte[]> Perform(
        string function, ReadOnlySpan<byte> arguments, Func<CancellationToken, ValueTask<Answer<byte[]>>> perform)
    {
        var asked = Stopwatch.GetTimestamp();
        var answer = base.Perform(function, arguments, perform);
        Script?.Forgive(Stopwatch.GetElapsedTime(asked));
        return answer;
    }
}

/// <summary>The clock that a match's scripts see: it stands still while a callback runs.</summary>
internal sealed class MatchTime(MatchScene scene) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(scene.UnixMs);
}
