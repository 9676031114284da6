using System.Runtime.Serialization;

namespace KaosNet.Protocol.Api;

/// <summary>The store where something was bought.</summary>
[DataContract]
public enum StoreProvider
{
    [EnumMember(Value = "APPLE_APP_STORE")] AppleAppStore = 0,
    [EnumMember(Value = "GOOGLE_PLAY_STORE")] GooglePlayStore = 1,
    [EnumMember(Value = "HUAWEI_APP_GALLERY")] HuaweiAppGallery = 2,
    [EnumMember(Value = "FACEBOOK_INSTANT_STORE")] FacebookInstantStore = 3,
    [EnumMember(Value = "SAMSUNG_GALAXY_STORE")] SamsungGalaxyStore = 4,
}

/// <summary>Whether a purchase was real.</summary>
[DataContract]
public enum StoreEnvironment
{
    [EnumMember(Value = "UNKNOWN")] Unknown = 0,
    [EnumMember(Value = "SANDBOX")] Sandbox = 1,
    [EnumMember(Value = "PRODUCTION")] Production = 2,
}

/// <summary>A purchase that its store confirmed.</summary>
[DataContract]
public sealed class ValidatedPurchase
{
    [DataMember(Name = "user_id", Order = 1)] public string UserId { get; set; } = "";
    [DataMember(Name = "product_id", Order = 2)] public string ProductId { get; set; } = "";
    [DataMember(Name = "transaction_id", Order = 3)] public string TransactionId { get; set; } = "";
    [DataMember(Name = "store", Order = 4)] public StoreProvider Store { get; set; }
    [DataMember(Name = "purchase_time", Order = 5)] public DateTimeOffset? PurchaseTime { get; set; }
    [DataMember(Name = "create_time", Order = 6)] public DateTimeOffset? CreateTime { get; set; }
    [DataMember(Name = "update_time", Order = 7)] public DateTimeOffset? UpdateTime { get; set; }
    [DataMember(Name = "refund_time", Order = 8)] public DateTimeOffset? RefundTime { get; set; }
    [DataMember(Name = "provider_response", Order = 9)] public string ProviderResponse { get; set; } = "";
    [DataMember(Name = "environment", Order = 10)] public StoreEnvironment Environment { get; set; }
    [DataMember(Name = "seen_before", Order = 11)] public bool SeenBefore { get; set; }
}

/// <summary>A subscription that its store confirmed.</summary>
[DataContract]
public sealed class ValidatedSubscription
{
    [DataMember(Name = "user_id", Order = 1)] public string UserId { get; set; } = "";
    [DataMember(Name = "product_id", Order = 2)] public string ProductId { get; set; } = "";
    [DataMember(Name = "original_transaction_id", Order = 3)] public string OriginalTransactionId { get; set; } = "";
    [DataMember(Name = "store", Order = 4)] public StoreProvider Store { get; set; }
    [DataMember(Name = "purchase_time", Order = 5)] public DateTimeOffset? PurchaseTime { get; set; }
    [DataMember(Name = "create_time", Order = 6)] public DateTimeOffset? CreateTime { get; set; }
    [DataMember(Name = "update_time", Order = 7)] public DateTimeOffset? UpdateTime { get; set; }
    [DataMember(Name = "environment", Order = 8)] public StoreEnvironment Environment { get; set; }
    [DataMember(Name = "expiry_time", Order = 9)] public DateTimeOffset? ExpiryTime { get; set; }
    [DataMember(Name = "refund_time", Order = 10)] public DateTimeOffset? RefundTime { get; set; }
    [DataMember(Name = "provider_response", Order = 11)] public string ProviderResponse { get; set; } = "";
    [DataMember(Name = "provider_notification", Order = 12)] public string ProviderNotification { get; set; } = "";
    [DataMember(Name = "active", Order = 13)] public bool Active { get; set; }
}

/// <summary>The purchases of a receipt.</summary>
[DataContract]
public sealed class ValidatePurchaseResponse
{
    [DataMember(Name = "validated_purchases", Order = 1)] public List<ValidatedPurchase> ValidatedPurchases { get; set; } = [];
}

/// <summary>The subscription of a receipt.</summary>
[DataContract]
public sealed class ValidateSubscriptionResponse
{
    [DataMember(Name = "validated_subscription", Order = 1)] public ValidatedSubscription? ValidatedSubscription { get; set; }
}

/// <summary>A page of purchases.</summary>
[DataContract]
public sealed class PurchaseList
{
    [DataMember(Name = "validated_purchases", Order = 1)] public List<ValidatedPurchase> ValidatedPurchases { get; set; } = [];
    [DataMember(Name = "cursor", Order = 2)] public string Cursor { get; set; } = "";
    [DataMember(Name = "prev_cursor", Order = 3)] public string PrevCursor { get; set; } = "";
}

/// <summary>A page of a player's subscriptions.</summary>
[DataContract]
public sealed class SubscriptionList
{
    [DataMember(Name = "validated_subscriptions", Order = 1)] public List<ValidatedSubscription> ValidatedSubscriptions { get; set; } = [];
    [DataMember(Name = "cursor", Order = 2)] public string Cursor { get; set; } = "";
    [DataMember(Name = "prev_cursor", Order = 3)] public string PrevCursor { get; set; } = "";
}
