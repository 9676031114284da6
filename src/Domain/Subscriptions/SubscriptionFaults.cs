using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Subscriptions;

/// <summary>Every refusal of subscriptions.</summary>
public static class SubscriptionFaults
{
    public static readonly Fault InvalidName = Fault.InvalidArgument("Subscription name must be 1-64 letters, digits, dots, dashes or underscores.");
    public static readonly Fault NotFound = Fault.NotFound("Subscription not found.");
    public static readonly Fault Exists = Fault.AlreadyExists("There is a subscription of that name.");
    public static readonly Fault TooMany = Fault.ResourceExhausted("A game can have 100 subscriptions.");
    public static readonly Fault InvalidUrl = Fault.InvalidArgument("URL must be an http or https address of at most 2048 characters, without user name and password.");
    public static readonly Fault TooManyNames = Fault.InvalidArgument("At most 200 slices and types.");
    public static readonly Fault InvalidUser = Fault.InvalidArgument("Invalid user ID.");
    public static readonly Fault InvalidBatchSize = Fault.InvalidArgument("Batch size must be between 1 and 1000.");
    public static readonly Fault InvalidAttempts = Fault.InvalidArgument("Attempts must be between 1 and 100.");
    public static readonly Fault InvalidOnFailure = Fault.InvalidArgument("On failure must be dead_letter or halt.");
    public static readonly Fault InvalidSecret = Fault.InvalidArgument("Secret must have 16 to 256 characters.");
    public static readonly Fault InvalidLimit = Fault.InvalidArgument("Invalid limit - limit must be between 1 and 100.");
    public static readonly Fault InvalidCursor = Fault.InvalidArgument("Cursor is invalid.");
    public static readonly Fault LetterNotFound = Fault.NotFound("Dead letter not found.");
}
