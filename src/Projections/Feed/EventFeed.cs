using JasperFx.CodeGeneration;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wolverine;
using Wolverine.Marten;

namespace KaosNet.Projections.Feed;

/// <summary>
/// The feed of committed events: Marten's subscriptions deliver them in order, woken by the database as soon as something was appended, and
/// Wolverine's handlers react (see docs/decisions/0004-event-feed.md).
/// </summary>
public static class EventFeed
{
    /// <summary>The one registration line of each handler; each has a subscription of its own.</summary>
    public static IReadOnlyList<IFeedHandler> Handlers() =>
    [
        new Leaderboards.LeaderboardFeedHandler(),
        new Accounts.PlayerCardFeedHandler(),
    ];

    /// <summary>Adds the feed to a store. The store's schema must be applied before the host starts.</summary>
    /// <param name="marten">What <c>AddKaosStore</c> returned.</param>
    /// <param name="schema">The store's schema.</param>
    /// <param name="handlers">Who reacts, usually <see cref="Handlers"/>.</param>
    public static void AddKaosFeed(
        this MartenServiceCollectionExtensions.MartenConfigurationExpression marten, string schema, IReadOnlyList<IFeedHandler> handlers)
    {
        marten.IntegrateWithWolverine(integration =>
        {
            integration.UseWolverineManagedEventSubscriptionDistribution = true;
            integration.MessageStorageSchemaName = schema;
        });
        foreach (var handler in handlers)
        {
            marten.Services.AddSingleton(handler);
            marten.SubscribeToEvents(new FeedSubscription(handler));
        }

        marten.Services.AddHostedService<FeedPreparation>();
        // It would warn at every start that it finds neither generated code nor handlers by name, which is as it should be.
        marten.Services.AddLogging(logging => logging.AddFilter("Wolverine.Configuration.HandlerDiscovery", LogLevel.Error));
        marten.Services.AddWolverine(ExtensionDiscovery.ManualOnly, options =>
        {
            // Handlers are registered as objects: nothing is generated, so neither a compiler nor generated files are needed.
            options.ApplicationAssembly = typeof(EventFeed).Assembly;
            options.CodeGeneration.TypeLoadMode = TypeLoadMode.Static;
            options.Discovery.DisableConventionalDiscovery();
            // One node; its subscriptions start at once instead of after an election.
            options.Durability.Mode = DurabilityMode.Solo;
            foreach (var handler in handlers) handler.AddTo(options);
        });
    }
}
