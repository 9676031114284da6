using JasperFx.CodeGeneration;
using JasperFx.Events.Daemon;
using KaosNet.Domain.Kernel;
using KaosNet.Store;
using KaosNet.Store.Journal;
using KaosNet.Store.Tables.Rebuilding;
using KaosNet.Store.Tail;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wolverine;
using Wolverine.Marten;
using Wolverine.Runtime;

namespace KaosNet.Projections.Feed;

/// <summary>
/// The feed of committed events, to which Wolverine's handlers react. What one server does for all comes from Marten's subscriptions, in the order of the store and
/// with its progress kept; what every server keeps in memory comes from the store's tail (see docs/decisions/0004-event-feed.md).
/// </summary>
public static class EventFeed
{
    /// <summary>The one registration line of each handler.</summary>
    public static IReadOnlyList<IFeedHandler> Handlers() =>
    [
        new Leaderboards.LeaderboardFeedHandler(),
        new Leaderboards.Disqualifying.DisqualificationFeedHandler(),
        new Undoing.UndoFeedHandler(),
        new Leaderboards.LeaderboardClearingFeedHandler(),
        new Sessions.SessionFeedHandler(),
        new Accounts.PlayerCardFeedHandler(),
        new Accounts.PlayerExitFeedHandler(),
        new Accounts.AccountDeletionFeedHandler(),
        new Forgetting.ForgettingFeedHandler(),
        new Forgetting.ForgottenFeedHandler(),
        new Storage.Indexes.StorageIndexFeedHandler(),
        new Brackets.BracketFeedHandler(),
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
            integration.MessageStorageSchemaName = schema;
        });
        var subscriptions = handlers.Where(handler => handler.Audience is FeedAudience.OneServer).Select(handler => new FeedSubscription(handler)).ToList();
        List<IFeedHandler> everywhere = [.. handlers.Where(handler => handler.Audience is FeedAudience.EachServer)];
        foreach (var handler in handlers) marten.Services.AddSingleton(handler);
        marten.Services.AddSingleton(provider => new EventTail(
            provider.GetRequiredService<Database>(),
            new EventCodec(provider.GetRequiredService<EventCatalogue>(), provider.GetRequiredService<Database>().PersonalKeys),
            TailFeed.TypesOf(everywhere, provider.GetRequiredService<EventCatalogue>().EventTypes.Values))
        {
            News = provider.GetRequiredService<StoreNews>(),
        });
        marten.Services.AddSingleton<TableSwitches>();
        marten.Services.AddSingleton(provider => new FeedInterest(TailFeed.TypesOf(
            handlers.Where(handler => handler.Audience is FeedAudience.OneServer), provider.GetRequiredService<EventCatalogue>().EventTypes.Values)));
        foreach (var subscription in subscriptions) marten.SubscribeToEvents(subscription);

        marten.Services.AddHostedService<FeedPreparation>();
        // It would warn at every start that it finds neither generated code nor handlers by name, which is as it should be.
        marten.Services.AddLogging(logging => logging.AddFilter("Wolverine.Configuration.HandlerDiscovery", LogLevel.Error));
        marten.Services.AddWolverine(ExtensionDiscovery.ManualOnly, options =>
        {
            // Handlers are registered as objects: nothing is generated, so neither a compiler nor generated files are needed.
            options.ApplicationAssembly = typeof(EventFeed).Assembly;
            options.CodeGeneration.TypeLoadMode = TypeLoadMode.Static;
            options.Discovery.DisableConventionalDiscovery();
            // Messages stay within their server, so servers need not know of each other here.
            options.Durability.Mode = DurabilityMode.Solo;
            foreach (var handler in handlers) handler.AddTo(options);
        });
        // After Wolverine, which hands the events to the handlers.
        marten.Services.AddHostedService(provider => new TailFeed(
            provider.GetRequiredService<EventTail>(),
            provider.GetRequiredService<Database>(),
            everywhere,
            provider.GetRequiredService<TableSwitches>(),
            [.. provider.GetServices<IMemoryOfTables>()],
            provider.GetRequiredService<IWolverineRuntime>(),
            provider.GetService<TimeProvider>() ?? TimeProvider.System,
            provider.GetRequiredService<ILogger<TailFeed>>()));
        // Run by the coordinator below. It is named here as well, since Marten would warn that nobody runs it.
        marten.Services.ConfigureMarten(store => store.Projections.AsyncMode = DaemonMode.Solo);
        // After Wolverine, which its subscriptions need.
        marten.Services.AddHostedService(provider => new FeedCoordinator(
            provider.GetRequiredService<IDocumentStore>(),
            provider.GetRequiredService<Database>(),
            new FeedTurn(provider.GetRequiredService<Database>(), FeedTurn.LockOf("feed", schema)),
            subscriptions,
            provider.GetService<TimeProvider>() ?? TimeProvider.System,
            provider.GetRequiredService<ILogger<FeedCoordinator>>(),
            provider.GetRequiredService<ILogger<IProjectionDaemon>>()));
    }
}
