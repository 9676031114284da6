using System.Text.Json.Serialization;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards.Resetting;

namespace KaosNet.Domain.Leaderboards;

/// <summary>
/// A board: its rules, not its records. Leaderboards and tournaments are one kind and share their ids; <see cref="IsTournament"/> tells them apart.
/// Stream <c>leaderboard-{id}</c>.
/// </summary>
public sealed record Leaderboard
{
    /// <summary>All boards.</summary>
    public static readonly StreamKind<Leaderboard, LeaderboardEvent> Kind = new("leaderboard", id => new Leaderboard { Id = id }, Evolve);

    readonly CronSchedule? _schedule;

    /// <summary>1 to 128 characters, shared with tournaments.</summary>
    public required string Id { get; init; }

    /// <summary>False before the board was set up and after it was deleted.</summary>
    public bool Exists { get; init; }

    /// <summary>The board was deleted and its records have not all gone yet; until then the id is not free.</summary>
    public bool IsClearing { get; init; }

    /// <summary>How many events the stream holds, so that copies in memory can tell old news from new.</summary>
    public long Version { get; init; }

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

    /// <summary>A tournament's name for players.</summary>
    public string Title { get; init; } = "";

    public string Description { get; init; } = "";

    /// <summary>A tournament's kind in the game's own numbering, 0 to 127.</summary>
    public int Category { get; init; }

    /// <summary>When a tournament begins, in Unix seconds.</summary>
    public long StartTime { get; init; }

    /// <summary>When a tournament ends for good, in Unix seconds; 0 for never.</summary>
    public long EndTime { get; init; }

    /// <summary>Owners that a period takes; <see cref="Limits.UnlimitedSize"/> for any number.</summary>
    public int MaxSize { get; init; } = Limits.UnlimitedSize;

    /// <summary>Owners of a period are counted and turned away when it is full.</summary>
    [JsonIgnore]
    public bool HasMaxSize => IsTournament && MaxSize != Limits.UnlimitedSize;

    /// <summary>Submissions that each owner has in a period of a tournament, unless given more.</summary>
    public int MaxNumScore { get; init; } = Limits.MaxNumScore;

    /// <summary>Only who joined the period may submit.</summary>
    public bool JoinRequired { get; init; }

    /// <summary>
    /// The name of the period that <paramref name="now"/> lies in by the schedule alone: the instant at which it ends, in Unix seconds; 0 without a
    /// schedule. What fits tournaments as well is <see cref="CurrentExpiryAt"/>.
    /// </summary>
    public long ExpiryAt(DateTimeOffset now) => _schedule?.Next(now)?.ToUnixTimeSeconds() ?? 0;

    /// <summary>The name of the current period of either kind of board: a tournament's goes by its window and its end (parity sections 4.2 and 6.2).</summary>
    public long CurrentExpiryAt(DateTimeOffset now) => IsTournament ? FirstOrCurrentPeriodAt(now).Expiry : ExpiryAt(now);

    /// <summary>The window and the period of a tournament as clients are shown them (parity section 6.2).</summary>
    public TournamentPeriod PeriodAt(DateTimeOffset now) => PeriodAt(now.ToUnixTimeSeconds());

    /// <summary>
    /// The window and the period that records and schedules go by. It differs from <see cref="PeriodAt(DateTimeOffset)"/> only before the start, where that names the first
    /// full interval: here it is the first period that is played, so that who joins early has joined what they will play (the trap of parity case D).
    /// </summary>
    public TournamentPeriod FirstOrCurrentPeriodAt(DateTimeOffset now) => PeriodAt(Math.Max(StartTime, now.ToUnixTimeSeconds()));

    /// <summary>True when a tournament's end has come; one without an end never ends, also when its only window is over.</summary>
    public bool HasEndedAt(DateTimeOffset now) => EndTime > 0 && EndTime <= now.ToUnixTimeSeconds();

    /// <summary>
    /// The instant of the last reset before the second of <paramref name="now"/>, in Unix seconds; 0 when there was none, and before the board was made or
    /// the tournament begins (parity section 4.2).
    /// </summary>
    public long PreviousResetAt(DateTimeOffset now)
    {
        var second = now.ToUnixTimeSeconds();
        if ((IsTournament ? StartTime : CreateTime.ToUnixTimeSeconds()) > second) return 0;
        return _schedule?.Last(DateTimeOffset.FromUnixTimeSeconds(second))?.ToUnixTimeSeconds() ?? 0;
    }

    TournamentPeriod PeriodAt(long second) => TournamentPeriod.At(second, _schedule, StartTime, EndTime, Duration);

    static Leaderboard Evolve(Leaderboard board, LeaderboardEvent happened, DateTimeOffset at)
    {
        var version = board.Version + 1;
        return happened switch
        {
            LeaderboardCreated created => board with
            {
                Exists = true,
                Version = version,
                Authoritative = created.Authoritative,
                SortOrder = created.SortOrder,
                Operator = created.Operator,
                ResetSchedule = created.ResetSchedule,
                Metadata = created.Metadata,
                EnableRanks = created.EnableRanks,
                CreateTime = at,
            },
            TournamentCreated created => board with
            {
                Exists = true,
                Version = version,
                Authoritative = created.Authoritative,
                SortOrder = created.SortOrder,
                Operator = created.Operator,
                ResetSchedule = created.ResetSchedule,
                Metadata = created.Metadata,
                EnableRanks = created.EnableRanks,
                CreateTime = at,
                Duration = created.Duration,
                Title = created.Title,
                Description = created.Description,
                Category = created.Category,
                StartTime = created.StartTime,
                EndTime = created.EndTime,
                MaxSize = created.MaxSize,
                MaxNumScore = created.MaxNumScore,
                JoinRequired = created.JoinRequired,
            },
            LeaderboardRanksDisabled => board with { Version = version, EnableRanks = false },
            LeaderboardDeleted => new() { Id = board.Id, IsClearing = true, Version = version },
            LeaderboardCleared => new() { Id = board.Id, Version = version },
            _ => board with { Version = version },
        };
    }
}
