using KaosNet.Store.Journal;
using KaosNet.Tests.Support;

namespace KaosNet.Store.Tests.Journal;

public sealed class LaneTokenSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task a_lost_transaction_that_came_through_is_found()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var token = await Attempted(bench);
        (await MoveRow(bench, token, from: 0, to: 1)).ShouldBe(1);

        (await token.FindOut(default)).ShouldBeTrue();
        (token.Current, token.IsOpen).ShouldBe((1, false));
    }

    [Fact]
    public async Task a_lost_transaction_that_did_not_come_through_never_can_afterwards()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var token = await Attempted(bench);

        (await token.FindOut(default)).ShouldBeFalse();
        (await MoveRow(bench, token, from: 0, to: 1)).ShouldBe(0, "the lost transaction arrives late");
        token.Attempt();
        (await MoveRow(bench, token, token.Current, token.Next)).ShouldBe(1, "the next one goes on from there");
    }

    [Fact]
    public async Task finding_out_can_be_cut_off_itself()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var token = await Attempted(bench);
        (await MoveRow(bench, token, from: 0, to: 2)).ShouldBe(1, "as finding out does, whose answer is lost");

        (await token.FindOut(default)).ShouldBeFalse();
        token.Current.ShouldBe(2);
    }

    [Fact]
    public async Task a_transaction_still_running_in_the_database_is_waited_for()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var token = await Attempted(bench);
        await using var lost = await bench.Database.General.OpenConnectionAsync();
        await using var transaction = await lost.BeginTransactionAsync();
        await using var move = lost.CreateCommand();
        move.CommandText = $"update {bench.Database.Schema}.journal_lanes set token = 1 where lane = '{token.Lane}' and token = 0";
        await move.ExecuteNonQueryAsync();

        var found = token.FindOut(default);
        await Eventually.Is(async () => await bench.Scalar<long>(
            "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()") > 0);
        found.IsCompleted.ShouldBeFalse();
        await transaction.CommitAsync();
        (await found).ShouldBeTrue();
    }

    static async Task<LaneToken> Attempted(Workbench bench)
    {
        var token = new LaneToken(bench.Database.Writes, bench.Database.Schema);
        await token.Register(default);
        token.Attempt();
        return token;
    }

    static Task<long> MoveRow(Workbench bench, LaneToken token, long from, long to) => bench.Scalar<long>(
        $"with u as (update {{s}}.journal_lanes set token = {to} where lane = '{token.Lane}' and token = {from} returning 1) select count(*) from u");
}
