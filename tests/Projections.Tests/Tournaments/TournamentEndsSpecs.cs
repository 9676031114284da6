using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leaderboards.Disqualifying;
using KaosNet.Domain.Tournaments;
using KaosNet.Projections.Leaderboards;
using KaosNet.Projections.Tests.Leaderboards;
using KaosNet.Tests.Support;

namespace KaosNet.Projections.Tests.Tournaments;

/// <summary>What becomes of records and places when accounts and boards end.</summary>
public sealed class TournamentEndsSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    static readonly CreateTournament Cup = new("cup/with a slash", Duration: 3600) { MaxSize = 3000, EnableRanks = true };

    [Fact]
    public async Task places_are_free_again_with_the_account()
    {
        await using var bench = await TournamentBench.Open(postgres.ConnectionString);
        await bench.Create(Cup);
        await bench.Create(Cup with { Id = "open", MaxSize = 0 });
        var ann = LeaderboardBench.Owner(1).ToString();
        await bench.Bench.Do(new CreateAccount(ann, "ann", Identity.Device("anns-phone-01")));
        foreach (var cup in new[] { Cup.Id, "open" })
        {
            await bench.Submit(cup, 1, 10);
            await bench.Submit(cup, 2, 20);
        }

        var owned = await new OwnedRecords(bench.Bench.Database).Of(ann, CancellationToken.None);
        owned.Count.ShouldBe(2);
        await bench.Bench.Do(new DeleteAccount(ann, owned));
        await bench.Bench.Do(new DeleteAccount(ann, owned));
        (await bench.SizeOf(Cup.Id)).ShouldBe(1);
        (await new OwnedRecords(bench.Bench.Database).Of(ann, CancellationToken.None)).ShouldBeEmpty();
        await bench.RebuildEqualsLive();
    }

    [Fact]
    public async Task who_is_disqualified_leaves_the_place_and_takes_one_on_coming_again()
    {
        await using var bench = await TournamentBench.Open(postgres.ConnectionString);
        await bench.Create(Cup with { MaxSize = 1 });
        var ann = LeaderboardBench.Owner(1).ToString();
        await bench.Submit(Cup.Id, 1, 10);
        await bench.Bench.Do(new Withhold(Cup.Id, ann));
        (await bench.SizeOf(Cup.Id)).ShouldBe(0);
        await bench.Submit(Cup.Id, 1, 5);
        (await bench.SizeOf(Cup.Id)).ShouldBe(1);
        await bench.RebuildEqualsLive();

        await bench.Bench.Do(new Withhold(Cup.Id, ann));
        await bench.Submit(Cup.Id, 2, 5);
        await bench.Bench.Do(new DeleteAccount(ann, await new OwnedRecords(bench.Bench.Database).Of(ann, CancellationToken.None)));
        (await bench.SizeOf(Cup.Id)).ShouldBe(1);
        (await new OwnedRecords(bench.Bench.Database).Of(ann, CancellationToken.None)).ShouldBeEmpty();
        await bench.RebuildEqualsLive();
    }

    [Fact]
    public async Task a_big_board_is_gone_at_once_and_its_records_in_bounded_commits()
    {
        await using var bench = await TournamentBench.Open(postgres.ConnectionString);
        await bench.Create(Cup);
        const int owners = LeaderboardSetup.RecordsAtOnce + 200;
        await Parallel.ForEachAsync(Enumerable.Range(1, owners), async (owner, _) => await bench.Submit(Cup.Id, owner, owner));
        await bench.Bench.Do(new Withhold(Cup.Id, LeaderboardBench.Owner(7).ToString()));
        (await bench.SizeOf(Cup.Id)).ShouldBe(owners - 1);

        await bench.Bench.Do(new DeleteLeaderboard(Cup.Id));
        (await bench.Scores.Submit(new(Cup.Id, LeaderboardBench.Owner(1).ToString(), 1), TournamentBench.Script)).Fault.ShouldBe(TournamentFaults.NotFound);
        await bench.Setup.Clear(Cup.Id, commitsMax: 1, TournamentBench.Script);
        (await State()).IsClearing.ShouldBeTrue();
        (await Count("leaderboard_records")).ShouldBe(owners - 1 - LeaderboardSetup.RecordsAtOnce);

        // Whoever wants the id finishes what is left.
        var again = await bench.Create(Cup with { SortOrder = SortOrder.Ascending });
        (again.Exists, again.IsClearing, again.SortOrder).ShouldBe((true, false, SortOrder.Ascending));
        foreach (var table in new[] { "leaderboard_records", "leaderboard_records_of_owner", "tournament_places" }) (await Count(table)).ShouldBe(0, table);
        (await bench.SizeOf(Cup.Id)).ShouldBe(0);
        var (second, first) = (await bench.Submit(Cup.Id, 7, 9), await bench.Submit(Cup.Id, 8, 3));
        (second.Rank, first.Rank, await bench.SizeOf(Cup.Id)).ShouldBe((1, 1, 2));
        await bench.RebuildEqualsLive();

        async Task<Leaderboard> State() => await bench.Bench.Journal.Load(Leaderboard.Kind.Of(Cup.Id));

        async Task<long> Count(string table)
        {
            await using var command = bench.Bench.Database.General.CreateCommand($"select count(*) from {bench.Bench.Database.Schema}.{table}");
            return (long)(await command.ExecuteScalarAsync())!;
        }
    }

    [Fact]
    public async Task a_deletion_waits_for_its_records_and_clearing_twice_does_nothing()
    {
        await using var bench = await TournamentBench.Open(postgres.ConnectionString);
        await bench.Create(Cup);
        await bench.Submit(Cup.Id, 1, 1);
        (await bench.Setup.Delete(Cup.Id, TournamentBench.Script)).Fault.ShouldBeNull();
        var cleared = await bench.Bench.Journal.Load(Leaderboard.Kind.Of(Cup.Id));
        (cleared.Exists, cleared.IsClearing).ShouldBe((false, false));
        (await bench.Setup.Clear(Cup.Id, int.MaxValue, TournamentBench.Script)).Fault.ShouldBeNull();
        (await bench.Bench.Journal.Load(Leaderboard.Kind.Of(Cup.Id))).Version.ShouldBe(cleared.Version);
    }

    /// <summary>Takes all of a record back, as a disqualification does.</summary>
    sealed record Withhold(string Tournament, string Owner) : Command<Done>
    {
        StreamRef<TournamentPlaces> Places => TournamentPlaces.Of(Tournament, 0);

        StreamRef<ScoreRecord> Record => ScoreRecord.Of(Tournament, 0, Owner);

        public override IReadOnlyList<StreamRef> Streams => [Places, Record];

        public override Decision<Done> Decide(StreamStates states, DecisionContext context) => Decision.Granted()
            .Append(Places, new TournamentPlaceLeft(Owner))
            .Append(Record, new ScoresDisqualified("d", [], null, IsWithheld: true));
    }
}
