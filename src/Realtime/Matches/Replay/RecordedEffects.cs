using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Realtime.Matches.Ticking;

namespace KaosNet.Realtime.Matches.Replay;

/// <summary>The world outside as a match's record has it: gives the answers that were given, and does nothing.</summary>
sealed class RecordedEffects : IMatchEffects
{
    readonly Queue<EffectStep> _answers = new();

    string? _difference;

    /// <summary>The next callback will ask for this.</summary>
    public void Add(EffectStep answer) => _answers.Enqueue(answer);

    /// <summary>How the last callback's calls differ from the recorded ones, or null.</summary>
    public string? TakeDifference()
    {
        if (_answers.TryPeek(out var unused)) _difference ??= $"the match does not call {unused.Function}, which it did when it was played";
        return _difference;
    }

    public Answer<byte[]> Perform(string function, ReadOnlySpan<byte> arguments, Func<CancellationToken, ValueTask<Answer<byte[]>>> perform)
    {
        if (!_answers.TryDequeue(out var recorded))
        {
            _difference ??= $"the match calls {function}, which it did not do when it was played";
            return Fault.Internal("replay: no recorded answer");
        }

        if (recorded.Function != function)
        {
            _difference ??= $"the match calls {function} where it called {recorded.Function} when it was played";
            return Fault.Internal("replay: another answer was recorded");
        }

        return recorded.Refusal is { } refusal ? refusal : recorded.Answer!;
    }
}
