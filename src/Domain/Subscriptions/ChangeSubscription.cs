using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Subscriptions;

/// <summary>A subscription gets other terms or another secret, from the next batch on. Null keeps; the answer is the subscription.</summary>
/// <param name="Name">Which one.</param>
/// <param name="Terms">All of the new terms.</param>
/// <param name="Secret">What signs deliveries, sealed.</param>
public sealed record ChangeSubscription(string Name, SubscriptionTerms? Terms, string? Secret) : StreamCommand<Subscription, Subscription>
{
    public override StreamRef<Subscription> Stream => Subscription.Kind.Of(Name);

    protected override Decision<Subscription> Decide(Subscription state, DecisionContext context)
    {
        if (!Subscription.IsName(Name)) return SubscriptionFaults.InvalidName;
        if (Terms?.Flaw() is { } flaw) return flaw;
        if (!state.Exists) return SubscriptionFaults.NotFound;
        var terms = Terms is null || Terms.Equals(state.Terms) ? null : Terms;
        if (terms is null && Secret is null) return Decision.Granted(state);
        var changed = new SubscriptionChanged(terms, Secret);
        return Decision.Granted((Subscription)Subscription.Kind.Evolve(state, changed, context.Now)).Append(Stream, changed);
    }
}

/// <summary>Deliveries of a subscription stand still, or go on from where they were.</summary>
/// <param name="Name">Which one.</param>
/// <param name="IsPaused">Still, or on.</param>
public sealed record PauseSubscription(string Name, bool IsPaused) : StreamCommand<Subscription, Done>
{
    public override StreamRef<Subscription> Stream => Subscription.Kind.Of(Name);

    protected override Decision<Done> Decide(Subscription state, DecisionContext context)
    {
        if (!Subscription.IsName(Name)) return SubscriptionFaults.InvalidName;
        return state.Exists
            ? Decision.Granted().AppendIf(state.IsPaused != IsPaused, Stream, () => IsPaused ? new SubscriptionPaused() : new SubscriptionResumed())
            : SubscriptionFaults.NotFound;
    }
}

/// <summary>A service gets nothing any more. None of that name is a success.</summary>
/// <param name="Name">Which one.</param>
public sealed record DeleteSubscription(string Name) : StreamCommand<Subscription, Done>
{
    public override StreamRef<Subscription> Stream => Subscription.Kind.Of(Name);

    protected override Decision<Done> Decide(Subscription state, DecisionContext context) => Subscription.IsName(Name)
        ? Decision.Granted().AppendIf(state.Exists, Stream, () => new SubscriptionDeleted())
        : SubscriptionFaults.InvalidName;
}
