using System.Numerics;

namespace KaosNet.Domain.Brackets.Drawing;

/// <summary>
/// Where the losers of the winners' side enter the losers' side. Two players who have met sit in the same part of the winners' side, so each round crosses
/// over in its own way: position <c>i</c> of round <c>r</c> enters at <c>i xor mask(r)</c>, with the mask that keeps those who have met apart the longest.
/// </summary>
static class LoserDrops
{
    /// <summary>The masks of rounds 2 to <paramref name="rounds"/>; those of the first round are their own neighbours (mask 0).</summary>
    /// <param name="rounds">Rounds of the winners' side.</param>
    /// <returns>By round; 0 and 1 are not used.</returns>
    public static int[] Masks(int rounds)
    {
        var masks = new int[Math.Max(rounds, 1) + 1];
        for (var round = 2; round <= rounds; round++)
        {
            int[] best = [];
            for (var mask = (1 << (rounds - round)) - 1; mask >= 0; mask--)
            {
                // Those who would meet soonest count most; then those who met last.
                var apart = Enumerable.Range(1, round - 1).Reverse().Select(earlier => RoundsApart(mask, masks[earlier] >> (round - earlier))).ToList();
                int[] worth = [apart.Min(), .. apart];
                if (best.Length > 0 && worth.AsSpan().SequenceCompareTo(best) <= 0) continue;
                (best, masks[round]) = (worth, mask);
            }
        }

        return masks;
    }

    /// <summary>In so many rounds do two parts of a bracket become one.</summary>
    static int RoundsApart(int left, int right) => 32 - BitOperations.LeadingZeroCount((uint)(left ^ right));
}
