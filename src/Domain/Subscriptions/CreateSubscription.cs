using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Subscriptions;

/// <summary>A service subscribes to the game's events. A name that is in use is refused: whoever meant the same one changes it.</summary>
/// <param name="Name">1 to 64 letters, digits, dots, dashes or underscores.</param>
/// <param name="Terms">What it gets, and how.</param>
/// <param name="Secret">What signs deliveries, sealed.</param>
/// <param name="After">The number before the first event that it gets.</param>
public sealed record CreateSubscription(string Name, SubscriptionTerms Terms, string Secret, long After) : StreamCommand<Subscription, Subscription>
{
    public override StreamRef<Subscription> Stream => Subscription.Kind.Of(Name);

    protected override Decision<Subscription> Decide(Subscription state, DecisionContext context)
    {
        if (!Subscription.IsName(Name)) return SubscriptionFaults.InvalidName;
        if (Terms.Flaw() is { } flaw) return flaw;
        if (state.Exists) return SubscriptionFaults.Exists;
        var created = new SubscriptionCreated(Terms, Secret, After);
        return Decision.Granted((Subscription)Subscription.Kind.Evolve(state, created, context.Now)).Append(Stream, created);
    }
}
