using KaosNet.Domain.Kernel;
using KaosNet.Store.Journal;
using KaosNet.Tests.Support;

namespace KaosNet.Store.Tests.Journal;

public sealed class GroupCommitSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    static readonly Caller Someone = Caller.System("test", "Test");

    [Fact]
    public async Task what_waits_while_a_lane_works_is_committed_as_one_and_in_order()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var journal = bench.Journal(new() { Lanes = 1 });
        var answers = await WhileHeld(journal, () => Enumerable.Range(1, 50).Select(number => journal.Execute(new Raise("a", 1), Someone).AsTask()));

        answers.Select(answer => answer.Value).ShouldBe(Enumerable.Range(1, 50).Select(number => (long)number));
        (await bench.Scalar<long>("select count(distinct xmin::text) from {s}.mt_events")).ShouldBe(1);
        (await bench.Scalar<long>("select total from {s}.counters")).ShouldBe(50);
    }

    [Fact]
    public async Task a_batch_is_bounded_by_commands_and_by_bytes()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var byCommands = bench.Journal(new() { Lanes = 1, BatchMax = 10 });
        await WhileHeld(byCommands, () => Enumerable.Range(0, 50).Select(_ => byCommands.Execute(new Raise("a"), Someone).AsTask()));
        (await bench.Scalar<long>("select count(distinct xmin::text) from {s}.mt_events where stream_id = 'counter-a'")).ShouldBeInRange(5, 6);

        var byBytes = bench.Journal(new() { Lanes = 1, BatchBytesMax = 1000 });
        var token = new string('x', 500);
        var answers = await WhileHeld(byBytes, () => Enumerable.Range(0, 20).Select(_ => byBytes.Execute(new Raise("b", 1, token), Someone).AsTask()));
        answers[^1].Value.ShouldBe(20);
        (await bench.Scalar<long>("select count(distinct xmin::text) from {s}.mt_events where stream_id = 'counter-b'")).ShouldBe(10);
    }

    [Fact]
    public async Task of_a_batch_with_a_taken_name_only_the_command_that_wants_it_is_refused()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var journal = bench.Journal(new() { Lanes = 1 });
        (await journal.Execute(new NameCounter("first", "ann"), Someone)).Fault.ShouldBeNull();

        var answers = await WhileHeld(journal, () => Enumerable.Range(0, 20).Select(number =>
            journal.Execute(new NameCounter($"c{number}", number == 13 ? "ann" : $"name{number}"), Someone).AsTask()));

        answers.Where(answer => answer.Fault is null).Count().ShouldBe(19);
        answers[13].Fault.ShouldBe(Fault.AlreadyExists("Name is taken."));
        (await bench.Scalar<long>("select count(*) from {s}.counters")).ShouldBe(20);
        (await journal.Load(Counter.Kind.Of("c13"))).Name.ShouldBeNull();
        (await bench.Scalar<long>("select count(*) from {s}.mt_events where stream_id = 'counter-c13'")).ShouldBe(0);
    }

    [Fact]
    public async Task a_name_may_be_given_up_and_taken_in_the_same_batch()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var journal = bench.Journal(new() { Lanes = 1 });
        await journal.Execute(new NameCounter("z", "ann"), Someone);
        await journal.Execute(new NameCounter("gone", "bob"), Someone);

        var answers = await WhileHeld<Done>(journal, () =>
        [
            journal.Execute(new NameCounter("z", "zoe"), Someone).AsTask(),
            journal.Execute(new NameCounter("a", "ann"), Someone).AsTask(),
            journal.Execute(new NameCounter("gone", null), Someone).AsTask(),
            journal.Execute(new NameCounter("b", "bob"), Someone).AsTask(),
        ]);

        answers.ShouldAllBe(answer => answer.Fault == null);
        (await bench.Rows("select id, name from {s}.counters where name is not null order by id")).ShouldBe([
            """{"id": "a", "name": "ann"}""", """{"id": "b", "name": "bob"}""", """{"id": "z", "name": "zoe"}"""]);
    }

    [Fact]
    public async Task a_bug_in_a_decision_costs_its_own_caller_only()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var journal = bench.Journal(new() { Lanes = 1 });

        var raised = new List<Task<Answer<long>>>();
        var blundered = new List<Task<Answer<Done>>>();
        await WhileHeld(journal, () =>
        {
            raised.Add(journal.Execute(new Raise("a", 1), Someone).AsTask());
            blundered.Add(journal.Execute(new Blunder("a"), Someone).AsTask());
            raised.Add(journal.Execute(new Raise("a", 10), Someone).AsTask());
            raised.Add(journal.Execute(new Raise("a", Counter.Cursed), Someone).AsTask());
            raised.Add(journal.Execute(new Raise("a", 100), Someone).AsTask());
            return raised;
        });

        (await blundered[0]).Fault!.Code.ShouldBe(FaultCode.Internal);
        (await raised[2]).Fault!.Code.ShouldBe(FaultCode.Internal);
        (await raised[3]).Value.ShouldBe(111);
        (await bench.Scalar<long>("select total from {s}.counters")).ShouldBe(111);
        (await bench.Scalar<long>("select max(version) from {s}.mt_events")).ShouldBe(3);
    }

    [Fact]
    public async Task a_value_that_the_database_cannot_hold_costs_its_own_caller_only()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var journal = bench.Journal(new() { Lanes = 1 });
        var answers = await WhileHeld(journal, () => Enumerable.Range(0, 8).Select(number =>
            journal.Execute(new Raise("a", 1, number == 5 ? "a\0b" : ""), Someone).AsTask()));

        answers[5].Fault!.Code.ShouldBe(FaultCode.Internal);
        answers.Where((_, number) => number != 5).Select(answer => answer.Fault).ShouldAllBe(fault => fault == null);
        (await bench.Scalar<long>("select total from {s}.counters")).ShouldBe(7);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task a_value_that_the_database_cannot_hold_leaves_the_connection_usable_whether_or_not_statements_are_prepared_yet(int before)
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var journal = bench.Journal(new() { Lanes = 1 });
        for (var i = 0; i < before; i++) (await journal.Execute(new Raise("a"), Someone)).Fault.ShouldBeNull();
        (await journal.Execute(new Raise("a", 1, "a\0b"), Someone)).Fault!.Code.ShouldBe(FaultCode.Internal);
        for (var i = 0; i < 4; i++) (await journal.Execute(new Raise("a"), Someone)).Value.ShouldBe(before + i + 1);
    }

    [Fact]
    public async Task a_full_lane_refuses_at_once_and_goes_on_with_what_it_has()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var journal = bench.Journal(new() { Lanes = 1, WaitingMax = 4 });
        var answers = await WhileHeld(journal, () =>
        {
            var tasks = Enumerable.Range(0, 6).Select(_ => journal.Execute(new Raise("a"), Someone).AsTask()).ToList();
            tasks[4].IsCompleted.ShouldBeTrue();
            tasks[5].IsCompleted.ShouldBeTrue();
            return tasks;
        });

        answers.Take(4).ShouldAllBe(answer => answer.Fault == null);
        answers[4].Fault!.Code.ShouldBe(FaultCode.ResourceExhausted);
        answers[5].Fault!.Code.ShouldBe(FaultCode.ResourceExhausted);
        (await bench.Scalar<long>("select total from {s}.counters")).ShouldBe(4);
    }

    [Fact]
    public async Task nobody_is_answered_before_the_commit()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var journal = bench.Journal();
        await journal.Execute(new Raise("a"), Someone);
        await using var blocker = await bench.Database.General.OpenConnectionAsync();
        await using var transaction = await blocker.BeginTransactionAsync();
        await using var hold = blocker.CreateCommand();
        hold.CommandText = $"lock table {bench.Database.Schema}.event_users in exclusive mode";
        await hold.ExecuteNonQueryAsync();

        var player = Someone with { UserId = "0aa0aa00-0000-4000-8000-000000000001" };
        var waiting = journal.Execute(new Raise("a"), player).AsTask();
        await Eventually.Is(async () => await bench.Scalar<long>(
            "select count(*) from pg_stat_activity where application_name = 'kaos-journal' and wait_event_type = 'Lock' and datname = current_database()") == 1);
        waiting.IsCompleted.ShouldBeFalse();

        await transaction.RollbackAsync();
        (await waiting).Value.ShouldBe(2);
    }

    [Fact]
    public async Task a_caller_that_goes_away_while_waiting_changes_nothing()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var journal = bench.Journal(new() { Lanes = 1 });
        using var cancel = new CancellationTokenSource();
        var answers = await WhileHeld(journal, () =>
        {
            var tasks = new[] { journal.Execute(new Raise("a"), Someone, cancel.Token).AsTask(), journal.Execute(new Raise("a"), Someone).AsTask() };
            cancel.Cancel();
            return tasks;
        });

        answers[0].Fault!.Code.ShouldBe(FaultCode.Canceled);
        answers[1].Value.ShouldBe(1);
    }

    [Fact]
    public async Task stopping_commits_what_waits_and_lets_nothing_in_any_more()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var journal = bench.Journal();
        var tasks = Enumerable.Range(0, 100).Select(number => journal.Execute(new Raise($"c{number % 7}"), Someone).AsTask()).ToList();
        await journal.DisposeAsync();

        (await Task.WhenAll(tasks)).ShouldAllBe(answer => answer.Fault == null);
        (await journal.Execute(new Raise("a"), Someone)).Fault!.Code.ShouldBe(FaultCode.Unavailable);
        (await bench.Scalar<decimal>("select sum(total) from {s}.counters")).ShouldBe(100);
        (await bench.Scalar<long>("select count(*) from {s}.journal_lanes")).ShouldBe(0);
    }

    [Fact]
    public async Task observers_hear_of_a_commit_before_its_callers()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var heard = new Listener();
        var journal = bench.Journal(new() { Lanes = 1 }, null, new Faulty(), heard);
        await journal.Execute(new RaiseAll("t", "a", "b"), Someone);
        heard.Changes.Select(change => (change.Stream.Key, ((Counter)change.Before).Total, ((Counter)change.After).Total, change.Version))
            .ShouldBe([("counter-a", 0, 1, 1), ("counter-b", 0, 1, 1)], ignoreOrder: true);
        heard.Changes[0].Events.Single().Event.ShouldBe(new CounterRaised(1, "t"));
    }

    /// <summary>Holds the only lane busy with one command, lets others queue up behind it, and then lets go.</summary>
    static async Task<Answer<T>[]> WhileHeld<T>(LanedJournal journal, Func<IEnumerable<Task<Answer<T>>>> queue)
    {
        var release = new TaskCompletionSource();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = journal.Execute(new Hold("held", release.Task, started), Someone).AsTask();
        await started.Task;
        var queued = queue().ToList();
        release.SetResult();
        await held;
        return await Task.WhenAll(queued);
    }

    sealed class Listener : ICommitObserver
    {
        public List<CommittedStream> Changes { get; } = [];

        public void Committed(IReadOnlyList<CommittedStream> changes) => Changes.AddRange(changes);
    }

    sealed class Faulty : ICommitObserver
    {
        public void Committed(IReadOnlyList<CommittedStream> changes) => throw new InvalidOperationException("A bug in an observer.");
    }
}
