using KaosNet.Domain.Leaderboards;

namespace KaosNet.Domain.Leagues.Changing;

/// <summary>A player of a group with what they scored.</summary>
/// <param name="UserId">A lower-case UUID.</param>
/// <param name="Score">Score; null when no score of theirs counts.</param>
/// <param name="Subscore">Second score.</param>
/// <param name="NumScore">Submissions that counted.</param>
/// <param name="IsNewcomer">Came while the season ran.</param>
/// <param name="MovesTo">Where an operator wants them next; 0 for nowhere in particular.</param>
public sealed record Contender(string UserId, long? Score, long Subscore = 0, int NumScore = 0, bool IsNewcomer = false, int MovesTo = 0);

/// <summary>Who goes up and who goes down: pure arithmetic over one group.</summary>
public static class Standings
{
    /// <summary>The order of a group: as its board has it, so that no two share a rank, and behind them who has no score.</summary>
    public static IReadOnlyList<Contender> InOrder(SortOrder order, IEnumerable<Contender> group)
    {
        var contenders = group.ToArray();
        Array.Sort(contenders, (left, right) =>
        {
            if (left.Score is null || right.Score is null) return left.Score == right.Score ? ByBoard(order, left, right) : left.Score is null ? 1 : -1;
            return ByBoard(order, left, right);
        });
        return contenders;
    }

    /// <summary>How many of a group go up and down: all that the rules say of a full one, of a smaller one as large a part.</summary>
    public static (int Promoted, int Relegated) Bands(LeagueDivision division, int size)
    {
        if (size >= division.GroupSize) return (division.Promoted, division.Relegated);
        var promoted = (((long)division.Promoted * size) + division.GroupSize - 1) / division.GroupSize;
        return ((int)promoted, (int)((long)division.Relegated * size / division.GroupSize));
    }

    /// <summary>
    /// The results of a group. Who was not active enough is not promoted, and the next best goes up instead; newcomers are never taken for inactive.
    /// </summary>
    /// <param name="rules">The season's.</param>
    /// <param name="division">Of the group, from 1 for the top.</param>
    /// <param name="group">Its players, in any order.</param>
    public static IReadOnlyList<LeagueResult> Settle(LeagueRules rules, int division, IEnumerable<Contender> group)
    {
        var ordered = InOrder(rules.SortOrder, group);
        var isTop = division <= 1;
        var isBottom = division >= rules.Divisions.Count;
        var (up, down) = Bands(rules.Divisions[rules.Within(division) - 1], ordered.Count);
        if (isTop) up = 0;
        if (isBottom) down = 0;

        var results = new LeagueResult[ordered.Count];
        for (var i = 0; i < results.Length; i++)
        {
            var contender = ordered[i];
            var isActive = contender.IsNewcomer || contender.NumScore >= rules.ActivityMin;
            // A score is what lifts somebody: with no minimum, who never played is "active" and still not promoted.
            var isPromoted = up > 0 && isActive && contender is { Score: not null, MovesTo: 0 };
            if (isPromoted) up--;
            var (outcome, next) = contender switch
            {
                { MovesTo: > 0 } => (LeagueOutcome.Moved, rules.Within(contender.MovesTo)),
                _ when isPromoted => (LeagueOutcome.Promoted, division - 1),
                _ when !isActive && rules.Inactive == InactiveRule.Leave => (LeagueOutcome.Dropped, 0),
                _ when !isBottom && (i >= results.Length - down || (!isActive && rules.Inactive == InactiveRule.Relegate)) =>
                    (LeagueOutcome.Relegated, division + 1),
                _ => (LeagueOutcome.Stayed, division),
            };
            results[i] = new(contender.UserId, i + 1, contender.Score ?? 0, contender.Subscore, contender.NumScore, outcome, next);
        }

        return results;
    }

    static int ByBoard(SortOrder order, Contender left, Contender right)
    {
        var score = (left.Score ?? 0).CompareTo(right.Score ?? 0);
        if (score == 0) score = left.Subscore.CompareTo(right.Subscore);
        // Lower-case UUIDs read like their bytes.
        if (score == 0) score = string.CompareOrdinal(left.UserId, right.UserId);
        return order == SortOrder.Ascending ? score : -score;
    }
}

/// <summary>How the players of a division are cut into groups.</summary>
public static class Grouping
{
    /// <summary>How many groups there are: as few as hold everybody.</summary>
    public static int CountOf(int players, int groupSize) => (int)(((long)players + groupSize - 1) / groupSize);

    /// <summary>The size of a group: all of them are as large as each other, or one larger.</summary>
    /// <param name="players">Of the division.</param>
    /// <param name="groupSize">The most that a group may hold.</param>
    /// <param name="number">Which group, from 1.</param>
    public static int SizeOf(int players, int groupSize, int number)
    {
        var count = CountOf(players, groupSize);
        return number < 1 || number > count ? 0 : (players / count) + (number <= players % count ? 1 : 0);
    }
}
