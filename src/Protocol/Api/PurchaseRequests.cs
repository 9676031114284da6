using System.Runtime.Serialization;

namespace KaosNet.Protocol.Api;

/// <summary>Check an App Store receipt. Unset <c>persist</c> means true.</summary>
[DataContract]
public sealed class ValidatePurchaseAppleRequest
{
    [DataMember(Name = "receipt", Order = 1)] public string Receipt { get; set; } = "";
    [DataMember(Name = "persist", Order = 2)] public bool? Persist { get; set; }
}

/// <summary>Check a Play Store purchase. Unset <c>persist</c> means true.</summary>
[DataContract]
public sealed class ValidatePurchaseGoogleRequest
{
    [DataMember(Name = "purchase", Order = 1)] public string Purchase { get; set; } = "";
    [DataMember(Name = "persist", Order = 2)] public bool? Persist { get; set; }
}

/// <summary>Check an AppGallery purchase. Unset <c>persist</c> means true.</summary>
[DataContract]
public sealed class ValidatePurchaseHuaweiRequest
{
    [DataMember(Name = "purchase", Order = 1)] public string Purchase { get; set; } = "";
    [DataMember(Name = "signature", Order = 2)] public string Signature { get; set; } = "";
    [DataMember(Name = "persist", Order = 3)] public bool? Persist { get; set; }
}

/// <summary>Check a Facebook Instant purchase. Unset <c>persist</c> means true.</summary>
[DataContract]
public sealed class ValidatePurchaseFacebookInstantRequest
{
    [DataMember(Name = "signed_request", Order = 1)] public string SignedRequest { get; set; } = "";
    [DataMember(Name = "persist", Order = 2)] public bool? Persist { get; set; }
}

/// <summary>Check a Galaxy Store purchase. Unset <c>persist</c> means true.</summary>
[DataContract]
public sealed class ValidatePurchaseSamsungRequest
{
    [DataMember(Name = "purchase_id", Order = 1)] public string PurchaseId { get; set; } = "";
    [DataMember(Name = "persist", Order = 2)] public bool? Persist { get; set; }
}

/// <summary>Check an App Store subscription. Unset <c>persist</c> means true.</summary>
[DataContract]
public sealed class ValidateSubscriptionAppleRequest
{
    [DataMember(Name = "receipt", Order = 1)] public string Receipt { get; set; } = "";
    [DataMember(Name = "persist", Order = 2)] public bool? Persist { get; set; }
}

/// <summary>Check a Play Store subscription. Unset <c>persist</c> means true.</summary>
[DataContract]
public sealed class ValidateSubscriptionGoogleRequest
{
    [DataMember(Name = "receipt", Order = 1)] public string Receipt { get; set; } = "";
    [DataMember(Name = "persist", Order = 2)] public bool? Persist { get; set; }
}

/// <summary>Ask for the own subscription to a product.</summary>
[DataContract]
public sealed class GetSubscriptionRequest
{
    [DataMember(Name = "product_id", Order = 1)] public string ProductId { get; set; } = "";
}

/// <summary>Ask for a page of the own subscriptions.</summary>
[DataContract]
public sealed class ListSubscriptionsRequest
{
    [DataMember(Name = "limit", Order = 1)] public int? Limit { get; set; }
    [DataMember(Name = "cursor", Order = 2)] public string Cursor { get; set; } = "";
}
