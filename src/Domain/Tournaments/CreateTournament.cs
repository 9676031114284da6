using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leaderboards.Resetting;
using BoardLimits = KaosNet.Domain.Leaderboards.Limits;

namespace KaosNet.Domain.Tournaments;

/// <summary>
/// A server module sets up a tournament (parity section 6.1). Asking for one that exists succeeds and changes nothing, whatever else is asked for.
/// The refusals are in the words that server modules know.
/// </summary>
/// <param name="Id">1 to 128 characters; no leaderboard's.</param>
/// <param name="Duration">Seconds that it stays open in each period; a shorter interval of the schedule cuts it.</param>
public sealed record CreateTournament(string Id, int Duration) : StreamCommand<Leaderboard, Leaderboard>
{
    /// <summary>Only the server may write to it.</summary>
    public bool Authoritative { get; init; } = true;

    public SortOrder SortOrder { get; init; } = SortOrder.Descending;

    public ScoreOperator Operator { get; init; } = ScoreOperator.Best;

    /// <summary>When it starts over; null or empty for never.</summary>
    public string? ResetSchedule { get; init; }

    /// <summary>A JSON object.</summary>
    public string Metadata { get; init; } = "{}";

    public string Title { get; init; } = "";

    public string Description { get; init; } = "";

    /// <summary>0 to 127.</summary>
    public int Category { get; init; }

    /// <summary>Unix seconds; 0 for now.</summary>
    public long StartTime { get; init; }

    /// <summary>Unix seconds; 0 for never.</summary>
    public long EndTime { get; init; }

    /// <summary>Owners that a period takes; 0 for any number.</summary>
    public int MaxSize { get; init; }

    /// <summary>Submissions that each owner has in a period; 0 for a million.</summary>
    public int MaxNumScore { get; init; }

    /// <summary>Only who joined the period may submit.</summary>
    public bool JoinRequired { get; init; }

    /// <summary>Records show their rank.</summary>
    public bool EnableRanks { get; init; }

    public override StreamRef<Leaderboard> Stream => Leaderboard.Kind.Of(Id);

    protected override Decision<Leaderboard> Decide(Leaderboard state, DecisionContext context)
    {
        var schedule = string.IsNullOrEmpty(ResetSchedule) ? null : ResetSchedule;
        if (Wrong(schedule) is { } wrong) return wrong;
        if (state.Exists) return state.IsTournament ? Decision.Granted(state) : TournamentFaults.IsLeaderboard;
        if (state.IsClearing) return LeaderboardFaults.IsClearing;

        var created = new TournamentCreated(
            Authoritative, SortOrder, Operator, schedule, Metadata, EnableRanks, Title, Description, Category,
            StartTime == 0 ? context.Now.ToUnixTimeSeconds() : StartTime, EndTime, Duration,
            MaxSize == 0 ? BoardLimits.UnlimitedSize : MaxSize, MaxNumScore == 0 ? BoardLimits.MaxNumScore : MaxNumScore, JoinRequired);
        return Decision.Granted((Leaderboard)Leaderboard.Kind.Evolve(state, created, context.Now)).Append(Stream, created);
    }

    Fault? Wrong(string? schedule)
    {
        if (Id.Length is 0 or > BoardLimits.IdLengthMax || Id.Contains('\0')) return Fault.InvalidArgument("expects a tournament ID string");
        if (!Enum.IsDefined(SortOrder)) return Fault.InvalidArgument("expects sort order to be 'asc' or 'desc'");
        if (!Enum.IsDefined(Operator)) return Fault.InvalidArgument("expects operator to be 'best', 'set', 'incr' or 'decr'");
        CronSchedule? resets = null;
        if (schedule is not null && (schedule.Length > BoardLimits.ResetScheduleLengthMax || !CronSchedule.TryParse(schedule, out resets, out _)))
            return Fault.InvalidArgument("expects reset schedule to be a valid CRON expression");
        if (!BoardMetadata.IsObject(Metadata)) return LeaderboardFaults.MetadataNotJson;
        if (!IsText(Title)) return Fault.InvalidArgument($"title must be at most {Limits.TextLengthMax} characters");
        if (!IsText(Description)) return Fault.InvalidArgument($"description must be at most {Limits.TextLengthMax} characters");
        if (Category is < 0 or > Limits.CategoryMax) return Fault.InvalidArgument("category must be 0-127");
        if (StartTime < 0) return Fault.InvalidArgument("startTime must be >= 0");
        if (EndTime < 0) return Fault.InvalidArgument("endTime must be >= 0");
        if (StartTime > Limits.TimeMax || EndTime > Limits.TimeMax) return Fault.InvalidArgument($"startTime and endTime must be <= {Limits.TimeMax}");
        if (EndTime != 0 && EndTime < StartTime) return Fault.InvalidArgument("endTime must be >= startTime");
        if (Duration <= 0) return Fault.InvalidArgument("duration must be > 0");
        if (MaxSize < 0) return Fault.InvalidArgument("maxSize must be >= 0");
        if (MaxNumScore < 0) return Fault.InvalidArgument("maxNumScore must be >= 0");
        // With the start as it was given, so that 0, which means now, hardly ever fails.
        if (EndTime > 0 && resets?.Next(DateTimeOffset.FromUnixTimeSeconds(StartTime)) is { } first && EndTime <= first.ToUnixTimeSeconds())
        {
            return Fault.InvalidArgument(
                "tournament end time cannot be before first reset schedule - either increase end time or change/disable reset schedule");
        }

        return null;
    }

    static bool IsText(string text) => text.Length <= Limits.TextLengthMax && !text.Contains('\0');
}
