using System.Text;
using System.Text.Json.Serialization;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leaderboards.Resetting;

namespace KaosNet.Domain.Leagues;

/// <summary>What becomes of players who were not active enough in a season.</summary>
public enum InactiveRule
{
    /// <summary>Nothing but that they are not promoted.</summary>
    Stay = 0,

    /// <summary>They go down one division; from the lowest they stay.</summary>
    Relegate = 1,

    /// <summary>They lose their place in the league.</summary>
    Leave = 2,
}

/// <summary>One division of a league.</summary>
/// <param name="Name">For players to read.</param>
/// <param name="GroupSize">Players who play each other in one group.</param>
/// <param name="Promoted">How many of a full group go up at the season's end; of a smaller group as large a part, rounded up.</param>
/// <param name="Relegated">How many of a full group go down; of a smaller group as large a part, rounded down.</param>
public sealed record LeagueDivision(string Name, int GroupSize, int Promoted, int Relegated);

/// <summary>How a league is played. A season keeps the rules that it started with.</summary>
/// <param name="Divisions">From top to bottom; the first one is division 1.</param>
/// <param name="Schedule">When a season ends and the next begins (see <see cref="CronSchedule"/>); null for "by hand only".</param>
/// <param name="SortOrder">Which end of a group is rank 1.</param>
/// <param name="Operator">How a new score meets the old one.</param>
/// <param name="EntryDivision">Where newcomers start, from 1; 0 for the lowest.</param>
/// <param name="ActivityMin">Submissions that must count in a season for a player to be taken for active.</param>
/// <param name="Inactive">What becomes of those who were not.</param>
/// <param name="Authoritative">Only the server hands in scores.</param>
/// <param name="EndTime">No season begins at or after this moment, and the last one ends then; null for never.</param>
public sealed record LeagueRules(
    IReadOnlyList<LeagueDivision> Divisions, string? Schedule, SortOrder SortOrder, ScoreOperator Operator, int EntryDivision, int ActivityMin,
    InactiveRule Inactive, bool Authoritative, DateTimeOffset? EndTime)
{
    /// <summary>No divisions yet.</summary>
    public static readonly LeagueRules None = new([], null, SortOrder.Descending, ScoreOperator.Best, 0, 0, InactiveRule.Stay, false, null);

    /// <summary>What is wrong with them; null for nothing.</summary>
    public Fault? Flaw()
    {
        if (Divisions.Count is 0 or > Limits.DivisionsMax || Divisions.Any(division => !IsTitle(division.Name) || division.Name.Length == 0))
            return LeagueFaults.InvalidDivisions;
        if (Divisions.Any(division => division.GroupSize is < Limits.GroupSizeMin or > Limits.GroupSizeMax)) return LeagueFaults.InvalidGroupSize;
        if (Divisions.Any(division => division.Promoted < 0 || division.Relegated < 0 || (long)division.Promoted + division.Relegated > division.GroupSize))
            return LeagueFaults.InvalidBands;
        if (Divisions[0].Promoted != 0) return LeagueFaults.PromotedFromTop;
        if (Divisions[^1].Relegated != 0) return LeagueFaults.RelegatedFromBottom;
        if (EntryDivision < 0 || EntryDivision > Divisions.Count) return LeagueFaults.InvalidEntry;
        if (ActivityMin is < 0 or > Limits.ActivityMax) return LeagueFaults.InvalidActivity;
        if (!Enum.IsDefined(SortOrder)) return LeagueFaults.InvalidSortOrder;
        if (!Enum.IsDefined(Operator)) return LeagueFaults.InvalidOperator;
        if (!Enum.IsDefined(Inactive)) return LeagueFaults.InvalidRule;
        if (Schedule is { Length: > Leaderboards.Limits.ResetScheduleLengthMax }) return Fault.InvalidArgument("Invalid season schedule: too long.");
        return Schedule is not null && !CronSchedule.TryParse(Schedule, out _, out var error) ? Fault.InvalidArgument("Invalid season schedule: " + error) : null;
    }

    /// <summary>The division of that number, or the lowest when there are fewer now.</summary>
    public int Within(int division) => Math.Clamp(division, 1, Math.Max(1, Divisions.Count));

    /// <summary>The division in which a player starts who was in <paramref name="last"/> when they left; 0 for who never was in the league.</summary>
    public int EntryFor(int last) => Within(Math.Max(EntryDivision == 0 ? Divisions.Count : EntryDivision, last));

    /// <summary>The instants at which seasons end; null when they end by hand.</summary>
    [JsonIgnore]
    public CronSchedule? Instants => Schedule is not null && CronSchedule.TryParse(Schedule, out var schedule, out _) ? schedule : null;

    /// <summary>Whether a board of the one rules can hold the groups of the other.</summary>
    public bool SharesBoardsWith(LeagueRules other) => (Schedule, SortOrder, Operator) == (other.Schedule, other.SortOrder, other.Operator);

    /// <summary>Whether a text can be a title.</summary>
    internal static bool IsTitle(string text) =>
        !text.Contains('\0', StringComparison.Ordinal) && text.EnumerateRunes().Take(Limits.TitleLengthMax + 1).Count() <= Limits.TitleLengthMax
        && !text.EnumerateRunes().Contains(Rune.ReplacementChar);
}
