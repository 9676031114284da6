using KaosNet.Domain.Accounts;
using KaosNet.Domain.Purchases;
using KaosNet.Projections.Kernel;
using KaosNet.Projections.Purchases;
using KaosNet.Tests.Support;
using Limits = KaosNet.Domain.Purchases.Limits;

namespace KaosNet.Projections.Tests.Purchases;

public sealed class PurchaseListsSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    const string Ann = "0aa0aa00-0000-4000-8000-000000000001", Bob = "0bb0bb00-0000-4000-8000-000000000002";

    static readonly DateTimeOffset Bought = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);
    static readonly Cursors Cursors = new(new byte[32]);

    [Fact]
    public async Task they_are_listed_by_owner_or_all_together_the_latest_first()
    {
        await using var bench = await Open();
        var lists = new PurchaseLists(bench.Database, Cursors);
        // Two at one moment are told apart by their numbers.
        await bench.Do(new KeepPurchases(Ann, [Sword("a", 1), Sword("b", 2), Sword("c", 2)]));
        await bench.Do(new KeepPurchases(Bob, [Sword("d", 3)]));
        async Task<string> All(Guid? user)
        {
            var (said, cursor) = ("", "");
            do
            {
                var page = (await lists.Purchases(user, 1, cursor)).Value;
                said += string.Concat(page.Rows.Select(row => row.TransactionId));
                cursor = page.Next;
            }
            while (cursor.Length > 0);
            return said;
        }

        (await All(Guid.Parse(Ann))).ShouldBe("cba");
        (await All(null)).ShouldBe("dcba");
        var second = (await lists.Purchases(null, 2, (await lists.Purchases(null, 2, "")).Value.Next)).Value;
        (await lists.Purchases(null, 2, second.Previous)).Value.Rows.Select(row => row.TransactionId).ShouldBe(["d", "c"]);
        (await lists.Purchases(Guid.Parse(Bob), 2, second.Previous)).Fault.ShouldBe(PurchaseFaults.InvalidPurchaseCursor);
        (await lists.Purchase("a\0")).ShouldBeNull();
    }

    [Fact]
    public async Task tables_are_what_events_say_also_of_refunds_and_accounts_that_go()
    {
        await using var bench = await Open();
        var lists = new PurchaseLists(bench.Database, Cursors);
        await bench.Do(new KeepPurchases(Ann, [Sword("a", 1), Sword(new('x', Limits.IdBytes), 1) with { RefundTime = Bought.AddDays(5) }]));
        await bench.Do(new KeepSubscriptions(Ann, [Gold("s", 30), Gold("older", 3)]));
        await bench.Do(new KeepSubscriptions(Bob, [Gold("s", 60)]));
        (await lists.Subscription(Guid.Parse(Ann), "gold"))!.OriginalTransactionId.ShouldBe("s");
        var owned = await new OwnedPurchases(bench.Database).Of(Ann, CancellationToken.None);
        owned.Count.ShouldBe(4);
        await bench.Do(new DeleteAccount(Ann, owned));

        var row = (await lists.Purchase("a"))!;
        (row.UserId, row.ProductId, row.PurchaseTime, row.RefundTime).ShouldBe((Guid.Empty, "sword", Bought.AddDays(1), null));
        (await lists.Purchase(new('x', Limits.IdBytes)))!.RefundTime.ShouldBe(Bought.AddDays(5));
        var subscription = (await lists.Subscription("s"))!;
        (subscription.UserId, subscription.ExpiryTime).ShouldBe((Guid.Empty, Bought.AddDays(60)));
        (subscription.IsActive(Bought.AddDays(59)), subscription.IsActive(Bought.AddDays(60)), (subscription with { RefundTime = Bought }).IsActive(Bought)).ShouldBe((true, false, false));
        (await lists.Subscription(Guid.Parse(Ann), "gold")).ShouldBeNull();
        (await new OwnedPurchases(bench.Database).Of(Ann, CancellationToken.None)).ShouldBeEmpty();
        await bench.RebuildEqualsLive(PurchaseRow.Table, StoreSubscriptionRow.Table);
    }

    [Fact]
    public async Task a_page_is_one_walk_along_one_index()
    {
        await using var bench = await Open();
        await using var fill = bench.Database.General.CreateCommand($"""
            insert into {bench.Database.Schema}.purchases (transaction_id, user_id, store, product_id, environment, purchase_time, provider_response, create_time, update_time)
            select 't' || n, case when n % 10 = 0 then '{Ann}' else gen_random_uuid() end, 1, 'sword', 2, now() - n * interval '1 second', '', now(), now()
            from generate_series(1, 20000) n
            """);
        await fill.ExecuteNonQueryAsync();
        var pages = new PurchaseLists(bench.Database, Cursors).Bought;
        var (at, user) = (DateTime.UtcNow.AddHours(-1), Guid.Parse(Ann));
        foreach (var statement in new[] { pages.Older, pages.Newer }) (await QueryPlan.Of(bench.Database, "purchases", statement, 100, at, "t")).ShouldWalk("purchases_by_time");
        foreach (var statement in new[] { pages.OlderOfUser, pages.NewerOfUser })
            (await QueryPlan.Of(bench.Database, "purchases", statement, 100, at, "t", user)).ShouldWalk("purchases_of_user");
        (await QueryPlan.Of(bench.Database, "purchases", pages.Newest, 100)).ShouldWalk("purchases_by_time");
        (await QueryPlan.Of(bench.Database, "purchases", pages.NewestOfUser, 100, user)).ShouldWalk("purchases_of_user");
    }

    async Task<ReadModelBench> Open()
    {
        var bench = await ReadModelBench.Open(postgres.ConnectionString);
        await bench.Do(new CreateAccount(Ann, "ann", Identity.Device("anns-phone-01")));
        await bench.Do(new CreateAccount(Bob, "bob", Identity.Device("bobs-phone-01")));
        return bench;
    }

    static BoughtProduct Sword(string id, int day) => new(id, PurchaseStore.Google, "sword", PurchaseEnvironment.Production, Bought.AddDays(day), "{}");

    static BoughtSubscription Gold(string id, int days) => new(id, PurchaseStore.Google, "gold", PurchaseEnvironment.Production, Bought, Bought.AddDays(days)) { ProviderResponse = "{}" };
}
