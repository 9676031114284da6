using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Notifications;
using KaosNet.Projections.Kernel;
using KaosNet.Projections.Notifications;
using KaosNet.Tests.Support;

namespace KaosNet.Projections.Tests.Notifications;

public sealed class NotificationListsSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    const string Ann = "0aa0aa00-0000-4000-8000-000000000001";
    const string Bob = "0bb0bb00-0000-4000-8000-000000000002";

    static readonly Cursors Cursors = new(new byte[32]);

    [Fact]
    public async Task pages_go_on_to_the_last_and_then_wait_for_news()
    {
        await using var bench = await Open();
        for (var i = 1; i <= 5; i++) await Tell(bench, Ann, i);
        await Tell(bench, Bob, 99);
        var lists = new NotificationLists(bench.Database, Cursors);

        var first = await Page(lists, Ann, 2, "");
        Codes(first).ShouldBe([1, 2]);
        var second = await Page(lists, Ann, 2, first.CacheableCursor);
        Codes(second).ShouldBe([3, 4]);
        var third = await Page(lists, Ann, 2, second.CacheableCursor);
        Codes(third).ShouldBe([5]);
        var end = await Page(lists, Ann, 2, third.CacheableCursor);
        (Codes(end), end.CacheableCursor).ShouldBe(([], third.CacheableCursor));

        await Tell(bench, Ann, 6);
        Codes(await Page(lists, Ann, 100, third.CacheableCursor)).ShouldBe([6]);
        // Deleting what a cursor points at does not move it.
        await bench.Do(new DeleteNotifications([new(third.Rows[0].Id.ToString(), Ann)]), Ann);
        Codes(await Page(lists, Ann, 100, third.CacheableCursor)).ShouldBe([6]);
        Codes(await Page(lists, Ann, 100, "")).ShouldBe([1, 2, 3, 4, 6]);
    }

    [Fact]
    public async Task an_empty_list_has_a_cursor_of_its_beginning()
    {
        await using var bench = await Open();
        var lists = new NotificationLists(bench.Database, Cursors);
        var empty = await Page(lists, Ann, 1, "");
        empty.Rows.ShouldBeEmpty();
        empty.CacheableCursor.ShouldNotBeEmpty();
        await Tell(bench, Ann, 1);
        Codes(await Page(lists, Ann, 1, empty.CacheableCursor)).ShouldBe([1]);
    }

    [Fact]
    public async Task a_cursor_is_for_its_player_and_cannot_be_made_up()
    {
        await using var bench = await Open();
        await Tell(bench, Ann, 1);
        var lists = new NotificationLists(bench.Database, Cursors);
        var cursor = (await Page(lists, Ann, 1, "")).CacheableCursor;
        foreach (var (owner, text) in new[] { (Bob, cursor), (Ann, cursor + "A"), (Ann, "AAAA"), (Ann, "?"), (Ann, cursor[1..]) })
            (await lists.Page(Guid.Parse(owner), 1, text)).Fault.ShouldBe(NotificationFaults.InvalidCursor);
    }

    [Fact]
    public async Task what_is_sent_edited_and_deleted_shows_and_can_be_rebuilt()
    {
        await using var bench = await Open();
        await Tell(bench, Ann, 1);
        await Tell(bench, Ann, 2);
        var lists = new NotificationLists(bench.Database, Cursors);
        var ids = (await Page(lists, Ann, 10, "")).Rows.Select(row => row.Id).ToArray();
        await bench.Do(new UpdateNotifications([new(ids[0].ToString()) { Subject = "edited", SenderId = Bob }]));
        await bench.Do(new DeleteNotifications([new(ids[1].ToString(), null)]));

        var row = (await Page(lists, Ann, 10, "")).Rows.ShouldHaveSingleItem();
        (row.Id, row.Subject, row.SenderId, row.Content).ShouldBe((ids[0], "edited", Guid.Parse(Bob), """{"a": 1}"""));
        (await lists.Find(ids, null)).ShouldBe([row]);
        (await lists.Find(ids, Guid.Parse(Bob))).ShouldBeEmpty();
        await bench.RebuildEqualsLive(NotificationRow.Table);
    }

    [Fact]
    public async Task they_end_with_the_account()
    {
        await using var bench = await Open();
        await Tell(bench, Ann, 1);
        await Tell(bench, Bob, 2);
        var owned = await new OwnedNotifications(bench.Database).Of(Ann, CancellationToken.None);
        owned.Count.ShouldBe(1);
        await bench.Do(new DeleteAccount(Ann, owned));

        var lists = new NotificationLists(bench.Database, Cursors);
        (await Page(lists, Ann, 10, "")).Rows.ShouldBeEmpty();
        Codes(await Page(lists, Bob, 10, "")).ShouldBe([2]);
        (await bench.Try(new SendNotifications([Draft(Ann, 3)]))).Fault.ShouldBe(NotificationFaults.ReceiverNotFound);
        await bench.RebuildEqualsLive(NotificationRow.Table);
    }

    [Fact]
    public async Task a_page_is_one_walk_along_one_index()
    {
        await using var bench = await Open();
        await using var fill = bench.Database.General.CreateCommand($"""
            insert into {bench.Database.Schema}.notifications (id, receiver_id, sender_id, code, subject, content, create_time)
            select gen_random_uuid(), case when n % 10 = 0 then '{Ann}' else gen_random_uuid() end, null, 1, 'hello', 'x', now() - n * interval '1 second'
            from generate_series(1, 20000) n
            """);
        await fill.ExecuteNonQueryAsync();
        var lists = new NotificationLists(bench.Database, Cursors);
        var receiver = Guid.Parse(Ann);
        (await QueryPlan.Of(bench.Database, "notifications", lists.PageStatement, receiver, DateTime.UtcNow.AddHours(-1), Guid.Empty, 100))
            .ShouldWalk("notifications_of_receiver");
        (await QueryPlan.Of(bench.Database, "notifications", new OwnedNotifications(bench.Database).Statement, receiver))
            .ShouldNotContain("Seq Scan");
        (await QueryPlan.Of(bench.Database, "notifications", lists.FindStatement, new[] { Guid.NewGuid(), Guid.NewGuid() })).ShouldNotContain("Seq Scan");
    }

    async Task<ReadModelBench> Open()
    {
        var bench = await ReadModelBench.Open(postgres.ConnectionString);
        await bench.Do(new CreateAccount(Ann, "ann", Identity.Device("anns-phone-01")));
        await bench.Do(new CreateAccount(Bob, "bob", Identity.Device("bobs-phone-01")));
        return bench;
    }

    static NotificationDraft Draft(string receiver, int code) => new(receiver, code, "hello", """{"a":1}""") { IsPersistent = true };

    static Task<Done> Tell(ReadModelBench bench, string receiver, int code) => bench.Do(new SendNotifications([Draft(receiver, code)]));

    static async Task<NotificationPage> Page(NotificationLists lists, string receiver, int limit, string cursor) =>
        (await lists.Page(Guid.Parse(receiver), limit, cursor)).Value;

    static int[] Codes(NotificationPage page) => [.. page.Rows.Select(row => row.Code)];
}
