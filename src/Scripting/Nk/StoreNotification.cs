namespace KaosNet.Scripting.Nk;

/// <summary>A message of a store about something that was bought there.</summary>
public enum StoreNotification
{
    /// <summary>Apple, a purchase.</summary>
    PurchaseApple,

    /// <summary>Apple, a subscription.</summary>
    SubscriptionApple,

    /// <summary>Google, a purchase.</summary>
    PurchaseGoogle,

    /// <summary>Google, a subscription.</summary>
    SubscriptionGoogle,
}
