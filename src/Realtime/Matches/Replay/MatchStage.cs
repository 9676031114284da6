using KaosNet.Domain.Matches;

namespace KaosNet.Realtime.Matches.Replay;

/// <summary>A time of a match in which it ran the same code. Each can be run again by itself.</summary>
/// <param name="Created">How the match began.</param>
/// <param name="Change">How the code of this time took it over; null for the code that it began with.</param>
/// <param name="Pieces">What is recorded of this time.</param>
/// <param name="Next">How other code took it over from there; null in its last time.</param>
public sealed record MatchStage(MatchCreated Created, MatchCodeChanged? Change, IReadOnlyList<MatchInputsRecorded> Pieces, MatchCodeChanged? Next)
{
    /// <summary>Loops executed before.</summary>
    public long FromTick => Change?.Tick ?? 0;

    /// <summary>Loops executed at its end, as far as is recorded.</summary>
    public long ToTick => Next?.Tick ?? (Pieces.Count > 0 ? Pieces[^1].ToTick : FromTick);

    /// <summary>Hash of the sources that it was played with.</summary>
    public string Version => Change?.ModuleVersion ?? Created.ModuleVersion;

    /// <summary>The stages of a match, in order; one where its code was never changed.</summary>
    /// <param name="created">How the match began.</param>
    /// <param name="events">What followed; what is neither a piece nor a change of code is passed over.</param>
    public static IReadOnlyList<MatchStage> Of(MatchCreated created, IEnumerable<MatchEvent> events)
    {
        List<MatchStage> stages = [];
        List<MatchInputsRecorded> pieces = [];
        MatchCodeChanged? change = null;
        foreach (var happened in events)
        {
            if (happened is MatchInputsRecorded piece) pieces.Add(piece);
            if (happened is not MatchCodeChanged next) continue;
            stages.Add(new(created, change, pieces, next));
            (change, pieces) = (next, []);
        }

        stages.Add(new(created, change, pieces, null));
        return stages;
    }
}
