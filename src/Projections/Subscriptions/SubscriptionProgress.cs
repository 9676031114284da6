namespace KaosNet.Projections.Subscriptions;

/// <summary>How far deliveries have come.</summary>
/// <param name="Position">All up to here was acknowledged, given up or did not pass the filter.</param>
/// <param name="Failures">How often the batch that is next has failed; 0 when all is well.</param>
/// <param name="LastError">What the last failure was; null for none so far.</param>
/// <param name="LastErrorTime">When it was.</param>
/// <param name="LastSuccessTime">When a batch was acknowledged last; null for never.</param>
/// <param name="IsHalted">It gave up a batch and waits to be resumed.</param>
public sealed record SubscriptionProgress(
    long Position, int Failures, string? LastError, DateTimeOffset? LastErrorTime, DateTimeOffset? LastSuccessTime, bool IsHalted);

/// <summary>A subscription and how far it has come.</summary>
/// <param name="Subscription">What is to be delivered.</param>
/// <param name="Progress">What was.</param>
public sealed record SubscriptionStatus(SubscriptionRow Subscription, SubscriptionProgress Progress)
{
    /// <summary>Whether there is anything to do for it.</summary>
    public bool IsActive => !Subscription.IsPaused && !Progress.IsHalted;
}

/// <summary>A batch that was given up: which events it was is enough, as the store has them.</summary>
/// <param name="Id">Its number.</param>
/// <param name="First">The number of its first event.</param>
/// <param name="Last">The number of its last event.</param>
/// <param name="Events">How many there are.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Error">What the last failure was.</param>
/// <param name="Time">When it was given up, or tried last.</param>
public sealed record DeadLetter(long Id, long First, long Last, int Events, int Attempts, string Error, DateTimeOffset Time);
