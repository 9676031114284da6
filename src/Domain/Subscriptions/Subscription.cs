using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Subscriptions;

/// <summary>A service that gets the game's events: where, which ones, from where on. Stream <c>subscription-{name}</c>.</summary>
public sealed record Subscription
{
    /// <summary>All subscriptions.</summary>
    public static readonly StreamKind<Subscription, SubscriptionEvent> Kind = new("subscription", name => new Subscription { Name = name }, Evolve);

    /// <summary>Chosen by whoever made it.</summary>
    public required string Name { get; init; }

    /// <summary>Made and not deleted.</summary>
    public bool Exists { get; init; }

    /// <summary>How often one of this name was made; each has a progress of its own.</summary>
    public int Generation { get; init; }

    public SubscriptionTerms Terms { get; init; } = new("", [], [], null, Personal: false, 0, 0, FailureRule.DeadLetter);

    /// <summary>What signs deliveries, sealed.</summary>
    public string Secret { get; init; } = "";

    /// <summary>The number before the first event that it gets.</summary>
    public long After { get; init; }

    public bool IsPaused { get; init; }

    public DateTimeOffset CreateTime { get; init; }

    public DateTimeOffset UpdateTime { get; init; }

    /// <summary>True for a name that a subscription can have.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= Limits.NameLengthMax && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.');

    static Subscription Evolve(Subscription subscription, SubscriptionEvent happened, DateTimeOffset at) => happened switch
    {
        SubscriptionCreated created => new()
        {
            Name = subscription.Name, Exists = true, Generation = subscription.Generation + 1, Terms = created.Terms, Secret = created.Secret, After = created.After,
            CreateTime = at, UpdateTime = at,
        },
        SubscriptionChanged changed => subscription with
        {
            Terms = changed.Terms ?? subscription.Terms, Secret = changed.Secret ?? subscription.Secret, UpdateTime = at,
        },
        SubscriptionPaused => subscription with { IsPaused = true, UpdateTime = at },
        SubscriptionResumed => subscription with { IsPaused = false, UpdateTime = at },
        SubscriptionDeleted => new() { Name = subscription.Name, Generation = subscription.Generation },
        _ => subscription,
    };
}
