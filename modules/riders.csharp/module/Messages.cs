using System.Text.Json.Serialization;
using KaosNet.Riders.Rules;

namespace KaosNet.Riders.Module;

/// <summary>What is said when somebody looks for a match.</summary>
/// <param name="Waiting">The match in which the player waits already.</param>
public sealed record Search(string? Waiting);

/// <summary>Where to play.</summary>
/// <param name="MatchId">The match.</param>
public sealed record Place(string MatchId);

/// <summary>What a match is to be like; what is missing or makes no sense is as ever.</summary>
/// <param name="Wins">Rounds that win it, 1 to 5.</param>
/// <param name="Width">Columns of the arena, 16 to 120.</param>
/// <param name="Height">Rows of the arena, 12 to 60.</param>
/// <param name="Private">Whether only those who have its id find it.</param>
public sealed record Wishes(int? Wins = null, int? Width = null, int? Height = null, bool Private = false);

/// <summary>A player's latest turns.</summary>
/// <param name="Last">The number of the last of them.</param>
/// <param name="Turns">One letter each.</param>
public sealed record TurnsSent(int Last, string? Turns);

/// <summary>All there is to draw.</summary>
public sealed record StateTold(long Tick, IEnumerable<RiderTold> Riders);

/// <summary>A rider's way, and the number of its player's last turn that has come.</summary>
public sealed record RiderTold(string Way, int Last);

/// <summary>A round begins in so many seconds.</summary>
public sealed record RoundTold(int Round, int[] Wins, int ToWin, IEnumerable<SeatTold> Seats, int Width, int Height, IEnumerable<Cell> Starts, long Seconds);

/// <summary>Who rides.</summary>
public sealed record SeatTold(Guid UserId, string Name);

/// <summary>A round is over; without a winner when both crashed.</summary>
public sealed record ResultTold(int Round, int Winner, int[] Wins);

/// <summary>The match is over, and where the winner stands on the board.</summary>
public sealed record OverTold(int Winner, int[] Wins, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Rank);

/// <summary>How a match shows itself in lists: whether somebody waits in it, and who.</summary>
public sealed record Label(
    string Game,
    string Open,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? Host,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name);
