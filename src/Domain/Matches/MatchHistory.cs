using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Matches;

/// <summary>How far the record of a match has come.</summary>
/// <param name="Id">The match, without the node.</param>
/// <param name="HasBegun">Whether its beginning is recorded.</param>
/// <param name="Pieces">Pieces recorded.</param>
/// <param name="Ticks">Loops that the recorded pieces cover.</param>
/// <param name="Ending">How it ended, null while it runs.</param>
public sealed record MatchHistory(string Id, bool HasBegun, int Pieces, long Ticks, MatchEnding? Ending)
{
    /// <summary>The stream of a match: <c>match-{uuid}</c>.</summary>
    public static readonly StreamKind<MatchHistory, MatchEvent> Stream = new("match", Initial, Evolve);

    /// <summary>Before anything is recorded.</summary>
    public static MatchHistory Initial(string id) => new(id, false, 0, 0, null);

    /// <summary>One more event.</summary>
    public static MatchHistory Evolve(MatchHistory history, MatchEvent happened, DateTimeOffset at) => happened switch
    {
        MatchCreated => history with { HasBegun = true },
        MatchInputsRecorded piece => history with { Pieces = piece.Piece + 1, Ticks = piece.ToTick },
        MatchEnded end => history with { Ending = end.Ending },
        _ => history,
    };
}
