using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards.Resetting;

namespace KaosNet.Domain.Leaderboards;

/// <summary>
/// A server module or an operator sets up a board. Asking for an id that exists succeeds and changes nothing, whatever else is asked for.
/// </summary>
/// <param name="Id">1 to 128 characters.</param>
public sealed record CreateLeaderboard(string Id) : StreamCommand<Leaderboard, Leaderboard>
{
    /// <summary>Only the server may write to it.</summary>
    public bool Authoritative { get; init; }

    public SortOrder SortOrder { get; init; } = SortOrder.Descending;

    public ScoreOperator Operator { get; init; } = ScoreOperator.Best;

    /// <summary>When it starts over; null or empty for never.</summary>
    public string? ResetSchedule { get; init; }

    /// <summary>A JSON object.</summary>
    public string Metadata { get; init; } = "{}";

    /// <summary>Records show their rank. Scripts that do not say so get false.</summary>
    public bool EnableRanks { get; init; }

    public override StreamRef<Leaderboard> Stream => Leaderboard.Kind.Of(Id);

    protected override Decision<Leaderboard> Decide(Leaderboard state, DecisionContext context)
    {
        if (Id.Length is 0 or > Limits.IdLengthMax || Id.Contains('\0')) return LeaderboardFaults.InvalidId;
        if (!Enum.IsDefined(SortOrder)) return Fault.InvalidArgument("Invalid sort order.");
        if (!Enum.IsDefined(Operator)) return Fault.InvalidArgument("Invalid operator.");
        if (!BoardMetadata.IsObject(Metadata)) return LeaderboardFaults.MetadataNotJson;

        var schedule = string.IsNullOrEmpty(ResetSchedule) ? null : ResetSchedule;
        if (schedule is { Length: > Limits.ResetScheduleLengthMax }) return Fault.InvalidArgument("Invalid reset schedule: too long.");
        if (schedule is not null && !CronSchedule.TryParse(schedule, out _, out var error))
            return Fault.InvalidArgument("Invalid reset schedule: " + error);
        if (state.Exists) return Decision.Granted(state);
        if (state.IsClearing) return LeaderboardFaults.IsClearing;

        var created = new LeaderboardCreated(Authoritative, SortOrder, Operator, schedule, Metadata, EnableRanks);
        return Decision.Granted((Leaderboard)Leaderboard.Kind.Evolve(state, created, context.Now)).Append(Stream, created);
    }
}
