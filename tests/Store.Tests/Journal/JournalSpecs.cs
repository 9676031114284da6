using KaosNet.Domain.Kernel;
using KaosNet.Tests.Support;

namespace KaosNet.Store.Tests.Journal;

public sealed class JournalSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    const string Ann = "0aa0aa00-0000-4000-8000-000000000001";
    const string Bob = "0bb0bb00-0000-4000-8000-000000000002";

    static readonly Caller Player = new()
    {
        Source = Source.Client, Actor = Ann, UserId = Ann, Operation = "RaiseCounter", Correlation = "request-1", Cause = "match-7",
    };

    [Fact]
    public async Task a_command_is_answered_after_its_events_rows_and_stream_are_committed()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var journal = bench.Journal();

        (await journal.Execute(new Raise("a", 5, "one"), Player)).Value.ShouldBe(5);
        (await journal.Execute(new Raise("a", 2, "two"), Player)).Value.ShouldBe(7);

        (await bench.Rows("select id, total, name from {s}.counters")).ShouldBe(["""{"id": "a", "name": null, "total": 7}"""]);
        (await bench.Rows("select version, type, data from {s}.mt_events order by seq_id")).ShouldBe([
            """{"data": {"by": 5, "token": "one"}, "type": "counter_raised", "version": 1}""",
            """{"data": {"by": 2, "token": "two"}, "type": "counter_raised", "version": 2}"""]);
        (await bench.Scalar<long>("select version from {s}.mt_streams where id = 'counter-a'")).ShouldBe(2);
        (await journal.Load(Counter.Kind.Of("a"))).Total.ShouldBe(7);
    }

    [Fact]
    public async Task an_event_carries_who_what_and_why_and_is_listed_under_its_users()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var journal = bench.Journal();

        await journal.Execute(new Raise("a", For: Bob), Player);
        var rolled = (await journal.Execute(new RollDice("a"), Caller.System("resets", "ResetLeaderboard"))).Value;

        (await bench.Rows("select correlation_id, causation_id, user_name, headers from {s}.mt_events order by seq_id limit 1")).ShouldBe([
            $$$"""{"headers": {"server": "0.1.0", "source": "client", "operation": "RaiseCounter"}, "user_name": "{{{Ann}}}", "causation_id": "match-7", "correlation_id": "request-1"}"""]);
        (await bench.Rows("select user_id, seq from {s}.event_users order by user_id")).ShouldBe([
            $$"""{"seq": 1, "user_id": "{{Ann}}"}""", $$"""{"seq": 1, "user_id": "{{Bob}}"}"""]);
        var seed = await bench.Scalar<string>("select headers ->> 'dice' from {s}.mt_events where seq_id = 2");
        new Dice(Convert.ToUInt64(seed, 16)).Bits().ShouldBe(rolled);
    }

    [Fact]
    public async Task a_decision_begins_streams_that_nobody_could_name_before()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var journal = bench.Journal();

        var branched = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => journal.Execute(new Branch("trunk"), Player).AsTask()));

        (await journal.Load(Counter.Kind.Of("trunk"))).Total.ShouldBe(50);
        var ids = branched.Select(answer => answer.Value).Distinct().ToList();
        ids.Count.ShouldBe(50);
        (await bench.Scalar<long>("select count(*) from {s}.mt_streams where version = 2 and id <> 'counter-trunk'")).ShouldBe(50);
        (await bench.Scalar<long>("select count(*) from {s}.counters where total = 3")).ShouldBe(50);
    }

    [Fact]
    public async Task a_decision_that_begins_a_stream_it_does_not_call_new_changes_nothing()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var journal = bench.Journal();

        (await journal.Execute(new Branch("trunk", IsNew: false), Player)).Fault!.Code.ShouldBe(FaultCode.Internal);

        (await journal.Load(Counter.Kind.Of("trunk"))).Total.ShouldBe(0);
        (await bench.Scalar<long>("select count(*) from {s}.mt_events")).ShouldBe(0);
    }

    [Fact]
    public async Task marten_reads_what_the_journal_wrote()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var journal = bench.Journal();
        await journal.Execute(new Raise("a", 5, "one"), Player);
        await journal.Execute(new NameCounter("a", "first"), Player);

        await using var session = bench.Store.QuerySession();
        var stream = await session.Events.FetchStreamAsync("counter-a");
        stream.Select(entry => entry.Data).ShouldBe([new CounterRaised(5, "one"), new CounterNamed("first")]);
        stream[0].UserName.ShouldBe(Ann);
        stream[0].CorrelationId.ShouldBe("request-1");
        stream[0].GetHeader("source")!.ToString().ShouldBe("client");
        (await session.Events.FetchStreamStateAsync("counter-a"))!.Version.ShouldBe(2);
    }
}
