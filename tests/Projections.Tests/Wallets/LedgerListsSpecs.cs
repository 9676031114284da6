using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Wallets;
using KaosNet.Projections.Accounts;
using KaosNet.Projections.Kernel;
using KaosNet.Projections.Wallets;
using KaosNet.Tests.Support;
using Limits = KaosNet.Domain.Wallets.Limits;

namespace KaosNet.Projections.Tests.Wallets;

public sealed class LedgerListsSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    const string Ann = "0aa0aa00-0000-4000-8000-000000000001";
    const string Bob = "0bb0bb00-0000-4000-8000-000000000002";

    static readonly Cursors Cursors = new(new byte[32]);

    [Fact]
    public async Task pages_go_from_the_newest_to_the_oldest_and_back()
    {
        await using var bench = await Open();
        for (var i = 1; i <= 3; i++) await Pay(bench, Ann, i);
        // Two of one moment are in the order in which they were booked.
        await bench.Do(new UpdateWallets([Of(Ann, 4), Of(Bob, 99), Of(Ann, 5)], WritesLedger: true));
        var lists = new LedgerLists(bench.Database, Cursors);

        var first = await Page(lists, Ann, 2, "");
        (Coins(first), first.Previous).ShouldBe(("5 4", ""));
        var second = await Page(lists, Ann, 2, first.Next);
        Coins(second).ShouldBe("3 2");
        var third = await Page(lists, Ann, 2, second.Next);
        (Coins(third), third.Next).ShouldBe(("1", ""));

        var back = await Page(lists, Ann, 2, third.Previous);
        Coins(back).ShouldBe("3 2");
        back = await Page(lists, Ann, 2, back.Previous);
        (Coins(back), back.Previous).ShouldBe(("5 4", ""));
        Coins(await Page(lists, Ann, 2, back.Next)).ShouldBe("3 2");

        // What is newer than the first page is found by going back from it.
        await Pay(bench, Ann, 6);
        Coins(await Page(lists, Ann, 2, second.Previous)).ShouldBe("5 4");
        var news = await Page(lists, Ann, 2, (await Page(lists, Ann, 2, second.Previous)).Previous);
        (Coins(news), news.Previous).ShouldBe(("6", ""));
        Coins(await Page(lists, Ann, 100, "")).ShouldBe("6 5 4 3 2 1");
        (Coins(await Page(lists, Ann, 0, "")), (await Page(lists, Ann, 5, "")).Next.Length > 0).ShouldBe(("", true));
        (await Page(lists, Ann, 6, "")).Next.ShouldBeEmpty();
    }

    [Fact]
    public async Task a_time_span_is_kept_by_its_cursors()
    {
        var time = new ShiftedClock();
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString, time);
        await SignUp(bench);
        var moments = new List<DateTimeOffset>();
        for (var i = 1; i <= 6; i++)
        {
            time.Shift += TimeSpan.FromHours(1);
            await Pay(bench, Ann, i);
            moments.Add((await Page(new(bench.Database, Cursors), Ann, 1, "")).Rows[0].CreateTime);
        }

        var lists = new LedgerLists(bench.Database, Cursors);
        // From the second on, before the sixth.
        var first = (await lists.Page(Guid.Parse(Ann), 3, "", moments[1], moments[5])).Value;
        Coins(first).ShouldBe("5 4 3");
        var second = (await lists.Page(Guid.Parse(Ann), 3, first.Next, moments[1], moments[5])).Value;
        (Coins(second), second.Next).ShouldBe(("2", ""));
        var back = (await lists.Page(Guid.Parse(Ann), 3, second.Previous, moments[1], moments[5])).Value;
        (Coins(back), back.Previous).ShouldBe(("5 4 3", ""));
        Coins((await lists.Page(Guid.Parse(Ann), 10, "", moments[4])).Value).ShouldBe("6 5");
        Coins((await lists.Page(Guid.Parse(Ann), 10, "", to: moments[1])).Value).ShouldBe("1");

        (await lists.Page(Guid.Parse(Ann), 3, first.Next)).Fault.ShouldBe(WalletFaults.InvalidCursor);
        (await lists.Page(Guid.Parse(Ann), 3, first.Next, moments[1], moments[4])).Fault.ShouldBe(WalletFaults.InvalidCursor);
    }

    [Fact]
    public async Task a_cursor_is_for_its_player_and_cannot_be_made_up()
    {
        await using var bench = await Open();
        for (var i = 1; i <= 2; i++) await Pay(bench, Ann, i);
        var lists = new LedgerLists(bench.Database, Cursors);
        var cursor = (await Page(lists, Ann, 1, "")).Next;
        foreach (var (owner, text) in new[] { (Bob, cursor), (Ann, cursor + "A"), (Ann, "AAAA"), (Ann, "?"), (Ann, cursor[1..]) })
            (await lists.Page(Guid.Parse(owner), 1, text)).Fault.ShouldBe(WalletFaults.InvalidCursor);
        foreach (var limit in new[] { -1, 101 })
            (await lists.Page(Guid.Parse(Ann), limit, "")).Fault.ShouldBe(new Fault(FaultCode.InvalidArgument, "expects limit to be 0-100"));
    }

    [Fact]
    public async Task what_is_booked_annotated_reversed_and_removed_shows_and_can_be_rebuilt()
    {
        await using var bench = await Open();
        var caller = new Caller { Source = Source.Script, Actor = "main", Operation = "wallet_update", Cause = "end:cup:60", Correlation = "r1" };
        (await bench.Journal.Execute(
            new UpdateWallets([Of(Ann, 5, """{"for":"cup"}"""), Of(Bob, 3)], WritesLedger: true), caller)).Fault.ShouldBeNull();
        await Pay(bench, Ann, 2);
        var lists = new LedgerLists(bench.Database, Cursors);

        var paid = (await lists.OfCause("end:cup:60", Guid.Parse(Ann), 10)).ShouldHaveSingleItem();
        (paid.Changeset, paid.Metadata, paid.Cause, paid.Correlation, paid.Number).ShouldBe(("""{"coins": 5}""", """{"for": "cup"}""", "end:cup:60", "r1", 1));
        var all = await lists.OfCause("end:cup:60", 1);
        (all.Single().UserId.ToString(), (await lists.OfCause("end:cup:60", 10, all[0])).Single().UserId.ToString()).ShouldBe((Ann, Bob));
        (await lists.OfCause("end:cup:61", 10)).ShouldBeEmpty();

        var reversal = await bench.Do(new ReverseLedgerEntry(Ann, paid.Id.ToString()) { Author = "ref", Reason = "cheated" });
        await bench.Do(new UpdateLedgerMetadata(reversal.Id, """{"seen":true}"""));
        (await lists.Find(paid.Id))!.ReversedBy.ShouldBe(Guid.Parse(reversal.Id));
        var shown = (await lists.Find(Guid.Parse(reversal.Id)))!;
        (shown.Reverses, shown.Changeset, shown.Metadata, shown.Author, shown.Reason, shown.Shortfall, shown.Cause)
            .ShouldBe((paid.Id, """{"coins": -5}""", """{"seen": true}""", "ref", "cheated", "{}", null));
        await bench.Do(new RemoveLedgerEntry(Bob, all[0].Id.ToString()));
        (await new AccountProfiles(bench.Database).WithEdges(Ann))!.Wallet.ShouldBe("""{"coins": 2}""");
        await bench.RebuildEqualsLive(WalletRow.Table, LedgerRow.Table);
    }

    [Fact]
    public async Task a_booking_counts_as_a_change_of_the_account()
    {
        var time = new ShiftedClock();
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString, time);
        await SignUp(bench);
        var profiles = new AccountProfiles(bench.Database);
        var before = (await profiles.WithEdges(Ann))!;
        (before.Wallet, before.ChangedAt).ShouldBe(("{}", default));
        time.Shift = TimeSpan.FromHours(1);
        await bench.Do(new UpdateWallets([Of(Ann, 1)], WritesLedger: false));

        var after = (await profiles.WithEdges(Ann))!;
        (after.Wallet, after.ChangedAt > before.Profile.UpdatedAt.AddMinutes(50)).ShouldBe(("""{"coins": 1}""", true));
        (await new PlayerSearch(bench.Database).Find([Guid.Parse(Ann)], [], [])).Single().ChangedAt.ShouldBe(after.ChangedAt);
    }

    [Fact]
    public async Task they_end_with_the_account()
    {
        await using var bench = await Open();
        await Pay(bench, Ann, 1);
        await Pay(bench, Ann, 2);
        await Pay(bench, Bob, 3);
        var owned = await new OwnedWallet(bench.Database).Of(Ann, CancellationToken.None);
        owned.Count.ShouldBe(3);
        await bench.Do(new DeleteAccount(Ann, owned));

        var lists = new LedgerLists(bench.Database, Cursors);
        (await Page(lists, Ann, 10, "")).Rows.ShouldBeEmpty();
        Coins(await Page(lists, Bob, 10, "")).ShouldBe("3");
        (await new OwnedWallet(bench.Database).Of(Ann, CancellationToken.None)).ShouldBeEmpty();
        (await bench.Do(new UpdateWallets([Of(Ann, 1)], WritesLedger: true))).ShouldBeEmpty();
        await bench.RebuildEqualsLive(WalletRow.Table, LedgerRow.Table);
    }

    [Fact]
    public async Task a_wallet_survives_its_snapshots()
    {
        await using var bench = await Open();
        for (var i = 1; i <= Limits.SnapshotEvery + 5; i++) await Pay(bench, Ann, 1);
        await using var other = new Store.Journal.LanedJournal(
            bench.Database, EventCatalogue.Default, ReadModels.All, [], new(), TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<Store.Journal.LanedJournal>.Instance);
        var wallet = await other.Load(Wallet.Kind.Of(Ann));
        (wallet.BalanceOf("coins"), wallet.Entries).ShouldBe((Limits.SnapshotEvery + 5, Limits.SnapshotEvery + 5));
        await bench.RebuildEqualsLive(WalletRow.Table, LedgerRow.Table);
    }

    [Fact]
    public async Task a_page_is_one_walk_along_one_index()
    {
        await using var bench = await Open();
        await using var fill = bench.Database.General.CreateCommand($"""
            insert into {bench.Database.Schema}.wallet_ledger
              (id, user_id, number, changeset, metadata, cause, correlation, shortfall, create_time, update_time)
            select gen_random_uuid(), case when n % 10 = 0 then '{Ann}' else gen_random_uuid() end, n, '{"{}"}', '{"{}"}',
              case when n % 20 = 0 then 'end:cup:60' when n % 3 = 0 then 'rpc ' || n end, 'r', '{"{}"}', now() - n * interval '1 second', now()
            from generate_series(1, 20000) n
            """);
        await fill.ExecuteNonQueryAsync();
        var lists = new LedgerLists(bench.Database, Cursors);
        var user = Guid.Parse(Ann);
        var (from, to, edge) = (DateTime.UtcNow.AddHours(-4), DateTime.UtcNow, DateTime.UtcNow.AddHours(-1));
        (await Plan(lists.Newest, user, 101, from, to)).ShouldWalk("wallet_ledger_of_user");
        (await Plan(lists.Older, user, 101, from, to, edge, 5L)).ShouldWalk("wallet_ledger_of_user");
        (await Plan(lists.Newer, user, 101, from, to, edge, 5L)).ShouldWalk("wallet_ledger_of_user");
        (await Plan(lists.CauseStatement, "end:cup:60", user, edge, 5L, 100)).ShouldWalk("wallet_ledger_by_cause");
        (await Plan(lists.CauseOfUserStatement, "end:cup:60", user, 100)).ShouldWalk("wallet_ledger_by_cause");
        (await Plan(lists.FindStatement, Guid.NewGuid())).ShouldNotContain("Seq Scan");
        (await Plan(new OwnedWallet(bench.Database).Statement, user)).ShouldContain("wallet_ledger_of_user");

        Task<string> Plan(string statement, params object[] parameters) => QueryPlan.Of(bench.Database, "wallet_ledger", statement, parameters);
    }

    async Task<ReadModelBench> Open()
    {
        var bench = await ReadModelBench.Open(postgres.ConnectionString);
        await SignUp(bench);
        return bench;
    }

    static async Task SignUp(ReadModelBench bench)
    {
        await bench.Do(new CreateAccount(Ann, "ann", Identity.Device("anns-phone-01")));
        await bench.Do(new CreateAccount(Bob, "bob", Identity.Device("bobs-phone-01")));
    }

    static WalletUpdate Of(string userId, long coins, string metadata = "{}") => new(userId, new Dictionary<string, long> { ["coins"] = coins }, metadata);

    static Task<IReadOnlyList<WalletResult>> Pay(ReadModelBench bench, string userId, long coins) =>
        bench.Do(new UpdateWallets([Of(userId, coins)], WritesLedger: true));

    static async Task<LedgerPage> Page(LedgerLists lists, string userId, int limit, string cursor) =>
        (await lists.Page(Guid.Parse(userId), limit, cursor)).Value;

    static string Coins(LedgerPage page) => string.Join(' ', page.Rows.Select(row => Amounts.Read(row.Changeset)["coins"]));

    sealed class ShiftedClock : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
    }
}
