using KaosNet.Domain.Kernel;
using KaosNet.Store.Journal;
using KaosNet.Store.Journal.Transactions;
using KaosNet.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace KaosNet.Store.Tests.Journal;

public sealed class TransactionSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    static readonly Caller Script = new() { Source = Source.Script, Actor = "rewards", Operation = "Reward", Cause = "reset:cup:1" };

    [Fact]
    public async Task commands_are_committed_together_and_each_sees_what_those_before_it_decided()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var game = new Game(bench);

        var answer = await game.Transactions.Run<long>(async cancel =>
        {
            (await game.Journal.Execute(new Raise("a", 5), Script, cancel)).Value.ShouldBe(5);
            (await game.Journal.Execute(new Raise("a", 2), Script with { Operation = "Second" }, cancel)).Value.ShouldBe(7);
            (await game.Journal.Load(Counter.Kind.Of("a"), cancel)).Total.ShouldBe(7);
            (await game.Journal.Execute(new RaiseThrough("g", "b"), Script, cancel)).Fault.ShouldBeNull();
            (await bench.Scalar<long>("select count(*) from {s}.mt_events")).ShouldBe(0);
            (await game.Outside.Load(Counter.Kind.Of("a"), cancel)).Total.ShouldBe(0);
            return 7;
        });

        answer.Value.ShouldBe(7);
        (await bench.Rows("select stream_id, version, headers ->> 'operation' as operation, causation_id, user_name from {s}.mt_events order by seq_id")).ShouldBe([
            """{"version": 1, "operation": "Reward", "stream_id": "counter-a", "user_name": "rewards", "causation_id": "reset:cup:1"}""",
            """{"version": 2, "operation": "Second", "stream_id": "counter-a", "user_name": "rewards", "causation_id": "reset:cup:1"}""",
            """{"version": 1, "operation": "Reward", "stream_id": "counter-b", "user_name": "rewards", "causation_id": "reset:cup:1"}"""]);
        (await bench.Rows("select id, total from {s}.counters order by id")).ShouldBe(["""{"id": "a", "total": 7}""", """{"id": "b", "total": 1}"""]);
        (await bench.Scalar<long>("select count(distinct timestamp) from {s}.mt_events")).ShouldBe(1);
        (await game.Outside.Load(Counter.Kind.Of("a"))).Total.ShouldBe(7);
    }

    [Fact]
    public async Task work_that_is_refused_or_throws_changes_nothing()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var game = new Game(bench);
        var told = 0;

        (await game.Transactions.Run<Done>(async cancel =>
        {
            await game.Journal.Execute(new Raise("a"), Script, cancel);
            JournalTransaction.Afterwards(() => told++);
            return Fault.FailedPrecondition("No.");
        })).Fault!.Message.ShouldBe("No.");
        await Should.ThrowAsync<InvalidOperationException>(async () => await game.Transactions.Run<Done>(async cancel =>
        {
            await game.Journal.Execute(new Raise("a"), Script, cancel);
            throw new InvalidOperationException("A bug.");
        }));

        (await bench.Scalar<long>("select count(*) from {s}.mt_events")).ShouldBe(0);
        told.ShouldBe(0);
        JournalTransaction.Current.ShouldBeNull();
        (await game.Journal.Execute(new Raise("a"), Script)).Value.ShouldBe(1);
    }

    [Fact]
    public async Task a_refusal_inside_is_told_to_the_work_and_changes_nothing()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var game = new Game(bench);

        await game.Transactions.Run<Done>(async cancel =>
        {
            (await game.Journal.Execute(new RaiseUpTo("a", 1), Script, cancel)).Value.ShouldBe(1);
            (await game.Journal.Execute(new RaiseUpTo("a", 1), Script, cancel)).Fault!.Message.ShouldBe("Full at 1.");
            (await game.Journal.Execute(new Blunder("a"), Script, cancel)).Fault!.Code.ShouldBe(FaultCode.Internal);
            (await game.Journal.Execute(new Raise("a", Counter.Cursed), Script, cancel)).Fault!.Code.ShouldBe(FaultCode.Internal);
            (await game.Journal.Execute(new Raise("b"), Script, cancel)).Value.ShouldBe(1);
            return Done.Value;
        });

        (await bench.Scalar<long>("select count(*) from {s}.mt_events")).ShouldBe(2);
    }

    [Fact]
    public async Task what_others_change_meanwhile_lets_the_work_run_again_from_there()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var game = new Game(bench);
        var elsewhere = bench.Journal();
        await elsewhere.Execute(new Raise("a", 10), Script);
        List<long> seen = [];

        var answer = await game.Transactions.Run<Done>(async cancel =>
        {
            seen.Add((await game.Journal.Load(Counter.Kind.Of("a"), cancel)).Total);
            await game.Journal.Execute(new Raise("b", seen[^1]), Script, cancel);
            // Through another server, of which this one knows nothing, and through this one.
            if (seen.Count == 1) await elsewhere.Execute(new Raise("a", 5), Script, cancel);
            if (seen.Count == 2) await game.Outside.Execute(new Raise("a", 5), Script, cancel);
            return Done.Value;
        });

        answer.Fault.ShouldBeNull();
        seen.ShouldBe([10, 15, 20]);
        (await game.Journal.Load(Counter.Kind.Of("b"))).Total.ShouldBe(20);
        (await bench.Scalar<long>("select count(*) from {s}.mt_events where stream_id = 'counter-b'")).ShouldBe(1);
    }

    [Fact]
    public async Task work_that_loses_every_race_is_given_up()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var game = new Game(bench, new() { RunsMax = 3 });
        var runs = 0;

        var answer = await game.Transactions.Run<Done>(async cancel =>
        {
            runs++;
            await game.Journal.Execute(new Raise("a"), Script, cancel);
            await game.Outside.Execute(new Raise("a"), Script, cancel);
            return Done.Value;
        });

        answer.Fault!.Code.ShouldBe(FaultCode.Aborted);
        runs.ShouldBe(3);
        (await bench.Scalar<long>("select count(*) from {s}.mt_events")).ShouldBe(3);
    }

    [Fact]
    public async Task transactions_that_meet_on_a_stream_all_count()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        Game[] servers = [new(bench, new() { RunsMax = 1000 }), new(bench, new() { RunsMax = 1000 })];

        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(async at =>
        {
            var game = servers[at % 2];
            return await game.Transactions.Run<Done>(async cancel =>
            {
                await game.Journal.Execute(new Raise("shared"), Script, cancel);
                await game.Journal.Execute(new Raise($"own-{at}"), Script, cancel);
                return Done.Value;
            });
        }));

        answers.ShouldAllBe(answer => answer.Fault == null);
        (await bench.Scalar<long>("select total from {s}.counters where id = 'shared'")).ShouldBe(24);
        (await bench.Scalar<long>("select count(*) from {s}.counters where total = 1")).ShouldBe(24);
    }

    [Fact]
    public async Task chance_stays_the_same_from_the_decision_to_the_commit()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var game = new Game(bench);
        var branch = "";
        var rolled = 0UL;

        await game.Transactions.Run<Done>(async cancel =>
        {
            branch = (await game.Journal.Execute(new Branch("trunk"), Script, cancel)).Value;
            rolled = (await game.Journal.Execute(new RollDice("trunk"), Script, cancel)).Value;
            (await game.Journal.Execute(new Raise(branch, 4), Script, cancel)).Value.ShouldBe(7);
            return Done.Value;
        });

        (await bench.Scalar<long>($"select total from {{s}}.counters where id = '{branch}'")).ShouldBe(7);
        (await bench.Scalar<string>("select data ->> 'token' from {s}.mt_events where stream_id = 'counter-trunk' and version = 2")).ShouldBe(rolled.ToString());
        var seed = await bench.Scalar<string>("select headers ->> 'dice' from {s}.mt_events where stream_id = 'counter-trunk' and version = 2");
        new Dice(Convert.ToUInt64(seed, 16)).Bits().ShouldBe(rolled);
    }

    [Fact]
    public async Task a_name_that_is_taken_refuses_the_whole_transaction()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var game = new Game(bench);
        await game.Outside.Execute(new NameCounter("a", "first"), Script);

        var answer = await game.Transactions.Run<Done>(async cancel =>
        {
            await game.Journal.Execute(new Raise("c"), Script, cancel);
            (await game.Journal.Execute(new NameCounter("b", "first"), Script, cancel)).Fault.ShouldBeNull();
            return Done.Value;
        });

        answer.Fault!.Message.ShouldBe("Name is taken.");
        (await bench.Scalar<long>("select count(*) from {s}.mt_events")).ShouldBe(1);
        (await game.Journal.Execute(new Raise("c"), Script)).Value.ShouldBe(1);
    }

    [Fact]
    public async Task commands_events_bytes_and_streams_are_bounded()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var game = new Game(bench, new() { CommandsMax = 3, EventsMax = 5, BytesMax = 400, StreamsMax = 6 });

        (await Refusals(game, new Raise("a"), new Raise("a"), new Raise("a"), new Raise("a")))
            .ShouldBe([null, null, null, "A transaction holds no more than 3 changes."]);
        (await Refusals(game, new RaiseAll("", "a", "b", "c"), new RaiseAll("", "a", "b", "c"), new RaiseAll("", "a", "b")))
            .ShouldBe([null, "A transaction holds no more than 5 events.", null]);
        (await Refusals(game, new Raise("a", 1, new('x', 360)), new Raise("a", 1, new('x', 360)), new Raise("a")))
            .ShouldBe([null, "A transaction holds no more than 400 bytes.", null]);
        (await Refusals(game, new RaiseAll("", "a", "b", "c"), new RaiseUpTo("d", 0), new RaiseUpTo("e", 0), new RaiseUpTo("f", 0), new RaiseUpTo("g", 0)))
            .ShouldBe([null, "Full at 0.", "Full at 0.", "Full at 0.", "A transaction looks at no more than 6 streams."]);
    }

    [Fact]
    public async Task a_decision_that_time_has_overtaken_is_made_anew()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var time = new FakeTimeProvider();
        var game = new Game(bench, time: time);
        var deadline = time.GetUtcNow().AddSeconds(10);
        List<string> answers = [];

        await game.Transactions.Run<Done>(async cancel =>
        {
            answers.Add((await game.Journal.Execute(new RaiseBefore("a", deadline), Script, cancel)).Fault?.Message ?? "in time");
            time.Advance(TimeSpan.FromSeconds(11));
            await game.Journal.Execute(new Raise("b"), Script, cancel);
            return Done.Value;
        });

        answers.ShouldBe(["in time", "too late"]);
        (await bench.Rows("select id, total from {s}.counters")).ShouldBe(["""{"id": "b", "total": 1}"""]);
    }

    [Fact]
    public async Task what_cannot_be_taken_back_waits_for_the_commit()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var game = new Game(bench);
        List<string> told = [];

        await game.Transactions.Run<Done>(async cancel =>
        {
            await game.Journal.Execute(new Raise("a"), Script, cancel);
            JournalTransaction.Afterwards(() => told.Add("later"));
            told.Add("work is done");
            (await JournalTransaction.Apart(() => game.Journal.Execute(new Raise("apart"), Script, cancel))).Value.ShouldBe(1);
            return Done.Value;
        });
        JournalTransaction.Afterwards(() => told.Add("at once"));

        told.ShouldBe(["work is done", "later", "at once"]);
        (await bench.Rows("select stream_id from {s}.mt_events order by seq_id"))
            .ShouldBe(["""{"stream_id": "counter-apart"}""", """{"stream_id": "counter-a"}"""]);
    }

    static async Task<List<string?>> Refusals(Game game, params object[] commands)
    {
        List<string?> refusals = [];
        await game.Transactions.Run<Done>(async cancel =>
        {
            foreach (var command in commands)
            {
                refusals.Add(command switch
                {
                    Command<long> one => (await game.Journal.Execute(one, Script, cancel)).Fault?.Message,
                    _ => (await game.Journal.Execute((Command<Done>)command, Script, cancel)).Fault?.Message,
                });
            }

            return Done.Value;
        });
        return refusals;
    }

    /// <summary>A server's Journal, as its services are given it.</summary>
    internal sealed class Game
    {
        public Game(Workbench bench, TransactionLimits? limits = null, TimeProvider? time = null)
        {
            Outside = bench.Journal(time: time);
            Journal = new(Outside);
            Transactions = new(Outside, limits);
        }

        public CurrentJournal Journal { get; }

        public TransactionRunner Transactions { get; }

        /// <summary>The same Journal for somebody who has nothing to do with the transaction.</summary>
        public LanedJournal Outside { get; }
    }
}

sealed record RaiseBefore(string Id, DateTimeOffset Deadline) : StreamCommand<Counter, long>
{
    public override StreamRef<Counter> Stream => Counter.Kind.Of(Id);

    protected override Decision<long> Decide(Counter state, DecisionContext context) => context.Now > Deadline
        ? Fault.FailedPrecondition("too late")
        : Decision.Granted(state.Total + 1).Append(Stream, new CounterRaised(1, ""));
}
