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

        one.Seen.ShouldBeUnique();
        one.Seen.Count.ShouldBe(41);
        other.Seen.Order().ShouldBe(one.Seen.Order().Skip(1), "The past is none of the second server's business.");
        await second.StopAsync();
        await first.StopAsync();
        await using var left = NpgsqlDataSource.Create(postgres.ConnectionString);
        await using var count = left.CreateCommand("select count(*) from each.mt_event_progression where name like '%@%'");
        (await count.ExecuteScalarAsync()).ShouldBe(0L, "Nothing is kept of what is only told.");
    }

    [Fact]
    public async Task an_event_whose_transaction_is_overtaken_is_heard_when_it_commits()
    {
        var witness = new Witness(FeedAudience.EachServer);
        using var host = await Start(witness, "late");
        await host.Services.GetRequiredService<IJournal>().Execute(new CreateLeaderboard("cup") { Operator = ScoreOperator.Increment }, Script);
        await Submit(host, 5);
        await Eventually.Holds(() => Reached(witness, 6));

        await using var other = NpgsqlDataSource.Create(postgres.ConnectionString);
        await using var connection = await other.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        const string copy = """
            insert into late.mt_streams (id, version) values ('leaderboard-cup-copy', 1);
            insert into late.mt_events (seq_id, id, stream_id, version, type, data, timestamp)
            select nextval('late.mt_events_sequence'), gen_random_uuid(), stream_id || '-copy', version, type, data, timestamp from late.mt_events
            where seq_id = (select min(seq_id) from late.mt_events) returning seq_id
            """;
        await using var insert = new NpgsqlCommand(copy, connection, transaction);
        var late = (long)(await insert.ExecuteScalarAsync())!;
        await Submit(host, 20);
        await Eventually.Holds(() => Reached(witness, 26));
        witness.Seen.ShouldNotContain(late);
        await transaction.CommitAsync();

        await Eventually.Is(() => witness.Seen.Contains(late), "the late event is heard");
        witness.Seen.ShouldBeUnique();
        await host.StopAsync();
    }

    [Fact]
    public async Task a_handler_that_fails_costs_nobody_else_an_event()
    {
        var (witness, failing) = (new Witness(FeedAudience.EachServer), new FailingWitness());
        using var host = await Start(witness, "failing", failing);
        await host.Services.GetRequiredService<IJournal>().Execute(new CreateLeaderboard("cup") { Operator = ScoreOperator.Increment }, Script);
        await Submit(host, 9);
        await Eventually.Holds(() => Reached(witness, 10));
        await Eventually.Is(() => failing.Told == 10, "it is told of the others all the same");
        await host.StopAsync();
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

    async Task<IHost> Start(Witness? handler, string schema = "feed", params IFeedHandler[] others)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(TimeProvider.System);
        var marten = builder.Services.AddKaosStore(postgres.ConnectionString, ReadModels.All, schema: schema, options: new() { Lanes = 2 });
        if (handler is not null) marten.AddKaosFeed(schema, [handler, .. others]);
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

public sealed record WitnessedInVain(IEvent Stored) : FedEvent(Stored);

/// <summary>Fails on every event.</summary>
public sealed class FailingWitness : FeedHandler<WitnessedInVain>
{
    int _told;

    public int Told => Volatile.Read(ref _told);

    public override string Name => "failing_witness";

    public override FeedAudience Audience => FeedAudience.EachServer;

    public override IReadOnlyList<Type> EventTypes { get; } = [.. EventCatalogue.EventsOf(Leaderboard.Kind), .. EventCatalogue.EventsOf(ScoreRecord.Kind)];

    protected override WitnessedInVain Wrap(IEvent stored) => new(stored);

    protected override ValueTask Handle(IEvent stored, CancellationToken cancel)
    {
        Interlocked.Increment(ref _told);
        throw new InvalidOperationException("as ever");
    }
}
