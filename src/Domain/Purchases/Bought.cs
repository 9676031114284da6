namespace KaosNet.Domain.Purchases;

/// <summary>The store where something was bought.</summary>
public enum PurchaseStore
{
    Apple,
    Google,
    Huawei,
    FacebookInstant,
    Samsung,
}

/// <summary>Whether money was paid.</summary>
public enum PurchaseEnvironment
{
    /// <summary>The store did not say.</summary>
    Unknown,

    /// <summary>A trial of the developers.</summary>
    Sandbox,

    /// <summary>Real money.</summary>
    Production,
}

/// <summary>A purchase as its store confirms it.</summary>
/// <param name="TransactionId">The store's number of it.</param>
/// <param name="Store">Which store.</param>
/// <param name="ProductId">What was bought.</param>
/// <param name="Environment">Whether money was paid.</param>
/// <param name="PurchaseTime">When, as the store says.</param>
/// <param name="ProviderResponse">What the store said.</param>
public sealed record BoughtProduct(
    string TransactionId, PurchaseStore Store, string ProductId, PurchaseEnvironment Environment, DateTimeOffset PurchaseTime, string ProviderResponse)
{
    /// <summary>When the store gave the money back; null when it did not, or does not say.</summary>
    public DateTimeOffset? RefundTime { get; init; }
}

/// <summary>A subscription as its store confirms it.</summary>
/// <param name="OriginalTransactionId">The store's number of its beginning; renewals share it.</param>
/// <param name="Store">Which store.</param>
/// <param name="ProductId">To what.</param>
/// <param name="Environment">Whether money was paid.</param>
/// <param name="PurchaseTime">When it began, as the store says.</param>
/// <param name="ExpiryTime">Until when it is paid for.</param>
public sealed record BoughtSubscription(
    string OriginalTransactionId, PurchaseStore Store, string ProductId, PurchaseEnvironment Environment, DateTimeOffset PurchaseTime, DateTimeOffset ExpiryTime)
{
    /// <summary>What the store said when it was asked; null when it was not.</summary>
    public string? ProviderResponse { get; init; }

    /// <summary>What the store told by itself; null when it told nothing.</summary>
    public string? ProviderNotification { get; init; }

    /// <summary>When the store gave the money back; null when it did not, or does not say.</summary>
    public DateTimeOffset? RefundTime { get; init; }
}
