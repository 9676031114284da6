using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Wallets;
using KaosNet.Store.Journal;
using KaosNet.Tests.Support;
using static KaosNet.Api.Tests.Answers;

namespace KaosNet.Api.Tests.Subscriptions;

/// <summary>Other services read the game's events over HTTP: by the page, and as they come.</summary>
public sealed class EventStreamSpecs(GameServer server) : IClassFixture<GameServer>
{
    const string Key = "http_key=defaulthttpkey";

    [Fact]
    public async Task pages_lead_from_the_first_event_to_the_last_and_on_to_what_comes()
    {
        var ann = await server.SignUp();
        for (var i = 1; i <= 5; i++) await Pay(ann, i);
        var (seen, next, isAtEnd) = (new List<JsonElement>(), "start", false);
        while (!isAtEnd)
        {
            var page = await Json(server.Client.GetAsync($"/v2/kaos/events?{Key}&from={next}&user={ann.UserId}&limit=2"));
            if (page.TryGetProperty("events", out var events)) seen.AddRange(events.EnumerateArray());
            (next, isAtEnd) = (Text(page, "next"), page.TryGetProperty("at_end", out var end) && end.GetBoolean());
        }

        seen.Select(one => long.Parse(Text(one, "sequence"))).ShouldBeInOrder();
        var paid = seen.Where(one => Text(one, "slice") == "wallet").ToList();
        paid.Select(one => JsonSerializer.Deserialize<JsonElement>(Text(one, "data")).GetProperty("bookings")[0].GetProperty("amount").GetInt64()).ShouldBe([1, 2, 3, 4, 5]);
        var last = paid[^1];
        (Text(last, "stream"), Text(last, "version"), Text(last, "actor"), Text(last, "source"), Text(last, "operation"), Text(last, "cause"), last.GetProperty("users")[0].GetString())
            .ShouldBe(($"wallet-{ann.UserId}", "5", "spec", "system", "Pay", "spec:5", ann.UserId));

        await Pay(ann, 6);
        var more = await Json(server.Client.GetAsync($"/v2/kaos/events?{Key}&from={next}&user={ann.UserId}&slice=wallet&type=wallet_booked"));
        more.GetProperty("events").EnumerateArray().ShouldHaveSingleItem();
        var none = await Json(server.Client.GetAsync($"/v2/kaos/events?{Key}&from=now"));
        none.TryGetProperty("events", out _).ShouldBeFalse();
        long.Parse(Text(none, "next")).ShouldBeGreaterThan(long.Parse(next));
    }

    [Fact]
    public async Task a_client_that_is_cut_off_misses_nothing_of_a_thousand_events()
    {
        const int Payments = 1000;
        var players = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => server.SignUp()));
        var writing = Task.WhenAll(players.Select((player, at) => Task.Run(async () =>
        {
            for (var i = at; i < Payments; i += players.Length) await Pay(player, i + 1);
        })));

        // The users of this spec alone, whatever else is written meanwhile.
        var ids = players.Select(player => player.UserId).ToHashSet();
        List<(long Sequence, string Stream, long Version)> seen = [];
        string? lastId = null;
        var connections = 0;
        while (seen.Count < Payments)
        {
            using var source = await EventSource.Open(server.Client, "from=start&slice=wallet", lastId);
            source.ContentType.ShouldBe("text/event-stream");
            connections++;
            for (var taken = 0; taken < 300 && seen.Count < Payments;)
            {
                var read = await source.Next();
                read.GetProperty("sequence").GetInt64().ToString().ShouldBe(source.LastId);
                if (!ids.Contains(read.GetProperty("users")[0].GetString()!)) continue;
                taken++;
                seen.Add((read.GetProperty("sequence").GetInt64(), Text(read, "stream"), read.GetProperty("version").GetInt64()));
            }

            lastId = source.LastId;
        }

        await writing;
        connections.ShouldBe(4);
        seen.Select(one => one.Sequence).ShouldBeInOrder(SortDirection.Ascending);
        seen.Select(one => one.Sequence).ShouldBeUnique();
        foreach (var stream in seen.GroupBy(one => one.Stream)) stream.Select(one => one.Version).ShouldBe(Enumerable.Range(1, 125).Select(version => (long)version));
    }

    [Fact]
    public async Task what_another_server_commits_arrives_as_well()
    {
        await using var other = await server.StartAnother();
        var ann = await server.SignUp();
        using var source = await EventSource.Open(other.Client, $"from=now&user={ann.UserId}");
        await Pay(ann, 7);
        Text(await source.Next(), "type").ShouldBe("wallet_booked");
    }

    [Fact]
    public async Task nonsense_is_refused()
    {
        async Task Wrong(string query, string message) => await Refused(server.Client.GetAsync($"/v2/kaos/events?{Key}&{query}"), 400, 3, message);

        await Wrong("from=yesterday", "From must be start, now or the sequence number of an event.");
        await Wrong("from=0", "From must be start, now or the sequence number of an event.");
        await Wrong("limit=1001", "Limit must be between 1 and 1000.");
        await Wrong("user=ann", "Invalid user ID.");
        await Wrong("slice=wallets", """There is no slice or type of events named \"wallets\".""");
        await Wrong("type=wallet_bookd", """There is no slice or type of events named \"wallet_bookd\".""");
        await Refused(EventSource.Ask(server.Client, "slice=wallets"), 400, 3, """There is no slice or type of events named \"wallets\".""");
        await Refused(EventSource.Ask(server.Client, "from=start", lastId: "x"), 400, 3, "From must be start, now or the sequence number of an event.");
        await Refused(server.Client.GetAsync("/v2/kaos/events?http_key=wrong"), 401, 16, "HTTP key invalid");
    }

    [Fact]
    public async Task silence_is_broken_streams_are_bounded_and_a_stop_is_told()
    {
        var small = await GameServer.Start(settings => settings with { Subscription = new() { MaxStreams = 1, HeartbeatSec = 1 } });
        try
        {
            var ann = await small.SignUp();
            using var source = await EventSource.Open(small.Client, $"from=now&slice=league");
            var began = long.Parse(source.LastId);
            await Refused(EventSource.Ask(small.Client, "from=now"), 429, 8, "Too many streams of events are open.");
            await small.SignUp();
            // Nothing of it passes the filter, and the client hears how far it has come all the same.
            while (long.Parse(source.LastId) == began) (await source.Block()).ShouldBeNull();
            source.Comments.ShouldContain("nothing new");

            var stopping = small.DisposeAsync().AsTask();
            while (!source.Comments.Contains("the server is stopping")) await source.Block();
            await Should.ThrowAsync<EndOfStreamException>(source.Block());
            await stopping;
        }
        finally
        {
            await small.DisposeAsync();
        }
    }

    async Task Pay(TestPlayer player, long gold)
    {
        var caller = Caller.System("spec", "Pay") with { Cause = $"spec:{gold}" };
        var update = new UpdateWallets([new(player.UserId, new Dictionary<string, long> { ["gold"] = gold })], WritesLedger: false);
        (await server.Get<IJournal>().Execute(update, caller)).Fault.ShouldBeNull();
    }
}
