using System.Text.Json;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Brackets;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Brackets;
using KaosNet.Projections.Kernel;
using KaosNet.Projections.Tests.Groups;
using KaosNet.Store;
using KaosNet.Tests.Support;

namespace KaosNet.Projections.Tests.Brackets;

public sealed class BracketTablesSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Theory]
    [InlineData(BracketFormat.SingleElimination)]
    [InlineData(BracketFormat.DoubleElimination)]
    [InlineData(BracketFormat.RoundRobin)]
    public async Task what_is_read_is_what_happened(BracketFormat format)
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        var lists = Lists(bench.Database);
        var id = await Bracket(bench, players: 7, new(format) { SelfReport = true, CheckInSeconds = 1000 });
        var dice = new Dice(7);
        await Same(bench, lists, id);
        await bench.Do(new StartBracket(id, Seeding.Random));
        await Same(bench, lists, id);
        for (var steps = 0; await bench.Journal.Load(Domain.Brackets.Bracket.Kind.Of(id)) is { Phase: BracketPhase.Running } bracket; steps++)
        {
            var ready = bracket.Pairings.First(pairing => pairing.IsReady);
            var first = bracket.At(ready.First)!.UserId;
            await bench.Do(new CheckIn(id, ready.Number, first));
            await bench.Do(new ClaimResult(id, ready.Number, first, new(1, 2)));
            if (steps == 3) await bench.Do(new WithdrawEntrant(id, first, false, ""));
            else await bench.Do(new ReportResult(id, ready.Number, new(dice.Roll(5), 7)) { MatchId = "match" });
            if (steps % 3 == 1) await bench.Try(new CorrectResult(id, ready.Number, new(9, 8), "wrong"));
            await Same(bench, lists, id);
        }

        await bench.RebuildEqualsLive(BracketTables.Brackets, BracketTables.Entrants, BracketTables.Pairings);
        (await lists.Find(Guid.Parse(Ids.Of(999)))).ShouldBeNull();
    }

    [Fact]
    public async Task a_result_of_a_thousand_players_writes_a_handful_of_rows()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        var id = await Bracket(bench, players: 1024, new(BracketFormat.DoubleElimination));
        await bench.Do(new StartBracket(id, Seeding.Entry));
        var before = await Newest(bench.Database);
        await bench.Do(new ReportResult(id, 1, new(1, 0)));
        (await Written(bench.Database, "bracket_pairings", before)).ShouldBe(3, "the pairing and the two that its players go to");
        (await Written(bench.Database, "bracket_entrants", before)).ShouldBe(2);
        (await Written(bench.Database, "brackets", before)).ShouldBe(0);
        await bench.RebuildEqualsLive(BracketTables.Brackets, BracketTables.Entrants, BracketTables.Pairings);
    }

    [Fact]
    public async Task deadlines_are_found_in_their_order_while_a_bracket_runs()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        var lists = Lists(bench.Database);
        var late = await Bracket(bench, players: 4, new(BracketFormat.SingleElimination) { PlaySeconds = 1000 });
        var soon = await Bracket(bench, players: 2, new(BracketFormat.SingleElimination) { CheckInSeconds = 10 }, create: false);
        (await lists.Due(10)).ShouldBeEmpty();
        await bench.Do(new StartBracket(late, Seeding.Entry));
        await bench.Do(new StartBracket(soon, Seeding.Entry));
        (await lists.Due(10)).Select(due => (due.BracketId.ToString(), due.Number)).ShouldBe([(soon, 1), (late, 1), (late, 2)]);
        (await lists.Due(1)).Count.ShouldBe(1);
        await bench.Do(new ReportResult(soon, 1, new(1, 0)));
        await bench.Do(new CancelBracket(late, "rain"));
        (await lists.Due(10)).ShouldBeEmpty();
        await bench.RebuildEqualsLive(BracketTables.Brackets, BracketTables.Entrants, BracketTables.Pairings);
    }

    internal static BracketLists Lists(Database database) => new(database, new Cursors("key"u8.ToArray()));

    /// <summary>An open bracket that players 0, 1, … have entered.</summary>
    internal static async Task<string> Bracket(ReadModelBench bench, int players, BracketSettings settings, bool create = true)
    {
        if (create)
        {
            foreach (var some in Enumerable.Range(0, players).Chunk(500))
                await Task.WhenAll(some.Select(player => bench.Do(new CreateAccount(Ids.Of(player), $"player{player}", Identity.Device($"device-of-{player:00000}")))));
        }

        var id = (await bench.Do(new CreateBracket(Guid.CreateVersion7().ToString(), settings))).Id;
        await bench.Do(new EnterBracket(id, [.. Enumerable.Range(0, players).Select(Ids.Of)], false));
        return id;
    }

    static async Task Same(ReadModelBench bench, BracketLists lists, string id)
    {
        var (state, read) = (await bench.Journal.Load(Domain.Brackets.Bracket.Kind.Of(id)), await lists.Find(Guid.Parse(id)));
        // Where players went is for folding alone.
        state = state with { Pairings = [.. state.Pairings.Select(pairing => pairing with { WinnerTo = null, LoserTo = null })] };
        JsonSerializer.Serialize(read, EventJson.Options).ShouldBe(JsonSerializer.Serialize(state, EventJson.Options));
    }

    static async Task<long> Newest(Database database)
    {
        await using var command = database.General.CreateCommand("select txid_current()");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    static async Task<long> Written(Database database, string table, long since)
    {
        await using var command = database.General.CreateCommand($"select count(*) from {database.Schema}.{table} where xmin::text::bigint > {since}");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
