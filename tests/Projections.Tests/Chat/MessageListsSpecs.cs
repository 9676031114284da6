using KaosNet.Domain.Accounts;
using KaosNet.Domain.Chat;
using KaosNet.Projections.Chat;
using KaosNet.Projections.Kernel;
using KaosNet.Tests.Support;
using ChannelId = KaosNet.Domain.Chat.ChannelId;

namespace KaosNet.Projections.Tests.Chat;

/// <summary>Histories of channels, by the rules Q1 to Q8 of parity 6.2.</summary>
public sealed class MessageListsSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    const string Ann = "0aa0aa00-0000-4000-8000-000000000001";
    const string Bob = "0bb0bb00-0000-4000-8000-000000000002";

    static readonly Cursors Cursors = new(new byte[32]);
    static readonly ChannelId Lobby = ChannelId.Room("lobby");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task pages_go_forth_and_back(bool forward)
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        for (var i = 0; i < 5; i++) await Say(bench, Lobby, i);
        await Say(bench, ChannelId.Room("elsewhere"), 99);
        var lists = new MessageLists(bench.Database, Cursors);
        int[] all = forward ? [0, 1, 2, 3, 4] : [4, 3, 2, 1, 0];

        var first = await Page(lists, Lobby, 2, forward);
        Said(first).ShouldBe(all[..2]);
        first.Previous.ShouldBeEmpty();
        var second = await Page(lists, Lobby, 2, forward, first.Next);
        Said(second).ShouldBe(all[2..4]);
        var third = await Page(lists, Lobby, 2, forward, second.Next);
        Said(third).ShouldBe(all[4..]);
        third.Next.ShouldBeEmpty();

        var back = await Page(lists, Lobby, 2, forward, third.Previous);
        Said(back).ShouldBe(all[2..4]);
        Said(await Page(lists, Lobby, 2, forward, back.Next)).ShouldBe(all[4..]);
        var start = await Page(lists, Lobby, 2, forward, back.Previous);
        Said(start).ShouldBe(all[..2]);
        (start.Previous, start.Next.Length > 0).ShouldBe(("", true));
        // A page that was reached by a cursor can be left backwards even when nothing lies before it.
        var beyond = await Page(lists, Lobby, 2, forward, first.Next);
        beyond.Previous.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task the_cacheable_cursor_waits_for_news()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        var lists = new MessageLists(bench.Database, Cursors);
        var empty = await Page(lists, Lobby, 10);
        (empty.Rows.Count, empty.Next, empty.Previous, empty.Cacheable).ShouldBe((0, "", "", ""));
        for (var i = 0; i < 4; i++) await Say(bench, Lobby, i);

        var end = await Page(lists, Lobby, 10);
        var waiting = await Page(lists, Lobby, 10, true, end.Cacheable);
        (waiting.Rows.Count, waiting.Next, waiting.Previous, waiting.Cacheable).ShouldBe((0, "", "", end.Cacheable));
        await Say(bench, Lobby, 4);
        Said(await Page(lists, Lobby, 10, true, waiting.Cacheable)).ShouldBe([4]);

        // Q8: of a backward page it points at the oldest message shown.
        var backward = await Page(lists, Lobby, 2, forward: false);
        Said(backward).ShouldBe([4, 3]);
        Said(await Page(lists, Lobby, 10, true, backward.Cacheable)).ShouldBe([4]);
        // Q7: an empty backward page still waits forward at the same place.
        var oldest = await Page(lists, Lobby, 10, forward: false);
        var none = await Page(lists, Lobby, 10, forward: true, oldest.Cacheable);
        Said(none).ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public async Task a_cursor_is_for_its_channel_and_direction()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        for (var i = 0; i < 3; i++) await Say(bench, Lobby, i);
        var lists = new MessageLists(bench.Database, Cursors);
        var next = (await Page(lists, Lobby, 1)).Next;
        (await lists.Page(Lobby, 1, isForward: false, next)).Fault.ShouldBe(ChatFaults.InvalidCursor);
        (await lists.Page(ChannelId.Room("lobb"), 1, isForward: true, next)).Fault.ShouldBe(ChatFaults.InvalidCursor);
        (await lists.Page(Lobby, 1, isForward: true, next[..^1])).Fault.ShouldBe(ChatFaults.InvalidCursor);
        (await lists.Page(Lobby, 1, isForward: true, "nonsense")).Fault.ShouldBe(ChatFaults.InvalidCursor);
    }

    [Fact]
    public async Task edits_and_removals_show_and_can_be_rebuilt()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        var first = await Say(bench, Lobby, 1);
        var second = await Say(bench, Lobby, 2);
        await bench.Do(new EditMessage(first, Lobby, new(Ann, "anne"), """{"n":7}"""), Ann);
        await bench.Do(new RemoveMessage(second, Lobby, new(Ann, "ann")), Ann);

        var row = (await Page(new MessageLists(bench.Database, Cursors), Lobby, 10)).Rows.ShouldHaveSingleItem();
        (row.Id, row.Username, row.Content, row.Code).ShouldBe((Guid.Parse(first), "anne", """{"n": 7}""", 0));
        row.UpdateTime.ShouldBeGreaterThan(row.CreateTime);
        await bench.RebuildEqualsLive(MessageRow.Table);
    }

    [Fact]
    public async Task what_a_player_said_goes_with_the_account()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        await bench.Do(new CreateAccount(Ann, "ann", Identity.Device("anns-phone-01")));
        var conversation = ChannelId.DirectMessage(Guid.Parse(Ann), Guid.Parse(Bob));
        await Say(bench, Lobby, 1);
        await Say(bench, conversation, 2);
        await Say(bench, conversation, 3, Bob);
        await bench.Do(new DeleteAccount(Ann, await new OwnedMessages(bench.Database).Of(Ann, CancellationToken.None)));

        var lists = new MessageLists(bench.Database, Cursors);
        (await Page(lists, Lobby, 10)).Rows.ShouldBeEmpty();
        Said(await Page(lists, conversation, 10)).ShouldBe([3]);
        (await new OwnedMessages(bench.Database).Of(Ann, CancellationToken.None)).ShouldBeEmpty();
        await bench.RebuildEqualsLive(MessageRow.Table);
    }

    [Fact]
    public async Task a_page_is_one_walk_along_one_index()
    {
        await using var bench = await ReadModelBench.Open(postgres.ConnectionString);
        await using var fill = bench.Database.General.CreateCommand($"""
            insert into {bench.Database.Schema}.channel_messages (id, channel_id, code, sender_id, username, content, create_time, update_time)
            select gen_random_uuid(), '2...room' || n % 10, 0, case when n % 100 = 0 then '{Ann}'::uuid else gen_random_uuid() end, 'x', 'x',
              now() - n * interval '1 second', now()
            from generate_series(1, 20000) n
            """);
        await fill.ExecuteNonQueryAsync();
        var lists = new MessageLists(bench.Database, Cursors);
        foreach (var statement in new[] { lists.Oldest, lists.Newest })
            (await QueryPlan.Of(bench.Database, "channel_messages", statement, "2...room1", 101)).ShouldWalk("channel_messages_of_channel");
        foreach (var statement in new[] { lists.Newer, lists.Older })
        {
            (await QueryPlan.Of(bench.Database, "channel_messages", statement, "2...room1", 101, DateTime.UtcNow.AddHours(-2), Guid.Empty))
                .ShouldWalk("channel_messages_of_channel");
        }

        (await QueryPlan.Of(bench.Database, "channel_messages", new OwnedMessages(bench.Database).Statement, Guid.Parse(Ann))).ShouldNotContain("Seq Scan");
    }

    static async Task<string> Say(ReadModelBench bench, ChannelId channel, int number, string sender = Ann)
    {
        var id = Guid.NewGuid().ToString();
        await bench.Do(new PostMessage(id, channel, new(sender, sender == Ann ? "ann" : "bob"), $$"""{"n":{{number}}}"""), sender);
        return id;
    }

    static async Task<MessagePage> Page(MessageLists lists, ChannelId channel, int limit, bool forward = true, string cursor = "") =>
        (await lists.Page(channel, limit, forward, cursor)).Value;

    static int[] Said(MessagePage page) => [.. page.Rows.Select(row => int.Parse(row.Content.Trim('{', '}')["\"n\": ".Length..]))];
}
