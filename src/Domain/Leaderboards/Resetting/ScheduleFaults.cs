using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Leaderboards.Resetting;

/// <summary>Why an end or a reset is not marked. Never shown to players.</summary>
public static class ScheduleFaults
{
    /// <summary>The game's function was called for this instant already.</summary>
    public static readonly Fault IsMarked = Fault.AlreadyExists("This end or reset is dealt with.");

    /// <summary>The board was deleted, or made again with other rules.</summary>
    public static readonly Fault IsUnknown = Fault.NotFound("The board has no such end or reset.");

    public static readonly Fault IsAhead = Fault.FailedPrecondition("This end or reset has not come yet.");
}
