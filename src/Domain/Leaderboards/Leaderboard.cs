using System.Text.Json.Serialization;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards.Resetting;

namespace KaosNet.Domain.Leaderboards;

/// <summary>A board: its rules, not its records. Stream <c>leaderboard-{id}</c>.</summary>
public sealed record Leaderboard
{
    /// <summary>All boards.</summary>
    public static readonly StreamKind<Leaderboard, LeaderboardEvent> Kind = new("leaderboard", id => new Leaderboard { Id = id }, Evolve);

    readonly CronSchedule? _schedule;

    /// <summary>1 to 128 characters, shared with tournaments.</summary>
    public required string Id { get; init; }

    /// <summary>False before the board was set up.</summary>
    public bool Exists { get; init; }

    /// <summary>Only the server may write to it.</summary>
    public bool Authoritative { get; init; }

    public SortOrder SortOrder { get; init; } = SortOrder.Descending;

    public ScoreOperator Operator { get; init; }

    /// <summary>The text of the reset schedule; null for never.</summary>
    public string? ResetSchedule
    {
        get;
        init
        {
            field = value;
            _schedule = value is not null && CronSchedule.TryParse(value, out var schedule, out _) ? schedule : null;
        }
    }

    /// <summary>A JSON object of the game's own.</summary>
    public string Metadata { get; init; } = "{}";

    public bool EnableRanks { get; init; }

    public DateTimeOffset CreateTime { get; init; }

    /// <summary>Seconds that a tournament stays open in each period; 0 makes it a plain leaderboard.</summary>
    public int Duration { get; init; }

    /// <summary>Joining, attempts and windows are played by.</summary>
    [JsonIgnore]
    public bool IsTournament => Duration > 0;

    /// <summary>
    /// The name of the period that <paramref name="now"/> lies in: the instant at which it ends, in Unix seconds; 0 without a schedule.
    /// </summary>
    public long ExpiryAt(DateTimeOffset now) => _schedule?.Next(now)?.ToUnixTimeSeconds() ?? 0;

    /// <summary>The instant of the last reset before <paramref name="now"/>, in Unix seconds; 0 when there was none (parity section 4.2).</summary>
    public long PreviousResetAt(DateTimeOffset now) => CreateTime > now ? 0 : _schedule?.Last(now)?.ToUnixTimeSeconds() ?? 0;

    static Leaderboard Evolve(Leaderboard board, LeaderboardEvent happened, DateTimeOffset at) => happened switch
    {
        LeaderboardCreated created => board with
        {
            Exists = true,
            Authoritative = created.Authoritative,
            SortOrder = created.SortOrder,
            Operator = created.Operator,
            ResetSchedule = created.ResetSchedule,
            Metadata = created.Metadata,
            EnableRanks = created.EnableRanks,
            CreateTime = at,
        },
        _ => board,
    };
}
