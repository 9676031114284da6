using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Leagues;

/// <summary>The server edits a league. New rules are those of the next season; the one under way keeps its own. Null keeps; the answer is the league.</summary>
/// <param name="Id">Which league.</param>
public sealed record ReviseLeague(string Id) : StreamCommand<League, League>
{
    public string? Title { get; init; }

    /// <summary>A JSON object.</summary>
    public string? Metadata { get; init; }

    /// <summary>All of the next season's rules.</summary>
    public LeagueRules? Rules { get; init; }

    public override StreamRef<League> Stream => League.Kind.Of(Id);

    protected override Decision<League> Decide(League state, DecisionContext context)
    {
        if (!League.IsId(Id)) return LeagueFaults.InvalidId;
        if (Title is not null && (Title.Length == 0 || !LeagueRules.IsTitle(Title))) return LeagueFaults.InvalidTitle;
        string? metadata = null;
        if (Metadata is not null && !CreateLeague.IsMetadata(Metadata, out metadata)) return LeagueFaults.InvalidMetadata;
        if (Rules?.Flaw() is { } flaw) return flaw;
        if (!state.Exists) return LeagueFaults.NotFound;
        if (Rules?.EndTime is { } end && end <= context.Now && end != state.Rules.EndTime) return LeagueFaults.InvalidTimes;
        if ((Title ?? state.Title) == state.Title && (metadata ?? state.Metadata) == state.Metadata && Rules is null) return Decision.Granted(state);

        var revised = new LeagueRevised(Title, metadata, Rules);
        return Decision.Granted((League)League.Kind.Evolve(state, revised, context.Now)).Append(Stream, revised);
    }
}
