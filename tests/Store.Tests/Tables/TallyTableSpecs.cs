using System.Collections.Immutable;
using KaosNet.Domain.Kernel;
using KaosNet.Store.Journal;
using KaosNet.Store.Tables;
using KaosNet.Store.Tests.Journal;
using KaosNet.Tests.Support;

namespace KaosNet.Store.Tests.Tables;

public sealed class TallyTableSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    static readonly Caller Someone = Caller.System("test", "Test");

    static readonly TallyTable<Ballot> Votes = new("votes", "candidate", Ballot.Kind, (_, ballot) => ballot.Entries);

    static readonly Guid[] Candidates = [.. Enumerable.Range(1, 6).Select(number => new Guid(number, 0, 0, new byte[8]))];

    [Fact]
    public async Task a_row_is_the_sum_of_what_all_streams_say_and_the_time_of_the_last_that_changed_it()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString, [Votes]);
        var journal = bench.Journal();
        (await journal.Execute(new Vote("a", Candidates[0], 3), Someone)).Fault.ShouldBeNull();
        await journal.Execute(new Vote("b", Candidates[0], 4), Someone);
        await journal.Execute(new Vote("b", Candidates[1], 1), Someone);
        (await Sums(bench)).ShouldBe("1:7 2:1");

        var before = await bench.Scalar<DateTime>("select changed_at from {s}.votes where count = 7");
        await journal.Execute(new Vote("a", Candidates[0], -3), Someone);
        (await Sums(bench)).ShouldBe("1:4 2:1");
        (await bench.Scalar<DateTime>("select changed_at from {s}.votes where count = 4")).ShouldBeGreaterThan(before);
        (await bench.Rebuilder.Verify(bench.Shown)).ShouldAllBe(table => table.Differences.Count == 0 && table.Rows == 2);
    }

    [Fact]
    public async Task two_servers_that_fight_over_the_same_rows_add_up_to_what_events_say()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString, [Votes]);
        LanedJournal[] servers = [bench.Journal(new() { Lanes = 2 }), bench.Journal(new() { Lanes = 2 })];
        foreach (var seed in Enumerable.Range(1, 3))
        {
            await Task.WhenAll(Enumerable.Range(0, 16).Select(async caller =>
            {
                var dice = new Dice((ulong)((seed * 100) + caller));
                for (var i = 0; i < 12; i++)
                {
                    // Callers of both servers share streams, and each command touches two candidates in any order.
                    var vote = new Vote($"b{dice.Roll(10)}", Candidates[dice.Roll(6)], dice.Roll(5) - 2, Candidates[dice.Roll(6)]);
                    (await servers[caller % 2].Execute(vote, Someone)).Fault?.Code.ShouldBe(FaultCode.Aborted);
                }
            }));
            (await bench.Rebuilder.Verify(bench.Shown)).ShouldAllBe(table => table.Differences.Count == 0, $"seed {seed}");
        }
    }

    [Fact]
    public async Task a_tampered_sum_is_found_and_put_right()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString, [Votes]);
        var journal = bench.Journal();
        foreach (var (candidate, number) in Candidates.Select((candidate, number) => (candidate, number)))
            await journal.Execute(new Vote($"b{number % 2}", candidate, number), Someone);
        await bench.Scalar<int>("update {s}.votes set count = 9 where count = 3; select 1");
        (await bench.Rebuilder.Verify(bench.Shown))[0].Differences.Count.ShouldBe(2);
        await bench.Rebuilder.Replace(bench.Shown);
        (await bench.Rebuilder.Verify(bench.Shown))[0].Differences.ShouldBeEmpty();
        await journal.Execute(new Vote("b7", Candidates[3], 1), Someone);
        (await Sums(bench)).ShouldBe("1:0 2:1 3:2 4:4 5:4 6:5", "after a rebuild it goes on adding");
    }

    [Fact]
    public void a_tally_of_another_state_is_refused_at_once() =>
        Should.Throw<ArgumentException>(() => new TallyTable<Ballot>("t", "id", Gate.Kind, (_, _) => []));

    static Task<string> Sums(Workbench bench) => bench.Scalar<string>(
        "select string_agg(substring(candidate::text from 8 for 1) || ':' || count, ' ' order by candidate) from {s}.votes");
}

/// <summary>A stream for tests: what somebody gave to whom.</summary>
sealed record Ballot(ImmutableList<Contribution> Entries)
{
    public static readonly StreamKind<Ballot, BallotEvent> Kind = new("ballot", _ => new([]), (ballot, happened, at) => happened switch
    {
        BallotCast cast => ballot.With(cast.Candidate, cast.Weight, at),
        _ => ballot,
    });

    Ballot With(Guid candidate, long weight, DateTimeOffset at)
    {
        var known = Entries.FindIndex(entry => entry.Key == candidate);
        return known < 0
            ? new(Entries.Add(new(candidate, weight, at)))
            : new(Entries.SetItem(known, new(candidate, Entries[known].Count + weight, at > Entries[known].ChangedAt ? at : Entries[known].ChangedAt)));
    }
}

abstract record BallotEvent;

[EventName("ballot_cast")]
sealed record BallotCast(Guid Candidate, long Weight) : BallotEvent;

sealed record Vote(string Id, Guid Candidate, long Weight, Guid? Other = null) : StreamCommand<Ballot, Done>
{
    public override StreamRef<Ballot> Stream => Ballot.Kind.Of(Id);

    protected override Decision<Done> Decide(Ballot state, DecisionContext context) => Decision.Granted()
        .Append(Stream, new BallotCast(Candidate, Weight))
        .AppendIf(Other is not null, Stream, () => new BallotCast(Other!.Value, Weight));
}
