using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leagues;
using KaosNet.Projections.Leaderboards;
using KaosNet.Projections.Leaderboards.Ranking;
using KaosNet.Store.Journal;

namespace KaosNet.Projections.Leagues;

/// <summary>A score on its way to the board of a player's group.</summary>
/// <param name="LeagueId">Which league.</param>
/// <param name="UserId">Whose score; a lower-case UUID.</param>
/// <param name="Score">Score, as the operator takes it.</param>
/// <param name="Subscore">Second score.</param>
public sealed record LeagueSubmission(string LeagueId, string UserId, long Score, long Subscore = 0)
{
    /// <summary>The player's name; null or empty keeps the one on record.</summary>
    public string? Username { get; init; }

    /// <summary>A JSON object; null or empty keeps the one on record.</summary>
    public string? Metadata { get; init; }
}

/// <summary>
/// What players do in a league, for operations and server modules alike: it finds the group that fits, and looks again when somebody was quicker.
/// </summary>
public sealed class LeaguePlaces(
    IJournal journal, LeagueWork work, LeaderboardDirectory directory, LeaderboardRanks ranks, TimeProvider time)
{
    /// <summary>How often the place is looked for before the caller is told to try again: a crowd that comes at once fills one group after the other.</summary>
    const int LooksMax = 100;

    /// <summary>Joins a league; who is in already stays where they are. The answer is the place.</summary>
    public ValueTask<Answer<LeagueMember>> Join(string leagueId, string userId, Caller caller, CancellationToken cancel = default) =>
        Seat(leagueId, userId, isForMembersOnly: false, caller, cancel);

    /// <summary>Puts a player who waits into a group of the season that runs.</summary>
    public async ValueTask<Answer<LeagueMember>> Seat(
        string leagueId, string userId, bool isForMembersOnly, Caller caller, CancellationToken cancel = default)
    {
        if (!League.IsId(leagueId)) return LeagueFaults.InvalidId;
        for (var look = 0; look < LooksMax; look++)
        {
            var league = await journal.Load(League.Kind.Of(leagueId), cancel);
            var season = await journal.Load(league.SeasonStream, cancel);
            GroupKey? group = null;
            if (season.Phase == SeasonPhase.Open && !season.IsOverAt(time.GetUtcNow()))
            {
                var member = await journal.Load(LeagueMember.Of(leagueId, userId), cancel);
                var division = member.IsIn ? season.Rules.Within(member.Division) : season.Rules.EntryFor(member.Division);
                group = await work.Room(leagueId, season.Number, division, season.Rules.Divisions[division - 1].GroupSize, cancel);
            }

            var command = new JoinLeague(leagueId, userId, group)
            {
                Season = league.Season,
                Generation = season.Generation,
                IsForMembersOnly = isForMembersOnly,
            };
            var answer = await journal.Execute(command, caller, cancel);
            if (answer.Fault != LeagueFaults.Moved) return answer;
        }

        return LeagueFaults.Busy;
    }

    /// <summary>Leaves a league; who is not in it has left already.</summary>
    public async ValueTask<Answer<Done>> Leave(string leagueId, string userId, Caller caller, CancellationToken cancel = default)
    {
        if (!League.IsId(leagueId)) return LeagueFaults.InvalidId;
        for (var look = 0; look < LooksMax; look++)
        {
            var member = await journal.Load(LeagueMember.Of(leagueId, userId), cancel);
            var group = member.Place is { } place ? await journal.Load(place.Stream, cancel) : null;
            var answer = await journal.Execute(new LeaveLeague(leagueId, userId, group), caller, cancel);
            if (answer.Fault != LeagueFaults.Moved) return answer;
        }

        return LeagueFaults.Busy;
    }

    /// <summary>Hands a score in. The answer is the player's record after it and its rank in the group.</summary>
    public async ValueTask<Answer<RankedRecord>> Submit(LeagueSubmission submission, Caller caller, CancellationToken cancel = default)
    {
        if (!League.IsId(submission.LeagueId)) return LeagueFaults.InvalidId;
        if (!ScoreRecord.IsOwner(submission.UserId)) return LeagueFaults.InvalidUser;
        if (submission.Metadata is { Length: > 0 } metadata && !BoardMetadata.IsObject(metadata)) return LeaderboardFaults.MetadataNotJson;
        for (var look = 0; look < LooksMax; look++)
        {
            var member = await journal.Load(LeagueMember.Of(submission.LeagueId, submission.UserId), cancel);
            if (member.Place is not { } place)
            {
                if (await WhyNot(submission, caller, cancel) is { } fault) return fault;
                continue;
            }

            var group = await journal.Load(place.Stream, cancel);
            var index = await directory.Find(group.BoardId, cancel) is { } board ? await ranks.Find(board, group.Expiry, time.GetUtcNow(), cancel) : null;
            var command = new SubmitLeagueScore(submission.LeagueId, submission.UserId, submission.Score, submission.Subscore, group)
            {
                Username = submission.Username,
                Metadata = submission.Metadata,
            };
            var answer = await journal.Execute(command, caller, cancel);
            if (answer.Fault == LeagueFaults.Moved) continue;
            // Between two seasons, by a clock that is a moment ahead of another's.
            if (answer.Fault == LeaderboardFaults.PeriodIsOver) return LeagueFaults.BetweenSeasons;
            if (!answer.IsGranted(out var record, out var refused)) return refused;
            var row = RecordRow.Of(record);
            return new RankedRecord(row, index?.RankOf(row.OwnerId) ?? 0);
        }

        return LeagueFaults.Busy;
    }

    /// <summary>Why a player has no group to score in; null when they have got one now.</summary>
    async ValueTask<Fault?> WhyNot(LeagueSubmission submission, Caller caller, CancellationToken cancel)
    {
        // First, since a command's answer is never from an old memory.
        var seated = await Seat(submission.LeagueId, submission.UserId, isForMembersOnly: true, caller, cancel);
        if (seated.Fault is { } fault) return fault == LeagueFaults.NotMember ? LeagueFaults.MustJoin : fault;
        if (!seated.Value.IsWaiting) return null;
        var league = await journal.Load(League.Kind.Of(submission.LeagueId), cancel);
        return league.Season == 0 ? LeagueFaults.NotStarted : LeagueFaults.BetweenSeasons;
    }
}
