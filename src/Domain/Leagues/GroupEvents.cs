using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Leagues;

/// <summary>How a season went for a player.</summary>
public enum LeagueOutcome
{
    Stayed = 0,
    Promoted = 1,
    Relegated = 2,

    /// <summary>Not active enough, and the rules take the place away.</summary>
    Dropped = 3,

    /// <summary>An operator put them into another division.</summary>
    Moved = 4,
}

/// <summary>A player's result in a group.</summary>
/// <param name="UserId">A lower-case UUID.</param>
/// <param name="Rank">From 1.</param>
/// <param name="Score">Final score; 0 for who never handed one in.</param>
/// <param name="Subscore">Final second score.</param>
/// <param name="NumScore">Submissions that counted.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="NextDivision">Where they play next; 0 for nowhere.</param>
public sealed record LeagueResult(string UserId, int Rank, long Score, long Subscore, int NumScore, LeagueOutcome Outcome, int NextDivision);

/// <summary>What can happen to one group of players of a division in a season.</summary>
public abstract record LeagueGroupEvent;

/// <summary>A group was put together.</summary>
/// <param name="BoardId">The board that it plays on.</param>
/// <param name="Expiry">The period of the board.</param>
/// <param name="Members">Its players; lower-case UUIDs.</param>
[EventName("league_group_formed")]
public sealed record LeagueGroupFormed(string BoardId, long Expiry, IReadOnlyList<string> Members) : LeagueGroupEvent;

/// <summary>A newcomer was put into it while the season ran.</summary>
[EventName("league_group_joined")]
public sealed record LeagueGroupJoined(string UserId) : LeagueGroupEvent;

/// <summary>A player is no longer in it, nor in its results.</summary>
[EventName("league_group_left")]
public sealed record LeagueGroupLeft(string UserId) : LeagueGroupEvent;

/// <summary>The season is over for it: this is how it ended. What the game's function for that changed is in the same commit.</summary>
/// <param name="Results">Best first.</param>
/// <param name="Failure">Why the game's function was given up, when it failed every time; then nothing of what it would have done was done.</param>
[EventName("league_group_settled")]
public sealed record LeagueGroupSettled(IReadOnlyList<LeagueResult> Results, string? Failure = null) : LeagueGroupEvent;

/// <summary>It was taken away with its league.</summary>
[EventName("league_group_erased")]
public sealed record LeagueGroupErased : LeagueGroupEvent;

/// <summary>What can happen to a player's place in a league.</summary>
public abstract record LeagueMemberEvent;

/// <summary>A player joined the league.</summary>
/// <param name="Division">Where they start, from 1 for the top.</param>
[EventName("league_joined")]
public sealed record LeagueJoined(int Division) : LeagueMemberEvent;

/// <summary>The player was put into a group.</summary>
/// <param name="Season">Of which season.</param>
/// <param name="Division">Of which division.</param>
/// <param name="Group">Its number in the division, from 1.</param>
[EventName("league_member_placed")]
public sealed record LeagueMemberPlaced(int Season, int Division, int Group) : LeagueMemberEvent;

/// <summary>A season is over for the player, who now waits for a group of the next.</summary>
/// <param name="Season">Which season.</param>
/// <param name="Rank">Their rank in the group.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="NextDivision">Where they play next; 0 for nowhere.</param>
[EventName("league_member_settled")]
public sealed record LeagueMemberSettled(int Season, int Rank, LeagueOutcome Outcome, int NextDivision) : LeagueMemberEvent;

/// <summary>An operator put the player into another division, from the next season on.</summary>
/// <param name="Division">Which one.</param>
[EventName("league_member_moved")]
public sealed record LeagueMemberMoved(int Division) : LeagueMemberEvent;

/// <summary>The player is no longer in the league.</summary>
[EventName("league_left")]
public sealed record LeagueLeft : LeagueMemberEvent;
