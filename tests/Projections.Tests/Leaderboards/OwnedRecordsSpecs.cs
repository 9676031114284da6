using KaosNet.Domain.Accounts;
using KaosNet.Domain.Leaderboards;
using KaosNet.Projections.Leaderboards;
using KaosNet.Tests.Support;

namespace KaosNet.Projections.Tests.Leaderboards;

public sealed class OwnedRecordsSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    const string Ann = "0aa0aa00-0000-4000-8000-000000000001";
    const string Bob = "0bb0bb00-0000-4000-8000-000000000002";

    [Fact]
    public async Task an_owners_records_end_with_the_account_and_nobody_elses()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        await bench.Do(new CreateAccount(Ann, "ann", Identity.Device("anns-phone-01")));
        foreach (var board in new[] { "one", "two/with a slash" })
        {
            await bench.Do(new CreateLeaderboard(board));
            foreach (var owner in new[] { Ann, Bob }) await bench.Do(new SubmitScore(board, 0, owner, Score: 100));
        }

        var owned = await new OwnedRecords(bench.Database).Of(Ann, CancellationToken.None);
        owned.Select(record => record.Stream.Id).ShouldBe([$"one/0/{Ann}", $"two/with a slash/0/{Ann}"], ignoreOrder: true);

        await bench.Do(new DeleteAccount(Ann, owned));
        (await new OwnedRecords(bench.Database).Of(Ann, CancellationToken.None)).ShouldBeEmpty();
        (await new OwnedRecords(bench.Database).Of(Bob, CancellationToken.None)).Count.ShouldBe(2);
        await bench.RebuildEqualsLive(OwnedRecords.Table, LeaderboardTables.Records);
    }
}
