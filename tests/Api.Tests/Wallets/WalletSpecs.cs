using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Wallets;
using KaosNet.Projections;
using KaosNet.Projections.Wallets;
using KaosNet.Store;
using KaosNet.Store.Journal;
using KaosNet.Store.Journal.Transactions;
using KaosNet.Store.Tables;
using static KaosNet.Api.Tests.Answers;

namespace KaosNet.Api.Tests.Wallets;

/// <summary>Wallets through the front: servers of the game's change them, and players see their own (parity section 8).</summary>
public sealed class WalletSpecs(GameServer server) : IClassFixture<GameServer>
{
    const string Nobody = "0cc0cc00-0000-4000-8000-000000000003";

    [Fact]
    public async Task a_player_sees_the_own_wallet_and_nobody_elses()
    {
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        var before = await Json(server.Send("GET", "/v2/account", ann.Token));
        Text(before, "wallet").ShouldBe("{}");
        server.Time.Advance(TimeSpan.FromSeconds(10));
        await Json(Update(Of(ann, """{"coins":"10","gems":5}""")));

        var after = await Json(server.Send("GET", "/v2/account", ann.Token));
        Text(after, "wallet").ShouldBe("""{"gems": 5, "coins": 10}""");
        TimeOf(after, "update_time").ShouldBeGreaterThan(TimeOf(before, "update_time"));
        TimeOf(after, "create_time").ShouldBe(TimeOf(before, "create_time"));

        using var shown = await server.Send("GET", "/v2/user?ids=" + ann.UserId, bob.Token);
        var text = await shown.Content.ReadAsStringAsync();
        text.ShouldNotContain("coins");
        text.ShouldNotContain("wallet");
        JsonSerializer.Deserialize<JsonElement>(text).GetProperty("users")[0].GetProperty("update_time").GetDateTimeOffset()
            .ShouldBe(TimeOf(after, "update_time"));
        Text(await Json(server.Send("GET", "/v2/account", bob.Token)), "wallet").ShouldBe("{}");
    }

    [Fact]
    public async Task a_batch_is_answered_step_by_step()
    {
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        await Expect(
            Update(
                Of(ann, """{"c":5}"""), Of(Nobody, """{"c":-5}"""), Of(bob.UserId.Replace("-", "", StringComparison.Ordinal), """{"c":2}"""),
                Of(ann, """{"c":-1}""")),
            200,
            $$$"""
            {"results":[{"user_id":"{{{ann.UserId}}}","updated":{"c":"4"}},{"user_id":"{{{bob.UserId}}}","updated":{"c":"2"}},
            {"user_id":"{{{ann.UserId}}}","previous":{"c":"5"},"updated":{"c":"4"}}]}
            """.Replace("\n", "", StringComparison.Ordinal));
        await Expect(Update(), 200, "{}");
        await Expect(Server("POST", "/v2/kaos/wallet", "{}"), 200, "{}");
        await Expect(Server("GET", $"/v2/kaos/wallet/{ann.UserId}"), 200, $$$"""{"user_id":"{{{ann.UserId}}}","balances":{"c":"4"}}""");
        await Expect(Server("GET", $"/v2/kaos/wallet/{(await server.SignUp()).UserId}/ledger"), 200, "{}");
    }

    [Fact]
    public async Task a_refusal_changes_nothing_for_anybody()
    {
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        await Json(Update(Of(ann, """{"c":5}""")));
        await Refused(
            Book(Of(ann, """{"c":-5}"""), Of(bob, """{"c":5}"""), Of(bob, """{"c":-6}""")),
            400, 9, "wallet update rejected negative value at path 'c'");
        Text(await Json(server.Send("GET", "/v2/account", ann.Token)), "wallet").ShouldBe("""{"c": 5}""");
        Text(await Json(server.Send("GET", "/v2/account", bob.Token)), "wallet").ShouldBe("{}");
        await Expect(Server("GET", $"/v2/kaos/wallet/{ann.UserId}/ledger"), 200, "{}");
    }

    [Fact]
    public async Task bad_input_is_refused()
    {
        var ann = await server.SignUp();
        await Refused(Update(Of("ann", """{"c":1}""")), 400, 3, "expects a valid user id");
        await Refused(
            Update(Of(ann, """{"c":1}""", "[]")), 400, 3,
            "expects metadata to be a JSON object of at most 64 KiB");
        using var fraction = await Update(Of(ann, """{"c":1.5}"""));
        ((int)fraction.StatusCode).ShouldBe(400);
        await Refused(Server("GET", "/v2/kaos/wallet/ann"), 400, 3, "expects a valid user id");
        await Refused(Server("GET", $"/v2/kaos/wallet/{Nobody}"), 404, 5, "user not found");
        await Refused(Server("GET", $"/v2/kaos/wallet/{ann.UserId}/ledger?limit=101"), 400, 3, "expects limit to be 0-100");
        await Refused(Server("GET", $"/v2/kaos/wallet/{ann.UserId}/ledger?cursor=AAAA"), 400, 3, "wallet ledger cursor invalid");
        await Refused(Server("POST", $"/v2/kaos/wallet/{ann.UserId}/ledger/x/reverse", "{}"), 400, 3, "expects a valid item id");
        await Refused(Server("POST", $"/v2/kaos/wallet/{ann.UserId}/ledger/{Nobody}/reverse", "{}"), 404, 5, "wallet ledger item not found");
    }

    [Theory]
    [InlineData("POST", "/v2/kaos/wallet")]
    [InlineData("GET", "/v2/kaos/wallet/0cc0cc00-0000-4000-8000-000000000003")]
    [InlineData("GET", "/v2/kaos/wallet/0cc0cc00-0000-4000-8000-000000000003/ledger")]
    [InlineData("POST", "/v2/kaos/wallet/0cc0cc00-0000-4000-8000-000000000003/ledger/0cc0cc00-0000-4000-8000-000000000003/reverse")]
    public async Task only_servers_get_in(string method, string path)
    {
        var ann = await server.SignUp();
        var body = method == "POST" ? "{}" : null;
        foreach (var sending in new[] { server.Send(method, path, ann.Token, body), server.SendAsGame(method, path, body), server.Send(method, path, null, body) })
        {
            using var response = await sending;
            ((int)response.StatusCode).ShouldBe(401);
        }
    }

    [Fact]
    public async Task a_ledger_goes_to_its_last_page_and_knows_why()
    {
        var ann = await server.SignUp();
        for (var i = 1; i <= 5; i++)
            await Json(Book(Of(ann, $$"""{"c":{{i}}}""", $$"""{"match":{{i}}}""")));
        var path = $"/v2/kaos/wallet/{ann.UserId}/ledger?limit=2";
        var pages = new List<string>();
        var page = await Json(Server("GET", path));
        var item = page.GetProperty("items")[0];
        (Text(item, "user_id"), Text(item, "metadata"), Text(item, "number")).ShouldBe((ann.UserId, """{"match": 5}""", "5"));
        Text(item, "correlation").ShouldNotBeEmpty();
        Text(item, "create_time").ShouldBe(Text(item, "update_time"));
        var last = page;
        for (; ; page = await Json(Server("GET", $"{path}&cursor={Text(page, "next_cursor")}")))
        {
            pages.Add(Coins(last = page));
            if (!page.TryGetProperty("next_cursor", out _)) break;
        }

        pages.ShouldBe(["5 4", "3 2", "1"]);
        Coins(await Json(Server("GET", $"{path}&cursor={Text(last, "prev_cursor")}"))).ShouldBe("3 2");
        var bob = await server.SignUp();
        await Refused(
            Server("GET", $"/v2/kaos/wallet/{bob.UserId}/ledger?cursor={Text(last, "prev_cursor")}"), 400, 3, "wallet ledger cursor invalid");
    }

    [Fact]
    public async Task a_ledger_is_listed_between_two_moments()
    {
        var ann = await server.SignUp();
        for (var i = 1; i <= 4; i++)
        {
            server.Time.Advance(TimeSpan.FromMinutes(1));
            await Json(Book(Of(ann, $$"""{"c":{{i}}}""")));
        }

        var all = (await Json(Server("GET", $"/v2/kaos/wallet/{ann.UserId}/ledger"))).GetProperty("items");
        var path = $"/v2/kaos/wallet/{ann.UserId}/ledger?limit=1&from={Text(all[2], "create_time")}&to={Text(all[0], "create_time")}";
        var first = await Json(Server("GET", path));
        Coins(first).ShouldBe("3");
        var second = await Json(Server("GET", $"{path}&cursor={Text(first, "next_cursor")}"));
        (Coins(second), second.TryGetProperty("next_cursor", out _)).ShouldBe(("2", false));
    }

    [Fact]
    public async Task what_was_paid_is_taken_back_once()
    {
        var ann = await server.SignUp();
        var paid = await Json(Book(Of(ann, """{"c":10}""")));
        var item = Text(paid.GetProperty("results")[0], "item_id");
        await Json(Update(Of(ann, """{"c":-7}""")));
        var path = $"/v2/kaos/wallet/{ann.UserId}/ledger/{item}/reverse";
        await Refused(Server("POST", path, "{}"), 400, 9, "wallet reversal rejected negative value at path 'c': 10 to take back, 3 there");

        var reversal = await Json(Server("POST", path, """{"take_what_is_there":true,"author":"ref","reason":"cheated","metadata":"{\"ticket\":7}"}"""));
        (Text(reversal, "reverses"), Text(reversal.GetProperty("changeset"), "c"), Text(reversal.GetProperty("shortfall"), "c")).ShouldBe((item, "-3", "7"));
        (Text(reversal, "author"), Text(reversal, "reason"), Text(reversal, "metadata")).ShouldBe(("ref", "cheated", """{"ticket": 7}"""));
        Text(await Json(server.Send("GET", "/v2/account", ann.Token)), "wallet").ShouldBe("""{"c": 0}""");
        await Refused(Server("POST", path, "{}"), 400, 9, $"wallet ledger item is already reversed by '{Text(reversal, "id")}'");

        var items = (await Json(Server("GET", $"/v2/kaos/wallet/{ann.UserId}/ledger"))).GetProperty("items");
        (Text(items[0], "id"), Text(items[1], "reversed_by")).ShouldBe((Text(reversal, "id"), Text(reversal, "id")));
        await Json(Server("POST", $"/v2/kaos/wallet/{ann.UserId}/ledger/{Text(reversal, "id")}/reverse", "{}"));
        Text(await Json(server.Send("GET", "/v2/account", ann.Token)), "wallet").ShouldBe("""{"c": 3}""");
    }

    [Fact]
    public async Task two_servers_pay_and_take_from_the_same_players()
    {
        await using var other = await server.StartAnother();
        var players = new List<TestPlayer>();
        for (var i = 0; i < 4; i++) players.Add(await server.SignUp());
        await Json(Update([.. players.Select(player => Of(player, """{"c":10}"""))]));

        var dice = new Dice(7);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 120).Select(async i =>
        {
            var (from, to, amount) = (players[dice.Roll(4)], players[dice.Roll(4)], 1 + dice.Roll(6));
            using var response = await Server(
                "POST", "/v2/kaos/wallet", Batch(isBooked: true, Of(from, $$"""{"c":-{{amount}}}"""), Of(to, $$"""{"c":{{amount}}}""")), i % 2 == 0 ? server : other);
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
        }));
        foreach (var (status, text) in outcomes.Where(outcome => outcome.Item1 != 200)) text.ShouldBe("""{"code":9,"message":"wallet update rejected negative value at path 'c'"}""");
        outcomes.ShouldContain(outcome => outcome.Item1 == 200);

        var balances = new List<long>();
        foreach (var player in players) balances.Add(long.Parse((await Json(Server("GET", $"/v2/kaos/wallet/{player.UserId}"))).GetProperty("balances").GetProperty("c").GetString()!));
        balances.ShouldAllBe(balance => balance >= 0);
        balances.Sum().ShouldBe(40);
        foreach (var table in await server.Get<TableRebuilder>().Verify(ReadModels.All)) table.Differences.ShouldBeEmpty(table.Table);
    }

    [Fact]
    public async Task bookings_race_with_the_end_of_the_account_and_leave_nothing_behind()
    {
        await using var other = await server.StartAnother();
        var journal = other.Get<IJournal>();
        var caller = Caller.System("spec", "Spec");
        for (var round = 0; round < 5; round++)
        {
            var ann = await server.SignUp();
            var paying = Enumerable.Range(0, 20).Select(_ => journal.Execute(
                new UpdateWallets([new(ann.UserId, new Dictionary<string, long> { ["c"] = 1 })], WritesLedger: true), caller).AsTask()).ToList();
            await Expect(server.Send("DELETE", "/v2/account", ann.Token), 200, "{}");
            foreach (var answer in await Task.WhenAll(paying)) answer.Fault.ShouldBeNull();
            await KaosNet.Tests.Support.Eventually.Holds(async () =>
            {
                await Expect(Server("GET", $"/v2/kaos/wallet/{ann.UserId}/ledger"), 200, "{}");
                (await new OwnedWallet(server.Get<Database>()).Of(ann.UserId, CancellationToken.None)).ShouldBeEmpty();
            });
        }
    }

    [Fact]
    public async Task a_transaction_books_and_takes_back_what_it_booked_or_leaves_nothing()
    {
        var ann = await server.SignUp();
        var caller = Caller.System("spec", "Spec") with { Cause = "end:cup:60" };
        var journal = server.Get<IJournal>();
        var transactions = server.Get<TransactionRunner>();
        var reversed = await transactions.Run(async cancel =>
        {
            var paid = (await journal.Execute(new UpdateWallets([Amount(5), Amount(7)], WritesLedger: true), caller, cancel)).Value;
            return await journal.Execute(new ReverseLedgerEntry(ann.UserId, paid[0].EntryId!), caller, cancel);
        });
        reversed.Fault.ShouldBeNull();
        var refused = await transactions.Run(async cancel =>
        {
            (await journal.Execute(new UpdateWallets([Amount(100)], WritesLedger: true), caller, cancel)).Fault.ShouldBeNull();
            return await journal.Execute(new UpdateWallets([Amount(-1000)], WritesLedger: true), caller, cancel);
        });
        refused.Fault.ShouldBe(WalletFaults.Negative("c"));

        Text(await Json(server.Send("GET", "/v2/account", ann.Token)), "wallet").ShouldBe("""{"c": 7}""");
        var page = await Json(Server("GET", $"/v2/kaos/wallet/{ann.UserId}/ledger"));
        (Coins(page), Text(page.GetProperty("items")[0], "cause")).ShouldBe(("-5 7 5", "end:cup:60"));
        (await server.Get<LedgerLists>().OfCause("end:cup:60", Guid.Parse(ann.UserId), 10)).Count.ShouldBe(3);
        foreach (var table in await server.Get<TableRebuilder>().Verify(ReadModels.All)) table.Differences.ShouldBeEmpty(table.Table);

        WalletUpdate Amount(long coins) => new(ann.UserId, new Dictionary<string, long> { ["c"] = coins });
    }

    static string Coins(JsonElement page) =>
        string.Join(' ', page.GetProperty("items").EnumerateArray().Select(item => Text(item.GetProperty("changeset"), "c")));

    static DateTimeOffset TimeOf(JsonElement account, string name) => account.GetProperty("user").GetProperty(name).GetDateTimeOffset();

    static string Of(TestPlayer player, string changeset, string metadata = "") => Of(player.UserId, changeset, metadata);

    static string Of(string userId, string changeset, string metadata = "") =>
        $$"""{"user_id":"{{userId}}","changeset":{{changeset}},"metadata":{{JsonSerializer.Serialize(metadata)}}}""";

    static string Batch(bool isBooked, params string[] updates) => $$"""{"updates":[{{string.Join(',', updates)}}],"update_ledger":{{(isBooked ? "true" : "false")}}}""";

    Task<HttpResponseMessage> Update(params string[] updates) => Server("POST", "/v2/kaos/wallet", Batch(isBooked: false, updates));

    Task<HttpResponseMessage> Book(params string[] updates) => Server("POST", "/v2/kaos/wallet", Batch(isBooked: true, updates));

    Task<HttpResponseMessage> Server(string method, string path, string? body = null, GameServer? through = null) =>
        (through ?? server).SendWith("Basic ZGVmYXVsdGh0dHBrZXk6", method, path, body);
}
