using KaosNet.Domain.Kernel;
using KaosNet.Store.Forgetting;
using KaosNet.Store.Journal;
using KaosNet.Store.Journal.Transactions;
using KaosNet.Store.Personal;
using KaosNet.Store.Reading;
using KaosNet.Store.Tables;
using KaosNet.Store.Tail;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KaosNet.Store;

/// <summary>Registers the store: database, Marten, schema and Journal.</summary>
public static class StoreRegistration
{
    /// <summary>
    /// Adds the store. Call <see cref="StoreSchema.Apply"/> before anything is asked of it. Observers of commits are whatever
    /// <see cref="ICommitObserver"/> services are registered.
    /// </summary>
    /// <param name="services">The server's services.</param>
    /// <param name="connectionString">The database.</param>
    /// <param name="tables">The inline tables.</param>
    /// <param name="marten">What others want of Marten: documents, subscriptions.</param>
    /// <param name="schema">Schema name.</param>
    /// <param name="options">The Journal's bounds.</param>
    /// <param name="catalogue">The streams and events; the game's own by default.</param>
    /// <param name="masters">What the keys of users lie under; without any nothing is sealed.</param>
    /// <returns>Marten's own builder, to which Wolverine is added.</returns>
    public static MartenServiceCollectionExtensions.MartenConfigurationExpression AddKaosStore(
        this IServiceCollection services,
        string connectionString,
        IReadOnlyList<IInlineTable> tables,
        Action<StoreOptions>? marten = null,
        string schema = Database.DefaultSchema,
        JournalOptions? options = null,
        EventCatalogue? catalogue = null,
        MasterKeys? masters = null)
    {
        var database = new Database(connectionString, schema) { Masters = masters ?? MasterKeys.None };
        var streams = catalogue ?? EventCatalogue.Default;
        // By a factory, so that the container disposes of it.
        services.AddSingleton(provider =>
        {
            database.Outage.Logger = provider.GetRequiredService<ILogger<Database>>();
            return database;
        });
        services.AddSingleton(streams);
        services.AddSingleton(tables);
        services.AddSingleton(options ?? new JournalOptions());
        services.AddSingleton<TableRebuilder>();
        services.AddSingleton<StoreSchema>();
        services.AddSingleton<PersonEraser>();
        services.AddSingleton<WriterLease>();
        services.AddSingleton<StoreNews>().AddSingleton<SettledEvents>().AddSingleton(provider => new EventReader(
            provider.GetRequiredService<Database>(),
            provider.GetRequiredService<EventCatalogue>(),
            new EventCodec(provider.GetRequiredService<EventCatalogue>(), provider.GetRequiredService<Database>().PersonalKeys),
            provider.GetRequiredService<SettledEvents>(),
            provider.GetRequiredService<StoreNews>()));
        services.AddSingleton(provider => new LanedJournal(
            provider.GetRequiredService<Database>(),
            provider.GetRequiredService<EventCatalogue>(),
            provider.GetRequiredService<IReadOnlyList<IInlineTable>>(),
            provider.GetServices<ICommitObserver>(),
            provider.GetRequiredService<JournalOptions>(),
            provider.GetService<TimeProvider>() ?? TimeProvider.System,
            provider.GetRequiredService<ILogger<LanedJournal>>(),
            provider.GetService<EventTail>(),
            provider.GetService<FeedInterest>(),
            provider.GetRequiredService<WriterLease>(),
            provider.GetServices<IEpochObserver>()));
        services.AddSingleton<IJournal, CurrentJournal>();
        services.AddSingleton(provider => new TransactionRunner(provider.GetRequiredService<LanedJournal>(), provider.GetService<TransactionLimits>()));
        return services.AddMarten(store =>
        {
            MartenSetup.Configure(store, database, streams);
            marten?.Invoke(store);
        });
    }
}
