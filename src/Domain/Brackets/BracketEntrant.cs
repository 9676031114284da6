using KaosNet.Domain.Brackets.Drawing;

namespace KaosNet.Domain.Brackets;

/// <summary>A player in a bracket.</summary>
/// <param name="UserId">A lower-case UUID.</param>
/// <param name="EnteredAt">When they came.</param>
public sealed record BracketEntrant(string UserId, DateTimeOffset EnteredAt)
{
    /// <summary>Left the running bracket.</summary>
    public bool HasWithdrawn { get; init; }

    public int Wins { get; init; }

    public int Draws { get; init; }

    public int Losses { get; init; }

    /// <summary>Points of a round robin.</summary>
    public int Points { get; init; }

    /// <summary>Sum of the own scores.</summary>
    public long ScoreFor { get; init; }

    /// <summary>Sum of the opponents' scores.</summary>
    public long ScoreAgainst { get; init; }

    /// <summary>1 for the winner; 0 while the bracket runs.</summary>
    public int Place { get; init; }

    /// <summary>With a pairing's result, or with it taken back.</summary>
    /// <param name="settings">The bracket's rules, for the points.</param>
    /// <param name="pairing">A decided pairing.</param>
    /// <param name="slot">Which of its players this is.</param>
    /// <param name="sign">1 to count it, -1 to take it back.</param>
    internal BracketEntrant Count(BracketSettings settings, BracketPairing pairing, Slot slot, int sign)
    {
        var score = pairing.Score ?? PairingScore.Unplayed(null);
        var isVoid = pairing.Outcome == PairingOutcome.Void;
        var (isWin, isDraw) = (!isVoid && score.Winner == slot, !isVoid && score.Winner is null);
        var points = settings.Format != BracketFormat.RoundRobin ? 0 : isWin ? settings.WinPoints : isDraw ? settings.DrawPoints : settings.LossPoints;
        var (own, others) = slot == Slot.First ? (score.First, score.Second) : (score.Second, score.First);
        return this with
        {
            Wins = Wins + (isWin ? sign : 0),
            Draws = Draws + (isDraw ? sign : 0),
            Losses = Losses + (isWin || isDraw ? 0 : sign),
            Points = Points + (sign * points),
            ScoreFor = ScoreFor + (sign * own),
            ScoreAgainst = ScoreAgainst + (sign * others),
        };
    }
}
