using System.Runtime.InteropServices;
using System.Text.Json.Serialization;

namespace KaosNet.Domain.Leaderboards.Resetting;

/// <summary>What a game can have a function for, of all that the clock does to boards. In the order in which one board's fall on the same instant.</summary>
public enum BoardCallback
{
    /// <summary>A tournament's window closed.</summary>
    [JsonStringEnumMemberName("tournament_end")]
    TournamentEnd,

    /// <summary>A tournament's period is over.</summary>
    [JsonStringEnumMemberName("tournament_reset")]
    TournamentReset,

    /// <summary>A leaderboard's period is over.</summary>
    [JsonStringEnumMemberName("leaderboard_reset")]
    LeaderboardReset,
}

/// <summary>Words for callbacks.</summary>
public static class BoardCallbacks
{
    public static IReadOnlyList<BoardCallback> All { get; } = [BoardCallback.TournamentEnd, BoardCallback.TournamentReset, BoardCallback.LeaderboardReset];

    /// <summary>The name that modules and events know it by, such as <c>tournament_end</c>.</summary>
    public static string NameOf(this BoardCallback callback) => callback switch
    {
        BoardCallback.TournamentEnd => "tournament_end",
        BoardCallback.TournamentReset => "tournament_reset",
        _ => "leaderboard_reset",
    };
}

/// <summary>One instant at which the clock does something to a board, in Unix seconds (parity sections 4.3 and 6.9).</summary>
/// <param name="Callback">What it does.</param>
/// <param name="At">When.</param>
/// <param name="End">When the tournament's window closed; 0 for leaderboards.</param>
/// <param name="Reset">When the period ends, which is its name; 0 when it never does.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct BoardOccurrence(BoardCallback Callback, long At, long End, long Reset)
{
    /// <summary>What everything is kept with that a callback does: <c>end:{board}:{period}</c> or <c>reset:{board}:{period}</c>.</summary>
    public string CauseOn(string board) => $"{(Callback is BoardCallback.TournamentEnd ? "end" : "reset")}:{board}:{Reset}";
}
