using System.Collections.Concurrent;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leagues;
using KaosNet.Domain.Leagues.Changing;
using KaosNet.Store.Journal;
using KaosNet.Store.Journal.Transactions;
using Microsoft.Extensions.Logging;

namespace KaosNet.Projections.Leagues.Changing;

/// <summary>
/// Ends seasons and begins the next ones: a long walk of small commits, each of which moves the league's own states on, so that whoever goes on after a crash
/// goes on where it was, and two servers that walk at once do nothing twice.
/// </summary>
public sealed class LeagueSeasons(
    IJournal journal, TransactionRunner transactions, LeagueWork work, LeagueLists lists, LeaguePlaces places, LeagueErasing erasing, ILeagueFunctions functions,
    TimeProvider time, ILogger<LeagueSeasons> log)
{
    /// <summary>Leagues of one round.</summary>
    const int LeaguesMax = 100;

    /// <summary>Groups that are settled, or players that are seated, before the tables are asked again.</summary>
    const int ChunkMax = 64;

    /// <summary>Groups that are settled side by side.</summary>
    const int Workers = 4;

    /// <summary>How often a game's function is called for a group before the group is settled without it.</summary>
    const int CallsMax = 3;

    /// <summary>Steps of one league before others have their turn.</summary>
    const int StepsMax = 10_000;

    readonly ConcurrentDictionary<GroupKey, int> _failures = new();

    /// <summary>Does all that is due; how many leagues moved on.</summary>
    public async Task<int> Advance(CancellationToken cancel = default)
    {
        var moved = 0;
        foreach (var leagueId in await work.Due(time.GetUtcNow(), LeaguesMax, cancel))
        {
            if (await Advance(leagueId, cancel)) moved++;
        }

        return moved;
    }

    /// <summary>Does all that is due in one league; whether anything was.</summary>
    public async Task<bool> Advance(string leagueId, CancellationToken cancel = default)
    {
        var caller = Caller.System("leagues", "LeagueSeason");
        var (isMoved, misses) = (false, 0);
        for (var step = 0; step < StepsMax && misses < 3; step++)
        {
            switch (await Step(leagueId, caller, cancel))
            {
                case Outcome.Done:
                    return isMoved;
                case Outcome.Moved:
                    (isMoved, misses) = (true, 0);
                    break;
                default:
                    misses++;
                    break;
            }
        }

        return isMoved;
    }

    async Task<Outcome> Step(string leagueId, Caller caller, CancellationToken cancel)
    {
        // From tables: what this server remembers of a league may be old.
        var league = await lists.FindAny(leagueId, cancel);
        if (league is { IsErasing: true }) return await erasing.Step(leagueId, caller, cancel) ? Outcome.Moved : Outcome.Done;
        if (league is null || league.IsPaused || league.IsOver) return Outcome.Done;
        var season = await lists.Season(leagueId, league.Season, cancel);
        var now = time.GetUtcNow();
        return season?.Phase switch
        {
            null when league.StartTime <= now => await OpenNext(league, caller, cancel),
            SeasonPhase.Open when season.EndTime <= now => OutcomeOf(await journal.Execute(new EndSeason(leagueId, season.Number, false), caller, cancel)),
            SeasonPhase.Open => await SeatLate(leagueId, caller, cancel),
            SeasonPhase.Closing => await Settle(league, season, caller, cancel),
            SeasonPhase.Forming => await Form(league, season, caller, cancel),
            _ => Outcome.Done,
        };
    }

    async Task<Outcome> OpenNext(LeagueRow league, Caller caller, CancellationToken cancel)
    {
        var rules = LeagueTables.RulesOf(league.Rules);
        var players = new int[rules.Divisions.Count];
        foreach (var (division, count) in await work.WaitingCounts(league.Id, cancel)) players[rules.Within(division) - 1] += count;
        return OutcomeOf(await journal.Execute(new OpenSeason(league.Id, league.Season + 1, players), caller, cancel));
    }

    /// <summary>Players who came while groups were formed.</summary>
    async Task<Outcome> SeatLate(string leagueId, Caller caller, CancellationToken cancel)
    {
        var isSeated = false;
        foreach (var userId in await work.Waiting(leagueId, ChunkMax, cancel))
        {
            var answer = await places.Seat(leagueId, userId, isForMembersOnly: true, caller, cancel);
            if (answer.Fault is { } fault) log.LogWarning("A player could not be put into a group of league {League}: {Reason}", leagueId, fault.Message);
            else isSeated = true;
        }

        return isSeated ? Outcome.Moved : Outcome.Done;
    }

    async Task<Outcome> Settle(LeagueRow league, LeagueSeasonRow season, Caller caller, CancellationToken cancel)
    {
        var open = await work.Open(league.Id, season.Number, ChunkMax, cancel);
        if (open.Count == 0) return await OpenNext(league, caller, cancel);
        var settled = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Workers, CancellationToken = cancel };
        await Parallel.ForEachAsync(open, parallel, async (group, token) =>
        {
            if (await Settle(league, season, group, caller, token)) Interlocked.Increment(ref settled);
        });
        return settled > 0 ? Outcome.Moved : Outcome.Missed;
    }

    async ValueTask<bool> Settle(LeagueRow league, LeagueSeasonRow season, GroupKey key, Caller caller, CancellationToken cancel)
    {
        var failures = _failures.GetValueOrDefault(key);
        if (!functions.HasSettled || failures >= CallsMax)
        {
            var alone = new SettleGroup(await journal.Load(key.Stream, cancel))
            {
                Failure = functions.HasSettled ? $"The function failed {failures} times; see the log." : null,
            };
            var answer = await journal.Execute(alone, caller, cancel);
            if (answer.Fault is null) _failures.TryRemove(key, out _);
            return answer.Fault is null;
        }

        var inTheGroupsName = caller with { Cause = $"end:league/{key.LeagueId}/{key.Season}/{key.Division}/{key.Number}" };
        var together = await transactions.Run<LeagueGroup>(
            async token =>
            {
                var seen = await journal.Load(key.Stream, token);
                // Another server was quicker, and its function has run.
                if (seen.IsSettled) return seen;
                var answer = await journal.Execute(new SettleGroup(seen), inTheGroupsName, token);
                if (!answer.IsGranted(out var settled, out var refused)) return refused;
                return await functions.Settled(league, season, settled, inTheGroupsName, token) is { } fault ? fault : settled;
            },
            cancel);
        if (together.Fault is not { } failure) return true;
        // Somebody was quicker, or the database is away: not the function's fault.
        if (failure.Code is FaultCode.Aborted or FaultCode.Unavailable or FaultCode.ResourceExhausted or FaultCode.Canceled) return false;
        _failures.AddOrUpdate(key, 1, static (_, before) => before + 1);
        log.LogError("The function for the end of a season failed for group {Group}: {Reason}", inTheGroupsName.Cause, failure.Message);
        return false;
    }

    async Task<Outcome> Form(LeagueRow league, LeagueSeasonRow season, Caller caller, CancellationToken cancel)
    {
        var (divisions, counts) = (LeagueTables.RulesOf(season.Rules).Divisions, season.PlayerCounts);
        for (var division = 1; division <= divisions.Count; division++)
        {
            var size = divisions[division - 1].GroupSize;
            var planned = division <= counts.Count ? counts[division - 1] : 0;
            var number = await work.LastGroup(league.Id, season.Number, division, cancel) + 1;
            if (number > Grouping.CountOf(planned, size)) continue;
            // Divisions that are no more play in the lowest one.
            var to = division == divisions.Count ? int.MaxValue : division;
            var players = await work.Waiting(league.Id, division, to, Grouping.SizeOf(planned, size, number), cancel);
            if (players.Count == 0) continue;
            return OutcomeOf(await journal.Execute(new FormGroup(new(league.Id, season.Number, division, number), season.Generation, players), caller, cancel));
        }

        return OutcomeOf(await journal.Execute(new FinishForming(league.Id, season.Number), caller, cancel));
    }

    Outcome OutcomeOf<T>(Answer<T> answer)
    {
        if (answer.Fault is not { } fault) return Outcome.Moved;
        if (fault.Code != FaultCode.Aborted) log.LogWarning("The change of a league's season is put off: {Reason}", fault.Message);
        return Outcome.Missed;
    }

    enum Outcome
    {
        /// <summary>Nothing is due any more.</summary>
        Done,

        /// <summary>A step was made.</summary>
        Moved,

        /// <summary>Somebody was quicker, or it did not work now.</summary>
        Missed,
    }
}
