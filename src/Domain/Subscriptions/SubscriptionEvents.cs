using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Subscriptions;

/// <summary>What can happen to a subscription.</summary>
public abstract record SubscriptionEvent;

/// <summary>A service subscribed to the game's events.</summary>
/// <param name="Terms">What it gets, and how.</param>
/// <param name="Secret">What signs deliveries, sealed.</param>
/// <param name="After">The number before the first event that it gets.</param>
[EventName("subscription_created")]
public sealed record SubscriptionCreated(SubscriptionTerms Terms, string Secret, long After) : SubscriptionEvent;

/// <summary>It gets other events, elsewhere or otherwise, from the next batch on.</summary>
/// <param name="Terms">What it gets since, and how; null for as before.</param>
/// <param name="Secret">What signs deliveries since, sealed; null for as before.</param>
[EventName("subscription_changed")]
public sealed record SubscriptionChanged(SubscriptionTerms? Terms, string? Secret) : SubscriptionEvent;

/// <summary>Deliveries stand still.</summary>
[EventName("subscription_paused")]
public sealed record SubscriptionPaused : SubscriptionEvent;

/// <summary>Deliveries go on from where they were.</summary>
[EventName("subscription_resumed")]
public sealed record SubscriptionResumed : SubscriptionEvent;

/// <summary>It gets nothing any more; its name is free again.</summary>
[EventName("subscription_deleted")]
public sealed record SubscriptionDeleted : SubscriptionEvent;
