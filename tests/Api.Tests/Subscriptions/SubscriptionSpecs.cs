using System.Text;
using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Wallets;
using KaosNet.Projections.Subscriptions.Delivering;
using KaosNet.Store.Journal;
using KaosNet.Tests.Support;
using static KaosNet.Api.Tests.Answers;

namespace KaosNet.Api.Tests.Subscriptions;

/// <summary>Other services have the game's events posted to them.</summary>
public sealed class SubscriptionSpecs(SubscriptionSpecs.Game game) : IClassFixture<SubscriptionSpecs.Game>
{
    const string Secret = "a secret of some length";

    GameServer Server => game.Server;

    [Fact]
    public async Task a_subscriber_gets_its_events_signed_and_in_order()
    {
        using var receiver = new WebhookReceiver();
        var ann = await Server.SignUp();
        for (var i = 1; i <= 3; i++) await Pay(ann, i);
        var made = await Create("orders", receiver, $$"""{"user":"{{ann.UserId}}","slices":["wallet"],"batch_size":2,"secret":"{{Secret}}"}""");
        (Text(made, "name"), Text(made, "state"), made.GetProperty("batch_size").GetInt32(), Text(made, "on_failure"), made.TryGetProperty("secret", out _))
            .ShouldBe(("orders", "active", 2, "dead_letter", false));
        for (var i = 4; i <= 20; i++) await Pay(ann, i);

        await Eventually.Holds(() => receiver.Acknowledged.Count.ShouldBe(20));
        receiver.Batches.ShouldAllBe(batch => batch.IsSignedWith(Secret) && batch.Name == "orders" && batch.Attempt == "1" && batch.Events.Count <= 2);
        receiver.Batches.SelectMany(batch => batch.Events).Select(AmountOf)
            .ShouldBe(Enumerable.Range(1, 20).Select(gold => (long)gold));
        await Eventually.Holds(async () =>
        {
            var status = await Json(Ask("GET", "orders"));
            (long.Parse(Text(status, "position")) >= receiver.Acknowledged.Last(), status.TryGetProperty("last_success_time", out _)).ShouldBe((true, true));
        });

        // Changed while it goes on: another secret, as soon as whoever delivers has heard of it.
        await Json(Ask("PUT", "orders", $$"""{"url":"{{receiver.Url}}","user":"{{ann.UserId}}","types":["wallet_booked"],"secret":"another secret of its own"}"""));
        await Eventually.Holds(async () =>
        {
            await Pay(ann, 21);
            receiver.Batches.Last().IsSignedWith("another secret of its own").ShouldBeTrue();
        });

        await Json(Ask("POST", "orders/pause"));
        await Eventually.Holds(async () => Text(await Json(Ask("GET", "orders")), "state").ShouldBe("paused"));
        await Json(Ask("DELETE", "orders"));
        await Refused(Ask("GET", "orders"), 404, 5, "Subscription not found.");
    }

    [Fact]
    public async Task a_batch_that_is_refused_is_tried_again_and_in_its_place()
    {
        var refusals = 1;
        using var receiver = new WebhookReceiver(_ => Task.FromResult(Interlocked.Decrement(ref refusals) >= 0 ? 503 : 204));
        var ann = await Server.SignUp();
        await Create("again", receiver, $$"""{"user":"{{ann.UserId}}","slices":["wallet"],"attempts":3}""");
        await Pay(ann, 1);
        await Pay(ann, 2);
        await Eventually.Holds(() => receiver.Acknowledged.Count.ShouldBe(2));
        receiver.Batches.Take(2).Select(batch => (batch.Attempt, batch.Sequences.First())).ShouldBe([("1", receiver.Acknowledged.First()), ("2", receiver.Acknowledged.First())]);
        receiver.Acknowledged.ShouldBeInOrder();
        await Eventually.Holds(async () =>
        {
            var status = await Json(Ask("GET", "again"));
            (status.TryGetProperty("failures", out _), Text(status, "last_error")).ShouldBe((false, "answered with status 503"));
        });
        await Json(Ask("DELETE", "again"));
    }

    [Fact]
    public async Task what_is_refused_for_good_is_listed_and_the_rest_goes_on()
    {
        var isMended = false;
        using var receiver = new WebhookReceiver(batch => Task.FromResult(isMended || batch.Events.All(one => AmountOf(one) != 13) ? 200 : 302));
        var ann = await Server.SignUp();
        await Create("letters", receiver, $$"""{"user":"{{ann.UserId}}","slices":["wallet"],"attempts":1,"batch_size":1}""");
        foreach (var gold in new[] { 12, 13, 14, 13 }) await Pay(ann, gold);
        await Eventually.Holds(async () => (await Json(Ask("GET", "letters/dead_letter"))).GetProperty("dead_letters").GetArrayLength().ShouldBe(2));
        receiver.Acknowledged.Count.ShouldBe(2);
        var letters = (await Json(Ask("GET", "letters/dead_letter?limit=1")));
        var last = letters.GetProperty("dead_letters")[0];
        (last.GetProperty("event_count").GetInt32(), last.GetProperty("attempts").GetInt32(), Text(last, "error")).ShouldBe((1, 1, "answered with status 302"), "a redirect is no acknowledgement");
        var first = (await Json(Ask("GET", "letters/dead_letter?limit=1&cursor=" + Text(letters, "cursor")))).GetProperty("dead_letters")[0];
        long.Parse(Text(first, "first")).ShouldBeLessThan(long.Parse(Text(last, "first")));

        await Refused(Ask("POST", $"letters/dead_letter/{Text(first, "id")}/replay"), 400, 9, "The batch was not acknowledged: answered with status 302");
        isMended = true;
        await Json(Ask("POST", $"letters/dead_letter/{Text(first, "id")}/replay"));
        receiver.Acknowledged.Last().ShouldBe(long.Parse(Text(first, "first")));
        receiver.Batches.Last().Attempt.ShouldBe("3");
        await Json(Ask("DELETE", $"letters/dead_letter/{Text(last, "id")}"));
        await Refused(Ask("DELETE", $"letters/dead_letter/{Text(last, "id")}"), 404, 5, "Dead letter not found.");
        (await Json(Ask("GET", "letters/dead_letter"))).TryGetProperty("dead_letters", out _).ShouldBeFalse();
        await Json(Ask("DELETE", "letters"));
    }

    [Fact]
    public async Task a_subscription_that_must_miss_nothing_halts_until_it_is_resumed()
    {
        var isMended = false;
        using var receiver = new WebhookReceiver(_ => Task.FromResult(isMended ? 200 : 500));
        var ann = await Server.SignUp();
        var made = await Create("strict", receiver, $$"""{"user":"{{ann.UserId}}","slices":["wallet"],"attempts":1,"on_failure":"halt","batch_size":1}""");
        await Pay(ann, 1);
        await Pay(ann, 2);
        await Eventually.Holds(async () => Text(await Json(Ask("GET", "strict")), "state").ShouldBe("halted"));
        var status = await Json(Ask("GET", "strict"));
        (status.GetProperty("failures").GetInt32(), Text(status, "last_error"), long.Parse(Text(status, "lag_events")) >= 2).ShouldBe((1, "answered with status 500", true));
        receiver.Batches.Count.ShouldBe(1);
        isMended = true;
        Text(await Json(Ask("POST", "strict/resume")), "state").ShouldBe("active");
        await Eventually.Holds(() => receiver.Acknowledged.Count.ShouldBe(2));
        receiver.Batches.ShouldAllBe(batch => batch.IsSignedWith(Text(made, "secret")), "it was drawn, and told once");
        (await Json(Ask("GET", "strict"))).TryGetProperty("secret", out _).ShouldBeFalse();
        await Json(Ask("DELETE", "strict"));
    }

    [Fact]
    public async Task a_subscriber_that_hangs_is_not_waited_for()
    {
        var over = new TaskCompletionSource<int>();
        using var receiver = new WebhookReceiver(_ => over.Task);
        var ann = await Server.SignUp();
        await Create("slow", receiver, $$"""{"user":"{{ann.UserId}}","slices":["wallet"],"attempts":1}""");
        await Pay(ann, 1);
        await Eventually.Holds(async () => (await Json(Ask("GET", "slow/dead_letter"))).GetProperty("dead_letters")[0].GetProperty("error").GetString()
            .ShouldBe("HTTP request error: no answer within 1000 ms"));
        over.SetResult(200);
        await Json(Ask("DELETE", "slow"));
    }

    [Fact]
    public async Task one_of_two_servers_delivers_and_the_other_goes_on_with_what_was_not_acknowledged()
    {
        var first = await GameServer.Start(settings => settings);
        try
        {
            var (isHanging, over) = (false, new TaskCompletionSource<int>());
            using var receiver = new WebhookReceiver(_ => isHanging ? over.Task : Task.FromResult(200));
            var ann = await first.SignUp();
            await Create("shared", receiver, $$"""{"user":"{{ann.UserId}}","slices":["wallet"]}""", first);
            await using (var second = await first.StartAnother())
            {
                for (var i = 1; i <= 20; i++) await Pay(ann, i, i % 2 == 0 ? first : second);
                await Eventually.Holds(() => receiver.Acknowledged.Count.ShouldBeGreaterThanOrEqualTo(20));
                receiver.Acknowledged.ShouldBeUnique();
                receiver.Acknowledged.ShouldBeInOrder();

                // The server at it stops while a batch is on its way, and nobody acknowledges that one.
                isHanging = true;
                await Pay(ann, 21, second);
                await Eventually.Holds(() => AmountOf(receiver.Batches.Last().Events[^1]).ShouldBe(21));
                isHanging = false;
                await first.Restart();
                await Pay(ann, 22, second);
                await Eventually.Holds(() => receiver.Acknowledged.Count.ShouldBe(22));
                receiver.Acknowledged.ShouldBeUnique();
                receiver.Acknowledged.ShouldBeInOrder();
            }

            over.SetResult(500);
        }
        finally
        {
            await first.DisposeAsync();
        }
    }

    [Fact]
    public void pauses_double_up_to_five_minutes_and_are_not_all_the_same()
    {
        SubscriptionRun.PauseAfter(1, 0.5).ShouldBe(TimeSpan.FromSeconds(1));
        SubscriptionRun.PauseAfter(4, 0.5).ShouldBe(TimeSpan.FromSeconds(8));
        SubscriptionRun.PauseAfter(4, 0).ShouldBe(TimeSpan.FromSeconds(6.4));
        SubscriptionRun.PauseAfter(4, 1).ShouldBe(TimeSpan.FromSeconds(9.6), TimeSpan.FromMilliseconds(1));
        SubscriptionRun.PauseAfter(100, 0.5).ShouldBe(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void a_secret_is_opened_for_its_own_subscription_alone()
    {
        var secrets = new WebhookSecrets(new byte[32]);
        var kept = secrets.Seal("a", Secret);
        kept.ShouldNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret))[..8]);
        Encoding.UTF8.GetString(secrets.Open("a", kept)!).ShouldBe(Secret);
        secrets.Open("b", kept).ShouldBeNull();
        new WebhookSecrets([.. Enumerable.Repeat((byte)1, 32)]).Open("a", kept).ShouldBeNull();
        secrets.Open("a", "nonsense").ShouldBeNull();
    }

    [Fact]
    public async Task nonsense_is_refused()
    {
        async Task Wrong(string body, string message) => await Refused(Ask("POST", "", body), 400, 3, message);

        await Wrong("""{"name":"two words","url":"http://127.0.0.1/"}""", "Subscription name must be 1-64 letters, digits, dots, dashes or underscores.");
        await Wrong("""{"name":"x","url":"ftp://127.0.0.1/"}""", "URL must be an http or https address of at most 2048 characters, without user name and password.");
        await Wrong("""{"name":"x","url":"http://127.0.0.1/","from":"yesterday"}""", "From must be start, now or the sequence number of an event.");
        await Wrong("""{"name":"x","url":"http://127.0.0.1/","types":["sold"]}""", """There is no slice or type of events named \"sold\".""");
        await Wrong("""{"name":"x","url":"http://127.0.0.1/","secret":"short"}""", "Secret must have 16 to 256 characters.");
        await Wrong("""{"name":"x","url":"http://127.0.0.1/","on_failure":"panic"}""", "On failure must be dead_letter or halt.");
        await Refused(Ask("POST", "none/pause"), 404, 5, "Subscription not found.");
        await Refused(Ask("GET", "none/dead_letter"), 404, 5, "Subscription not found.");
        await Refused(Server.SendAsGame("GET", "/v2/kaos/subscription"), 401, 16, "HTTP key invalid");
    }

    static long AmountOf(JsonElement paid) => paid.GetProperty("data").GetProperty("bookings")[0].GetProperty("amount").GetInt64();

    async Task<JsonElement> Create(string name, WebhookReceiver receiver, string more, GameServer? through = null) =>
        await Json(Ask("POST", "", $$"""{"name":"{{name}}","url":"{{receiver.Url}}",{{more[1..]}}""", through));

    Task<HttpResponseMessage> Ask(string method, string path, string? body = null, GameServer? through = null) => (through ?? Server).SendWith(
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("defaulthttpkey:")), method, "/v2/kaos/subscription" + (path.Length > 0 ? "/" : "") + path, body);

    async Task Pay(TestPlayer player, long gold, GameServer? through = null)
    {
        var update = new UpdateWallets([new(player.UserId, new Dictionary<string, long> { ["gold"] = gold })], WritesLedger: false);
        (await (through ?? Server).Get<IJournal>().Execute(update, Caller.System("spec", "Pay"))).Fault.ShouldBeNull();
    }

    /// <summary>A server that does not wait long for subscribers.</summary>
    public sealed class Game : IAsyncLifetime
    {
        public GameServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Server = await GameServer.Start(settings => settings with { Subscription = new() { WebhookTimeoutMs = 1000 } });

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
