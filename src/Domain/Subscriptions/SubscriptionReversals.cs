using KaosNet.Domain.Kernel.Undoing;

namespace KaosNet.Domain.Subscriptions;

/// <summary>What was delivered is out, and how it goes on is for whoever operates it.</summary>
public static class SubscriptionReversals
{
    const string Operated = "subscriptions are operated, not played: change, pause or delete it instead";

    /// <summary>The rules.</summary>
    public static readonly StreamReversals Rules = new StreamReversals<Subscription, SubscriptionEvent>(
        Subscription.Kind,
        (_, _) => Reversal.Refused(Operated),
        new Dictionary<Type, string>
        {
            [typeof(SubscriptionCreated)] = Operated, [typeof(SubscriptionChanged)] = Operated, [typeof(SubscriptionPaused)] = Operated,
            [typeof(SubscriptionResumed)] = Operated, [typeof(SubscriptionDeleted)] = Operated,
        });
}
