using System.Text;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Leagues;

/// <summary>
/// The server sets up a league. Asking for an id that exists succeeds and changes nothing, whatever else is asked for; the answer is the league.
/// Without a start time its first season begins at once.
/// </summary>
/// <param name="Id">1 to 64 letters, digits, dots, dashes or underscores.</param>
/// <param name="Rules">How it is played.</param>
public sealed record CreateLeague(string Id, LeagueRules Rules) : StreamCommand<League, League>
{
    /// <summary>For players to read; the id when empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>A JSON object; empty for <c>{}</c>.</summary>
    public string Metadata { get; init; } = "";

    /// <summary>When the first season begins; null for at once.</summary>
    public DateTimeOffset? StartTime { get; init; }

    public override StreamRef<League> Stream => League.Kind.Of(Id);

    protected override Decision<League> Decide(League state, DecisionContext context)
    {
        if (!League.IsId(Id)) return LeagueFaults.InvalidId;
        if (!LeagueRules.IsTitle(Title)) return LeagueFaults.InvalidTitle;
        if (!IsMetadata(Metadata, out var metadata)) return LeagueFaults.InvalidMetadata;
        if (Rules.Flaw() is { } flaw) return flaw;
        if (state.IsErasing) return LeagueFaults.BeingDeleted;
        if (state.Exists) return Decision.Granted(state);
        var start = StartTime ?? context.Now;
        if (Rules.EndTime is { } end && (end <= start || end <= context.Now)) return LeagueFaults.InvalidTimes;

        var created = new LeagueCreated(Title.Length == 0 ? Id : Title, metadata, Rules, start);
        return Decision.Granted((League)League.Kind.Evolve(state, created, context.Now)).Append(Stream, created);
    }

    /// <summary>Whether a text can be a league's metadata, and its canonical spelling.</summary>
    internal static bool IsMetadata(string text, out string canonical)
    {
        canonical = "{}";
        return text.Length == 0
            || (text.Length <= Limits.MetadataBytes && Encoding.UTF8.GetByteCount(text) <= Limits.MetadataBytes
                && JsonDocumentText.CanonicalizeObject(text, out canonical) == JsonFlaw.None);
    }
}
