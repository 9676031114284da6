using System.Collections.Concurrent;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using KaosNet.Domain.Kernel;
using KaosNet.Store.Journal;
using KaosNet.Store.Tail;
using KaosNet.Tests.Support;
using Marten;
using Marten.Subscriptions;

namespace KaosNet.Store.Tests.Journal;

/// <summary>What counters were once called and how they were spelled.</summary>
static class FormerCounters
{
    /// <summary>A bump had an amount in tens, was then called an increase, and is a raise by now; a name was once given under another word.</summary>
    public static readonly IReadOnlyList<Upcast> Upcasts =
    [
        new("counter_bumped", "counter_increased", members =>
        {
            members["by"] = members["tens"]!.GetValue<long>() * 10;
            members.Remove("tens");
            return members;
        }),
        new("counter_increased", "counter_raised", members =>
        {
            members["token"] = "old";
            return members;
        }),
        new("counter_christened", "counter_named"),
    ];

    /// <summary>The statements that store a counter as it was written then.</summary>
    public const string Stored = """
        insert into {s}.mt_streams (id, version, timestamp, created) values ('counter-old', 4, now(), now());
        insert into {s}.mt_events (seq_id, id, stream_id, version, type, data, timestamp)
        select nextval('{s}.mt_events_sequence'), gen_random_uuid(), 'counter-old', version, type, data::jsonb, now()
        from (values (1, 'counter_bumped', '{"tens": 4}'), (2, 'counter_increased', '{"by": 1}'), (3, 'counter_christened', '{"name": "ann"}'),
          (4, 'counter_raised', '{"by": 1, "token": "new"}')) as stored (version, type, data)
        order by version;
        """;
}

public sealed class UpcastSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    static readonly Caller Someone = Caller.System("test", "Test");

    [Fact]
    public async Task events_of_former_names_and_shapes_are_read_by_everybody_as_what_they_are_now()
    {
        var reader = new Reader();
        await using var bench = await Workbench.Open(postgres.ConnectionString, marten: options => options.Events.Subscribe(reader, to => to.IncludeType<CounterRaised>()));
        var tail = new EventTail(bench.Database, new EventCodec(Workbench.Catalogue, keys: null), new HashSet<Type> { typeof(CounterRaised) });
        await tail.Begin(TestContext.Current.CancellationToken);
        await bench.Scalar<int>(FormerCounters.Stored + "select 1");

        (await bench.Journal().Execute(new Raise("old"), Someone)).Value.ShouldBe(43, "a decision sees what they add up to");
        await bench.Rebuilder.Replace(bench.Shown);
        (await bench.Rows("select * from {s}.counters")).ShouldBe(["""{"id": "old", "name": "ann", "total": 43}"""]);
        (await tail.Read(TestContext.Current.CancellationToken)).Events.Select(entry => ((CounterRaised)entry.Event).By).ShouldBe([40, 1, 1, 1]);

        using var daemon = await bench.Store.BuildProjectionDaemonAsync();
        await daemon.StartAllAsync();
        await Eventually.Holds(() => reader.Seen.ShouldBe([new(40, "old"), new(1, "old"), new(1, "new"), new(1, "")]));
        await daemon.StopAllAsync();
    }

    [Fact]
    public void a_former_name_must_lead_to_one_present_event()
    {
        EventCatalogue With(params Upcast[] upcasts) => new([Counter.Kind], upcasts);

        Should.Throw<ArgumentException>(() => With(new Upcast("counter_bumped", "counter_gone"))).Message.ShouldStartWith("The way from counter_bumped ends at counter_gone");
        Should.Throw<ArgumentException>(() => With(new Upcast("a", "b"), new Upcast("b", "a"))).Message.ShouldStartWith("The way from a goes round");
        Should.Throw<ArgumentException>(() => With(new Upcast("counter_raised", "counter_named"))).Message.ShouldStartWith("counter_raised is a present event");
        Should.Throw<ArgumentException>(() => With(new Upcast("a", "counter_named"), new Upcast("a", "counter_raised")));
        Workbench.Catalogue.StoredNamesOf(typeof(CounterRaised)).ShouldBe(["counter_raised", "counter_bumped", "counter_increased"]);
    }

    sealed class Reader : ISubscription
    {
        public ConcurrentQueue<CounterRaised> Seen { get; } = new();

        public Task<IChangeListener> ProcessEventsAsync(
            EventRange page, ISubscriptionController controller, IDocumentOperations operations, CancellationToken cancellationToken)
        {
            foreach (var entry in page.Events) Seen.Enqueue((CounterRaised)entry.Data);
            return Task.FromResult(NullChangeListener.Instance);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
