using KaosNet.Domain.Brackets.Drawing;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Brackets;

/// <summary>How a pairing ended, as somebody tells it.</summary>
/// <param name="FirstScore">Score of its first player.</param>
/// <param name="SecondScore">Score of its second player.</param>
/// <param name="WinnerId">Who won, a lower-case UUID; null when the scores tell.</param>
public sealed record GivenResult(int FirstScore, int SecondScore, string? WinnerId = null)
{
    /// <summary>
    /// The result by the bracket's rules. In a best of several games the scores tell who won, and a winner without scores has won as clearly as can be.
    /// Elsewhere a named winner counts, whatever the scores; without a name the higher score wins.
    /// </summary>
    internal Answer<PairingScore> Checked(Bracket bracket, BracketPairing pairing)
    {
        if (FirstScore is < 0 or > Limits.ScoreMax || SecondScore is < 0 or > Limits.ScoreMax) return BracketFaults.ScoreInvalid;
        var named = string.IsNullOrEmpty(WinnerId) ? null : pairing.SlotOf(bracket.SeedOf(WinnerId));
        if (named is null && !string.IsNullOrEmpty(WinnerId)) return BracketFaults.WinnerInvalid;
        Slot? higher = FirstScore > SecondScore ? Slot.First : SecondScore > FirstScore ? Slot.Second : null;

        if (bracket.Settings.BestOf == 0)
        {
            if ((named ?? higher) is { } winner) return new PairingScore(FirstScore, SecondScore, winner);
            return bracket.Settings.Draws ? new PairingScore(FirstScore, SecondScore, null) : BracketFaults.WinnerMissing;
        }

        var games = (bracket.Settings.BestOf / 2) + 1;
        if (FirstScore == 0 && SecondScore == 0)
        {
            return named is { } only
                ? new PairingScore(only == Slot.First ? games : 0, only == Slot.Second ? games : 0, only)
                : BracketFaults.WinnerMissing;
        }

        if (higher is null || Math.Max(FirstScore, SecondScore) != games) return BracketFaults.ScoreNotBestOf(bracket.Settings.BestOf);
        return named is null || named == higher ? new PairingScore(FirstScore, SecondScore, higher) : BracketFaults.WinnerInvalid;
    }
}
