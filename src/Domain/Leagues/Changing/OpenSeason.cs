using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Leagues.Changing;

/// <summary>
/// The next season begins where the schedule says it should have, after every group of the one before was settled; or the league is over. Seasons that
/// nobody could play are passed over and counted, since nobody may lose a place for a time in which the server was down.
/// </summary>
/// <param name="LeagueId">Which league.</param>
/// <param name="Season">The number of the season that begins, from 1.</param>
/// <param name="Players">Players who wait for a group, by division from the top, as they were counted.</param>
public sealed record OpenSeason(string LeagueId, int Season, IReadOnlyList<int> Players) : Command<Done>
{
    StreamRef<League> Whole => League.Kind.Of(LeagueId);

    StreamRef<LeagueSeason> Before => LeagueSeason.Of(LeagueId, Season - 1);

    StreamRef<LeagueSeason> Next => LeagueSeason.Of(LeagueId, Season);

    public override IReadOnlyList<StreamRef> Streams => [Before, Next, Whole];

    public override Decision<Done> Decide(StreamStates states, DecisionContext context)
    {
        var league = states.Of(Whole);
        var before = states.Of(Before);
        if (league.Season >= Season) return Decision.Granted();
        if (!league.Exists || league.IsPaused || league.IsOver || league.StartTime > context.Now || league.Season != Season - 1) return LeagueFaults.Moved;
        // None: the first season of all, or of an id that was used before.
        var isFirst = before.Phase == SeasonPhase.None;
        if (!isFirst && before.Phase != SeasonPhase.Closing) return LeagueFaults.Moved;

        var decision = Decision.Granted().AppendIf(!isFirst, Before, () => new LeagueSeasonClosed());
        if (league.Rules.EndTime <= context.Now) return decision.Append(Whole, new LeagueEnded());

        var started = Start(league, before, isFirst ? league.StartTime : before.EndTime ?? context.Now, context.Now);
        decision.Append(Next, started).Append(Whole, new LeagueAdvanced(Season, started.Generation));
        return decision.AppendIf(Players.All(count => count == 0), Next, () => new LeagueSeasonFormed());
    }

    LeagueSeasonStarted Start(League league, LeagueSeason before, DateTimeOffset due, DateTimeOffset now)
    {
        var rules = league.Rules;
        var (start, missed) = (due, 0);
        var instants = rules.Instants;
        for (var next = instants?.Next(start); next <= now; next = instants!.Next(start))
        {
            // Far behind, the last instant is looked up and no longer counted to.
            start = missed < Limits.MissedMax ? next.Value : instants!.Last(now.AddTicks(1)) ?? next.Value;
            missed = Math.Min(missed + 1, Limits.MissedMax);
        }

        var instant = instants?.Next(now);
        var expiry = instant?.ToUnixTimeSeconds() ?? 0;
        var end = rules.EndTime is { } last && (instant is null || last < instant) ? last : instant;
        // A period of a board is played once. One that would come again, or under other rules, begins a new set of boards.
        var isSameSet = before.Phase != SeasonPhase.None && expiry > before.Expiry && rules.SharesBoardsWith(before.Rules);
        return new(rules, start, end, expiry, league.Generation + (isSameSet ? 0 : 1), Players, missed);
    }
}
