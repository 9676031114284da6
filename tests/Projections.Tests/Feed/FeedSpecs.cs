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
using Npgsql;

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

    [Fact]
    public async Task every_server_hears_what_any_of_them_commits_from_its_start_on()
    {
        Witness one = new(FeedAudience.EachServer), other = new(FeedAudience.EachServer);
        using var first = await Start(one, "each");
        await first.Services.GetRequiredService<IJournal>().Execute(new CreateLeaderboard("cup") { Operator = ScoreOperator.Increment }, Script);
        await Eventually.Holds(() => Reached(one, 1));
        using var second = await Start(other, "each");
        await Submit(first, 20);
        await Submit(second, 20);
        await Eventually.Holds(() => Reached(one, 41));
        await Eventually.Holds(() => Reached(other, 40));

        one.Seen.ShouldBe(one.Seen.Distinct().Order());
        one.Seen.Count.ShouldBe(41);
        other.Seen.ShouldBe(one.Seen.Skip(1), "The past is none of the second server's business.");
        await second.StopAsync();
        await first.StopAsync();
        await using var left = NpgsqlDataSource.Create(postgres.ConnectionString);
        await using var count = left.CreateCommand("select count(*) from each.mt_event_progression where name like '%@%'");
        (await count.ExecuteScalarAsync()).ShouldBe(0L);
    }

    [Fact]
    public async Task one_server_does_what_must_be_done_once_and_another_goes_on_when_it_stops()
    {
        Witness one = new(), other = new();
        var first = await Start(one, "once");
        await first.Services.GetRequiredService<IJournal>().Execute(new CreateLeaderboard("cup") { Operator = ScoreOperator.Increment }, Script);
        await Eventually.Holds(() => Reached(one, 1));
        using var second = await Start(other, "once");
        await Submit(second, 30);
        await Eventually.Holds(() => Reached(one, 31));
        other.Seen.ShouldBeEmpty();

        await first.StopAsync();
        first.Dispose();
        await Submit(second, 30);

        await Eventually.Holds(() => Reached(other, 30));
        one.Seen.Concat(other.Seen).Distinct().Count().ShouldBe(61);
        other.Seen.ShouldBe(other.Seen.Distinct().Order());
        await second.StopAsync();
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

    async Task<IHost> Start(Witness? handler, string schema = "feed")
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(TimeProvider.System);
        var marten = builder.Services.AddKaosStore(postgres.ConnectionString, ReadModels.All, schema: schema, options: new() { Lanes = 2 });
        if (handler is not null) marten.AddKaosFeed(schema, [handler]);
        var host = builder.Build();
        await host.Services.GetRequiredService<StoreSchema>().Apply();
        await host.StartAsync();
        return host;
    }
}

public sealed record Witnessed(IEvent Stored) : FedEvent(Stored);

/// <summary>Remembers the places of the events that it was told of, in the order of telling.</summary>
public sealed class Witness(FeedAudience audience = FeedAudience.OneServer) : FeedHandler<Witnessed>
{
    public ConcurrentQueue<long> Seen { get; } = new();

    public override string Name => "witness";

    public override FeedAudience Audience => audience;

    public override IReadOnlyList<Type> EventTypes { get; } = [.. EventCatalogue.EventsOf(Leaderboard.Kind), .. EventCatalogue.EventsOf(ScoreRecord.Kind)];

    protected override Witnessed Wrap(IEvent stored) => new(stored);

    protected override ValueTask Handle(IEvent stored, CancellationToken cancel)
    {
        Seen.Enqueue(stored.Sequence);
        return ValueTask.CompletedTask;
    }
}
