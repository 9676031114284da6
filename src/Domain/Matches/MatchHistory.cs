using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Matches;

/// <summary>How far the record of a match has come.</summary>
/// <param name="Id">The match, without the node.</param>
/// <param name="HasBegun">Whether its beginning is recorded.</param>
/// <param name="Pieces">Pieces recorded.</param>
/// <param name="Ticks">Loops that the recorded pieces cover.</param>
/// <param name="Ending">How it ended, null while it runs.</param>
/// <param name="Node">The server that runs it.</param>
/// <param name="Run">Which run of that server; nobody else may go on with the record.</param>
public sealed record MatchHistory(string Id, bool HasBegun, int Pieces, long Ticks, MatchEnding? Ending, string Node, string Run)
{
    /// <summary>The stream of a match: <c>match-{uuid}</c>.</summary>
    public static readonly StreamKind<MatchHistory, MatchEvent> Stream = new("match", Initial, Evolve, About)
    {
        // Everybody who was there, and whoever its script was told of.
        Whose = new()
        {
            Mentioned = happened => happened switch
            {
                MatchCreated start => Uuids.In(start.Parameters, start.Label),
                MatchInputsRecorded piece => Uuids.In(piece.Steps),
                MatchCodeChanged change => Uuids.In(change.Step),
                MatchEnded end => Uuids.In(end.Detail),
                _ => [],
            },
        },
    };

    /// <summary>Loops executed when its code was changed last; -1 while it has the code that it began with.</summary>
    public long CodeChangedAt { get; init; } = -1;

    /// <summary>Whether it has begun and has not ended, as far as is recorded.</summary>
    public bool IsOpen => HasBegun && Ending is null;

    /// <summary>A piece is about everybody who did something in that time of the match, a change of code about everybody who was there.</summary>
    static IEnumerable<string> About(string id, MatchEvent happened) => happened switch
    {
        MatchInputsRecorded piece => MatchStepReader.PlayersIn(piece.Steps),
        MatchCodeChanged change => MatchStepReader.PlayersIn(change.Step),
        _ => [],
    };

    /// <summary>Before anything is recorded.</summary>
    public static MatchHistory Initial(string id) => new(id, false, 0, 0, null, "", "");

    /// <summary>One more event.</summary>
    public static MatchHistory Evolve(MatchHistory history, MatchEvent happened, DateTimeOffset at) => happened switch
    {
        MatchCreated start => history with { HasBegun = true, Node = start.Node, Run = start.Run },
        MatchResumed on => history with { Run = on.Run },
        MatchInputsRecorded piece => history with { Pieces = piece.Piece + 1, Ticks = piece.ToTick },
        MatchCodeChanged change => history with { CodeChangedAt = change.Tick },
        MatchEnded end => history with { Ending = end.Ending },
        _ => history,
    };
}
