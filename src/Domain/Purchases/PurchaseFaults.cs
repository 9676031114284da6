using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Purchases;

/// <summary>Every refusal of purchases, in the texts that clients know where there are such (parity sections 8 to 13).</summary>
public static class PurchaseFaults
{
    public static readonly Fault ReceiptMissing = Fault.InvalidArgument("Receipt cannot be empty.");
    public static readonly Fault PurchaseMissing = Fault.InvalidArgument("Purchase cannot be empty.");
    public static readonly Fault SignatureMissing = Fault.InvalidArgument("Signature cannot be empty.");
    public static readonly Fault SignedRequestMissing = Fault.InvalidArgument("SignedRequest cannot be empty.");
    public static readonly Fault PurchaseIdMissing = Fault.InvalidArgument("Purchase ID cannot be empty.");

    public static readonly Fault IsSubscription = Fault.FailedPrecondition("Subscription Receipt. Use the appropriate function instead.");
    public static readonly Fault IsPurchase = Fault.FailedPrecondition("Purchase Receipt. Use the appropriate function instead.");

    /// <summary>The text says 1000 though the most is 100: clients know it that way.</summary>
    public static readonly Fault InvalidLimit = Fault.InvalidArgument("Invalid limit - limit must be between 1 and 1000.");

    /// <summary>The reference answers code 2 here, which is a failure of the server's to clients.</summary>
    public static readonly Fault InvalidSubscriptionCursor = Fault.InvalidArgument("subscriptions list cursor invalid");

    public static readonly Fault InvalidPurchaseCursor = Fault.InvalidArgument("purchases list cursor invalid");
    public static readonly Fault PurchaseNotFound = Fault.NotFound("purchase not found");
    public static readonly Fault SubscriptionNotFound = Fault.NotFound("subscription not found");
    public static readonly Fault UserNotFound = Fault.NotFound("User account not found.");

    /// <summary>A store's answer that does not say what was bought, or says it in a way that nobody keeps.</summary>
    public static readonly Fault Unreadable = Refused("the store's answer does not say what was bought");

    public static readonly Fault TooMany = Fault.InvalidArgument($"At most {Limits.AtOnceMax} purchases can be kept at once.");

    /// <summary>The operator has not set up a store.</summary>
    public static Fault NotConfigured(string store) => Fault.FailedPrecondition($"{store} IAP is not configured.");

    /// <summary>A receipt that cannot be read, is signed by somebody else, or that its store does not know.</summary>
    public static Fault Refused(string why) => new(FaultCode.Unknown, why);
}
