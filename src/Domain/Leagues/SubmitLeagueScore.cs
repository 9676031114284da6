using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;

namespace KaosNet.Domain.Leagues;

/// <summary>
/// A player, or the server for one, hands in a score in their league, which goes to the board of their group. The answer is the player's record after it.
/// </summary>
/// <param name="LeagueId">Which league.</param>
/// <param name="UserId">Who; a lower-case UUID.</param>
/// <param name="Score">Score, as the operator takes it.</param>
/// <param name="Subscore">Second score.</param>
/// <param name="Group">The player's group as it was seen; when they have another, the command is refused with <see cref="LeagueFaults.Moved"/>.</param>
public sealed record SubmitLeagueScore(string LeagueId, string UserId, long Score, long Subscore, LeagueGroup Group) : Command<ScoreRecord>
{
    readonly SubmitScore _submit = new(Group.BoardId, Group.Expiry, UserId, Score, Subscore);

    /// <summary>The player's name; null or empty keeps the one on record.</summary>
    public string? Username
    {
        get => _submit.Username;
        init => _submit = _submit with { Username = value };
    }

    /// <summary>A JSON object; null or empty keeps the one on record.</summary>
    public string? Metadata
    {
        get => _submit.Metadata;
        init => _submit = _submit with { Metadata = value };
    }

    StreamRef<League> Whole => League.Kind.Of(LeagueId);

    StreamRef<LeagueSeason> Running => LeagueSeason.Of(LeagueId, Group.Key.Season);

    StreamRef<LeagueMember> Place => LeagueMember.Of(LeagueId, UserId);

    public override IReadOnlyList<StreamRef> Streams => [.. _submit.Streams, Place, Group.Key.Stream, Running, Whole];

    public override Decision<ScoreRecord> Decide(StreamStates states, DecisionContext context)
    {
        if (!ScoreRecord.IsOwner(UserId)) return LeagueFaults.InvalidUser;
        var league = states.Of(Whole);
        if (!league.Exists) return LeagueFaults.NotFound;
        if (league.IsPaused) return LeagueFaults.Paused;
        var member = states.Of(Place);
        if (!member.IsIn) return LeagueFaults.MustJoin;
        if (member.Place != Group.Key) return LeagueFaults.Moved;
        var season = states.Of(Running);
        if (season.Rules.Authoritative && context.Caller.Source == Source.Client) return LeagueFaults.OnlyAuthoritative;
        if (!season.IsRunning || season.IsOverAt(context.Now) || states.Of(Group.Key.Stream).IsSettled) return LeagueFaults.BetweenSeasons;

        // The board itself takes no scores but the server's, so that nobody writes to a group past the league.
        return _submit.Decide(states, context with { Caller = context.Caller with { Source = Source.System } });
    }
}
