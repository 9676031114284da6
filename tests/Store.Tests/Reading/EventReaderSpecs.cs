using System.Text;
using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Store.Reading;
using KaosNet.Store.Tail;
using KaosNet.Store.Tests.Journal;
using KaosNet.Tests.Support;
using Npgsql;

namespace KaosNet.Store.Tests.Reading;

public sealed class EventReaderSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    static readonly Caller Someone = Caller.System("test", "Test");
    static readonly string Ann = "11111111-1111-1111-1111-111111111111";

    [Fact]
    public async Task events_come_in_order_from_any_place_with_all_that_is_known_of_them()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var journal = bench.Journal();
        var caller = new Caller { Source = Source.Server, Actor = "http_key", Operation = "Raise", Correlation = "r1", Cause = "c1" };
        for (var i = 1; i <= 5; i++) await journal.Execute(new Raise("a", i, For: Ann), caller);
        var reader = Reader(bench);

        var all = await reader.Read(EventFilter.All, 0, 100, default);
        all.IsAtEnd.ShouldBeTrue();
        all.Position.ShouldBe(5);
        all.Events.Select(read => read.Sequence).ShouldBe([1, 2, 3, 4, 5]);
        (await reader.Read(EventFilter.All, 3, 100, default)).Events.Select(read => read.Version).ShouldBe([4, 5]);
        var part = await reader.Read(EventFilter.All, 0, 2, default);
        (part.Position, part.IsAtEnd, part.Events.Count).ShouldBe((2, false, 2));

        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, PublishedEvent.Spelling)) all.Events[0].WriteTo(writer);
        var (first, text) = (all.Events[0], Encoding.UTF8.GetString(bytes.WrittenSpan));
        text.ShouldBe(
            $$"""
            {"sequence":1,"id":"{{first.Id}}","stream":"counter-a","slice":"counter","version":1,"type":"counter_raised","time":"{{first.Time.UtcDateTime:O}}",
            "actor":"http_key","source":"server","operation":"Raise","correlation":"r1","cause":"c1","users":["{{Ann}}"],"data":
            """.Replace("\n", "").Replace(first.Time.UtcDateTime.ToString("O"), JsonSerializer.Serialize(first.Time.UtcDateTime).Trim('"'))
            + Encoding.UTF8.GetString(first.Data.Span) + "}");
        JsonDocument.Parse(text).RootElement.GetProperty("data").GetProperty("by").GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task the_end_is_told_by_who_has_looked_and_not_by_what_another_knew()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var journal = bench.Journal();
        await journal.Execute(new Raise("a"), Someone);
        await journal.Execute(new Raise("a"), Someone);
        var reader = Reader(bench);
        (await reader.End(default)).ShouldBe(2);
        await journal.Execute(new Raise("a"), Someone);

        var first = await reader.Read(EventFilter.All, 0, 100, default);
        (first.Position, first.IsAtEnd).ShouldBe((2, false));
        var second = await reader.Read(EventFilter.All, first.Position, 100, default);
        (second.Position, second.IsAtEnd).ShouldBe((3, true));
        var idle = await reader.Next(new() { Slices = ["gate"] }, 0, 100, TimeSpan.Zero, default);
        (await reader.Next(EventFilter.All, idle.Position - 1, 100, TimeSpan.FromMinutes(10), default)).Events.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task slices_types_and_users_pick_events()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var journal = bench.Journal();
        await journal.Execute(new Raise("a"), Someone);
        await journal.Execute(new SetGate("g", IsClosed: true), Someone);
        await journal.Execute(new Raise("b", For: Ann), Someone);
        await journal.Execute(new SetGate("g", IsClosed: false), Someone);
        await journal.Execute(new NameCounter("b", "B"), Someone);
        var reader = Reader(bench);

        async Task<long[]> Passing(EventFilter filter, int limit = 100)
        {
            List<long> passing = [];
            for (var (after, isEnd) = (0L, false); !isEnd;)
            {
                var page = await reader.Read(filter, after, limit, default);
                passing.AddRange(page.Events.Select(read => read.Sequence));
                (after, isEnd) = (page.Position, page.IsAtEnd);
            }

            return [.. passing];
        }

        (await Passing(new() { Slices = ["gate"] })).ShouldBe([2, 4]);
        (await Passing(new() { Types = ["gate_closed", "counter_named"] })).ShouldBe([2, 5]);
        (await Passing(new() { Slices = ["counter"], Types = ["gate_closed", "counter_named"] })).ShouldBe([5]);
        (await Passing(new() { Slices = ["gate"], Types = ["counter_named"] })).ShouldBeEmpty();
        (await Passing(new() { User = Guid.Parse(Ann) })).ShouldBe([3]);
        (await Passing(new() { User = Guid.Parse(Ann), Types = ["counter_named"] }, limit: 1)).ShouldBeEmpty();
        (await Passing(new() { User = Guid.Parse(Ann), Slices = ["counter"] }, limit: 1)).ShouldBe([3]);
        new EventFilter { Slices = ["gate", "door"] }.Unknown(Workbench.Catalogue).ShouldBe("door");
        new EventFilter { Types = ["gate_closd"] }.Unknown(Workbench.Catalogue).ShouldBe("gate_closd");
    }

    [Fact]
    public async Task no_event_is_passed_by_that_an_open_transaction_may_still_bring()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var journal = bench.Journal();
        await journal.Execute(new Raise("before"), Someone);
        await using var slow = await bench.Database.General.OpenConnectionAsync();
        await using var transaction = await slow.BeginTransactionAsync();
        await Append(slow, bench, "slow");
        await using var lost = await bench.Database.General.OpenConnectionAsync();
        var rolledBack = await lost.BeginTransactionAsync();
        await Append(lost, bench, "lost");
        await journal.Execute(new Raise("after"), Someone);
        var reader = Reader(bench);

        // The fourth is there to be read, and must not be given before the second and the third are decided.
        var held = await reader.Read(EventFilter.All, 0, 100, default);
        held.Events.Select(read => read.Stream).ShouldBe(["counter-before"]);
        (await reader.Read(EventFilter.All, held.Position, 100, default)).Events.ShouldBeEmpty();

        await rolledBack.RollbackAsync();
        (await reader.Read(EventFilter.All, held.Position, 100, default)).Events.ShouldBeEmpty();
        await transaction.CommitAsync();

        var next = await reader.Next(EventFilter.All, held.Position, 100, TimeSpan.FromSeconds(20), default);
        next.Events.Select(read => (read.Sequence, read.Stream)).ShouldBe([(2, "counter-slow"), (4, "counter-after")]);
    }

    [Fact]
    public async Task a_long_transaction_that_appends_nothing_holds_nobody_up()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var journal = bench.Journal();
        await using var rebuilding = await bench.Database.General.OpenConnectionAsync();
        await using var transaction = await rebuilding.BeginTransactionAsync();
        await Run(rebuilding, $"create table {bench.Database.Schema}.beside (n int); insert into {bench.Database.Schema}.beside values (1)");
        // A number that nobody will ever have.
        await bench.Scalar<long>("select nextval('{s}.mt_events_sequence')");
        await journal.Execute(new Raise("a"), Someone);

        (await Reader(bench).Read(EventFilter.All, 0, 100, default)).Events.Select(read => read.Sequence).ShouldBe([2]);
    }

    [Fact]
    public async Task who_waits_is_woken_by_news_and_told_the_place_when_there_are_none()
    {
        await using var bench = await Workbench.Open(postgres.ConnectionString);
        var journal = bench.Journal();
        await journal.Execute(new Raise("a"), Someone);
        StoreNews news = new();
        var reader = Reader(bench, news);

        var idle = await reader.Next(new() { Slices = ["gate"] }, 0, 100, TimeSpan.Zero, default);
        (idle.Events.Count, idle.Position, idle.IsAtEnd).ShouldBe((0, 1, true));

        var waiting = reader.Next(EventFilter.All, 1, 100, TimeSpan.FromMinutes(10), default).AsTask();
        await journal.Execute(new Raise("a"), Someone);
        await Eventually.Is(() =>
        {
            news.Ring();
            return waiting.IsCompleted;
        });
        (await waiting).Events.Single().Sequence.ShouldBe(2);
    }

    static EventReader Reader(Workbench bench, StoreNews? news = null) =>
        new(bench.Database, Workbench.Catalogue, new(Workbench.Catalogue, bench.Database.PersonalKeys), new SettledEvents(bench.Database), news ?? new());

    static Task Append(NpgsqlConnection connection, Workbench bench, string counter) => Run(
        connection,
        $$"""
        insert into {{bench.Database.Schema}}.mt_events (seq_id, id, stream_id, version, type, data, timestamp)
        select nextval('{{bench.Database.Schema}}.mt_events_sequence'), gen_random_uuid(), 'counter-{{counter}}', 1, 'counter_raised', '{"by": 1, "token": ""}', now()
        """);

    static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
