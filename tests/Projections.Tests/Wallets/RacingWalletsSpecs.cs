using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Wallets;
using KaosNet.Projections.Wallets;
using KaosNet.Store.Journal;
using KaosNet.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaosNet.Projections.Tests.Wallets;

/// <summary>Two servers book to the same few players at once.</summary>
public sealed class RacingWalletsSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    const int Batches = 150;

    static readonly string[] Users = [.. Enumerable.Range(1, 6).Select(number => $"0aa0aa00-0000-4000-8000-00000000000{number}")];

    [Fact]
    public async Task nothing_is_lost_and_nothing_goes_below_zero()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        await using var other = new LanedJournal(
            bench.Database, EventCatalogue.Default, ReadModels.All, [], new(), TimeProvider.System, NullLogger<LanedJournal>.Instance);
        foreach (var user in Users) await bench.Do(new CreateAccount(user, "u" + user[^1], Identity.Device("phone-number-" + user[^1])));
        await bench.Do(new UpdateWallets([.. Users.Select(user => Of(user, 20))], WritesLedger: true));

        var outcomes = await Task.WhenAll(
            Book(bench.Journal, 1), Book(bench.Journal, 2), Book(other, 3), Book(other, 4));
        var refusals = outcomes.SelectMany(outcome => outcome.Refused).Distinct().ToList();
        refusals.ShouldAllBe(refusal => refusal == WalletFaults.Negative("coins"));
        var granted = outcomes.Sum(outcome => outcome.Granted);
        granted.ShouldBeGreaterThan(Batches);

        // Every batch moves coins from one to others, so all of them together are what they were.
        await using var sums = bench.Database.General.CreateCommand(
            $"select sum((wallet::jsonb ->> 'coins')::bigint)::bigint, min((wallet::jsonb ->> 'coins')::bigint) from {bench.Database.Schema}.wallets");
        await using (var reader = await sums.ExecuteReaderAsync())
        {
            await reader.ReadAsync();
            reader.GetInt64(0).ShouldBe(20 * Users.Length);
            reader.GetInt64(1).ShouldBeGreaterThanOrEqualTo(0);
        }

        // And the ledger tells of each once: numbered without a gap, and adding up to what is there.
        await using var entries = bench.Database.General.CreateCommand($"""
            select count(*) from (
              select w.user_id from {bench.Database.Schema}.wallets w join {bench.Database.Schema}.wallet_ledger l using (user_id)
              group by w.user_id, w.wallet
              having sum((l.changeset::jsonb ->> 'coins')::bigint) = (w.wallet::jsonb ->> 'coins')::bigint and max(l.number) = count(*) and min(l.number) = 1
            ) right_ones
            """);
        ((long)(await entries.ExecuteScalarAsync())!).ShouldBe(Users.Length);
        await using var count = bench.Database.General.CreateCommand($"select count(*) from {bench.Database.Schema}.wallet_ledger");
        ((long)(await count.ExecuteScalarAsync())!).ShouldBe(Users.Length + outcomes.Sum(outcome => outcome.Entries));
        await bench.RebuildEqualsLive(WalletRow.Table, LedgerRow.Table);
    }

    static async Task<(int Granted, int Entries, List<Fault> Refused)> Book(IJournal journal, ulong seed)
    {
        var dice = new Dice(seed);
        var (granted, entries, refused) = (0, 0, new List<Fault>());
        var caller = Caller.System("spec", "Spec");
        foreach (var wave in Enumerable.Range(0, Batches).Select(_ => Move(dice)).Chunk(10))
        {
            foreach (var (batch, answer) in await Task.WhenAll(wave.Select(async batch => (batch, await journal.Execute(batch, caller)))))
            {
                if (answer.IsGranted(out var results, out var fault)) (granted, entries) = (granted + 1, entries + results.Count);
                else refused.Add(fault);
            }
        }

        return (granted, entries, refused);
    }

    /// <summary>Takes from one and gives to two others, in any order, so that batches of the same players meet from both ends.</summary>
    static UpdateWallets Move(Dice dice)
    {
        var amount = 1 + dice.Roll(8);
        var from = dice.Roll(Users.Length);
        var parts = new List<WalletUpdate>
        {
            Of(Users[from], -2 * amount), Of(Users[(from + 1 + dice.Roll(5)) % Users.Length], amount), Of(Users[(from + 1 + dice.Roll(5)) % Users.Length], amount),
        };
        if (dice.Roll(2) == 0) parts.Reverse();
        return new(parts, WritesLedger: true);
    }

    static WalletUpdate Of(string userId, long coins) => new(userId, new Dictionary<string, long> { ["coins"] = coins });
}
