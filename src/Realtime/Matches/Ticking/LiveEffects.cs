using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Matches.Ticking;

/// <summary>
/// Calls out of a live match. The match waits for the answer, as handlers are written that way; its thread steps aside, so other matches go on
/// while the database commits (about 2 to 4 ms). One call is bounded by a deadline, after which it is refused, though what it asked for may still
/// happen.
/// </summary>
sealed class LiveEffects(ITickLoop loop, TimeSpan deadline, MatchStepWriter record, ILogger log) : IMatchEffects
{
    public Answer<byte[]> Perform(string function, ReadOnlySpan<byte> arguments, Func<CancellationToken, ValueTask<Answer<byte[]>>> perform)
    {
        var answer = loop.StepAside(() => Wait(function, perform));
        if (answer.IsGranted(out var bytes, out var refusal)) record.Effect(function, bytes);
        else record.RefusedEffect(function, refusal);
        return answer;
    }

    Answer<byte[]> Wait(string function, Func<CancellationToken, ValueTask<Answer<byte[]>>> perform)
    {
        var late = new CancellationTokenSource(deadline, loop.Time);
        try
        {
            var pending = perform(late.Token);
            if (pending.IsCompletedSuccessfully) return pending.GetAwaiter().GetResult();
            var task = pending.AsTask();
            // A little longer than the deadline: who honours the token has a better answer than we have.
            if (Task.WaitAny([task], deadline + TimeSpan.FromMilliseconds(100)) == 0) return task.GetAwaiter().GetResult();
            _ = task.ContinueWith(
                abandoned => log.LogError(abandoned.Exception, "{Function} failed after its match had given up waiting", function),
                CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception failure)
        {
            log.LogError(failure, "{Function}, called by a match, failed", function);
            return Fault.Internal(function + " failed");
        }

        return new Fault(FaultCode.DeadlineExceeded, function + " did not answer in time");
    }
}
