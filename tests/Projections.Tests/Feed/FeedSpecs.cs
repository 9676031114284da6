using System.Collections.Concurrent;
using JasperFx.Events;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Projections.Feed;
using KaosNet.Store;
using KaosNet.Store.Journal;
using KaosNet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KaosNet.Projections.Tests.Feed;

public sealed class FeedSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    static readonly Caller Script = new() { Source = Source.Script, Actor = "main.lua", Operation = "Spec" };

    [Fact]
    public async Task every_event_arrives_in_order_across_restarts_and_lanes()
    {
        var witness = new Witness();
        using (var first = await Start(witness))
        {
            await first.Services.GetRequiredService<IJournal>().Execute(new CreateLeaderboard("cup") { Operator = ScoreOperator.Increment }, Script);
            await Submit(first, 100);
            await Eventually.Holds(() => Reached(witness, 101));
            await first.StopAsync();
        }

        // What is committed while nobody listens is delivered later.
        using (var deaf = await Start(handler: null))
        {
            await Submit(deaf, 50);
            await deaf.StopAsync();
        }

        using var second = await Start(witness);
        await Submit(second, 50);
        await Eventually.Holds(() => Reached(witness, 201));
        await second.StopAsync();

        // An event may come again after a restart; without repetitions, it is the order of the store and nothing is missing.
        var once = witness.Seen.Distinct().ToList();
        once.ShouldBe(once.Order().ToList());
        once.Count.ShouldBe(201);
    }

    static Task Reached(Witness witness, int count)
    {
        witness.Seen.Distinct().Count().ShouldBeGreaterThanOrEqualTo(count);
        return Task.CompletedTask;
    }

    static async Task Submit(IHost host, int count)
    {
        var journal = host.Services.GetRequiredService<IJournal>();
        await Task.WhenAll(Enumerable.Range(0, count).Select(async i =>
            (await journal.Execute(new SubmitScore("cup", 0, new Guid(i % 10, 0, 0, new byte[8]).ToString(), 1), Script)).Fault.ShouldBeNull()));
    }

    async Task<IHost> Start(Witness? handler)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(TimeProvider.System);
        var marten = builder.Services.AddKaosStore(postgres.ConnectionString, ReadModels.All, schema: "feed", options: new() { Lanes = 2 });
        if (handler is not null) marten.AddKaosFeed("feed", [handler]);
        var host = builder.Build();
        await host.Services.GetRequiredService<StoreSchema>().Apply();
        await host.StartAsync();
        return host;
    }
}

public sealed record Witnessed(IEvent Stored) : FedEvent(Stored);

/// <summary>Remembers the places of the events that it was told of, in the order of telling.</summary>
public sealed class Witness : FeedHandler<Witnessed>
{
    public ConcurrentQueue<long> Seen { get; } = new();

    public override string Name => "witness";

    public override IReadOnlyList<Type> EventTypes { get; } = [.. EventCatalogue.EventsOf(Leaderboard.Kind), .. EventCatalogue.EventsOf(ScoreRecord.Kind)];

    protected override Witnessed Wrap(IEvent stored) => new(stored);

    protected override ValueTask Handle(IEvent stored, CancellationToken cancel)
    {
        Seen.Enqueue(stored.Sequence);
        return ValueTask.CompletedTask;
    }
}
