using System.Text.Json;
using KaosNet.Compat.Tests.Docs;
using KaosNet.Tests.Support;

namespace KaosNet.Compat.Tests.Examples;

/// <summary>The examples in Lua, and the page about them.</summary>
public sealed class LuaExampleSpecs(LuaExamples server, ITestOutputHelper output) : ExampleSpecs(server, output), IClassFixture<LuaExamples>
{
    readonly LuaExamples server = server;

    [Fact]
    public Task every_command_of_the_page_prints_what_the_page_says() => ShellPage.Open("recipes", "example-modules.md").PrintsWhatItSays(
        command => command.Replace("7350", server.Port.ToString()), () => string.Join('\n', server.Errors.Concat(server.Warnings)));
}

/// <summary>The examples in JavaScript, which offer the same.</summary>
public sealed class JavaScriptExampleSpecs(JavaScriptExamples server, ITestOutputHelper output)
    : ExampleSpecs(server, output), IClassFixture<JavaScriptExamples>;

/// <summary>What the example modules offer, one after the other and then all of it at once.</summary>
public abstract class ExampleSpecs(ExampleServer server, ITestOutputHelper output)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    static int number;

    [Fact]
    public async Task a_daily_reward_is_there_once_a_day()
    {
        await using var ann = await SignIn();
        var status = await ann.Call("daily_reward_status");
        (status.Body.GetProperty("claimable").GetBoolean(), status.Number("streak"), status.Number("gold")).ShouldBe((true, 0, 100));
        var claims = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => ann.Call("daily_reward_claim")));
        claims.Select(claim => claim.Code).ShouldAllBe(code => code == 0);
        // Unless it becomes midnight meanwhile, which brings another.
        var days = claims.Select(claim => claim.Number("next")).Distinct().Count();
        claims.Count(claim => claim.Body.GetProperty("claimed").GetBoolean()).ShouldBeInRange(1, days);
        claims.Where(claim => claim.Body.GetProperty("claimed").GetBoolean()).Min(claim => claim.Number("balance")).ShouldBe(1100);
        (claims.Max(claim => claim.Number("next")) % 86400).ShouldBe(0);
    }

    [Fact]
    public async Task items_are_bought_given_and_cannot_be_had_otherwise()
    {
        await using var ann = await SignIn();
        await using var bob = await SignIn();
        var bought = await ann.Call("inventory_buy", new { item = "potion", count = 3 });
        (bought.Number("gold"), bought.Body.GetProperty("items").Number("potion")).ShouldBe((970, 3));
        Refused(await ann.Call("inventory_buy", new { item = "sword", count = 99 }), 9, "Not enough gold.");
        Refused(await ann.Call("inventory_buy", new { item = "toString" }), 5, "There is no such item.");
        Refused(await ann.Call("inventory_buy", new { item = "sword", count = 0.5 }), 3, "count must be a whole number from 1 to 99.");
        Refused(await ann.Call("inventory_buy", "no JSON"), 3, "The payload is not a JSON object.");

        var given = await ann.Call("inventory_give", new { user_id = bob.UserId, item = "potion", count = 2 });
        given.Body.GetProperty("items").Number("potion").ShouldBe(1);
        Refused(await ann.Call("inventory_give", new { user_id = bob.UserId, item = "potion", count = 2 }), 9, "You do not have that many.");
        Refused(await ann.Call("inventory_give", new { user_id = ann.UserId, item = "potion" }), 9, "That is yours already.");
        Refused(await ann.Call("inventory_give", new { user_id = "nobody", item = "potion" }), 5, "There is no such player.");
        (await bob.Call("inventory_list")).Body.GetProperty("items").Number("potion").ShouldBe(2);
        (await Notices(bob)).Where(notice => notice.Number("code") == 101).ShouldHaveSingleItem().Word("subject")
            .ShouldBe(ann.Session.Username + " has something for you");

        var swords = new { collection = "inventory", key = "items", value = """{"items":{"sword":9}}""" };
        var forged = await bob.Put("/v2/storage", new { objects = new[] { swords } });
        Refused(forged, 7, "Only the server writes there.");
        (await bob.Put("/v2/storage", new { objects = new[] { new { collection = "saves", key = "one", value = "{}" } } })).Code.ShouldBe(0);
    }

    [Fact]
    public async Task an_order_is_paid_out_once_however_often_it_is_told()
    {
        await using var ann = await SignIn();
        var order = new { user_id = ann.UserId, gold = 500, order = "A-17" };
        Refused(await ann.Call("gold_grant", order), 7, "This is for servers.");
        Refused(await Device.CallAsServer(server.Http, "daily_reward_claim", new { }), 7, "This is for players.");
        var told = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Device.CallAsServer(server.Http, "gold_grant", order)));
        told.Select(answer => answer.Number("gold")).ShouldAllBe(gold => gold == 1500);
        told.Count(answer => answer.Body.GetProperty("granted").GetBoolean()).ShouldBe(1);
    }

    [Fact]
    public async Task a_guild_is_founded_joined_and_made_rich()
    {
        await using var ann = await SignIn();
        await using var bob = await SignIn();
        var name = Fresh("Owls");
        Refused(await ann.Post("/v2/group", new { name }), 7, "Guilds are founded with guild_found.");
        var founded = await ann.Call("guild_found", new { name });
        founded.Number("gold").ShouldBe(800);
        var guild = founded.Word("guild_id");
        Refused(await bob.Call("guild_found", new { name }), 9, "There is a guild of that name.");
        (await bob.Call("inventory_list")).Number("gold").ShouldBe(1000);
        Refused(await bob.Call("guild_donate", new { guild_id = guild, gold = 5 }), 7, "You are not in that guild.");
        Refused(await bob.Call("guild_donate", new { guild_id = "none", gold = 5 }), 5, "There is no such guild.");

        (await bob.Post($"/v2/group/{guild}/join")).Code.ShouldBe(0);
        (await bob.Post($"/v2/group/{guild}/join")).Code.ShouldBe(0);
        var donated = await bob.Call("guild_donate", new { guild_id = guild, gold = 600 });
        (donated.Number("treasury"), donated.Number("level"), donated.Number("gold")).ShouldBe((600, 2, 400));
        Refused(await bob.Call("guild_donate", new { guild_id = guild, gold = 401 }), 9, "Not enough gold.");
        var treasury = await bob.Call("guild_treasury", new { guild_id = guild });
        (treasury.Word("name"), treasury.Number("treasury"), treasury.Number("members"), treasury.Number("mine")).ShouldBe((name, 600, 2, 600));
        // Joined twice, welcomed once.
        (await Notices(bob)).Count(notice => notice.Number("code") == 102).ShouldBe(1);
        var chat = await ann.Get($"/v2/channel/3.{guild}..?limit=10");
        var said = chat.Body.GetProperty("messages").EnumerateArray().Select(message => message.Word("content")).ToList();
        said.Count(content => content.Contains("has joined.", StringComparison.Ordinal)).ShouldBe(1);
        said.Count(content => content.Contains("gives 600 gold.", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task a_game_is_found_played_and_kept()
    {
        await using var ann = await (await SignIn()).Connected();
        await using var bob = await (await SignIn()).Connected();
        var match = (await ann.Call("tictactoe_find")).Word("match_id");
        using var hers = await TicTacToePlay.Join(ann, match);
        // It can be found after a moment.
        const string Waiting = "/v2/match?min_size=1&max_size=1&query=%2Blabel.open:1";
        await Eventually.Holds(async () => (await bob.Get(Waiting)).Body.GetProperty("matches").GetArrayLength().ShouldBe(1), Patience);
        (await bob.Call("tictactoe_find")).Word("match_id").ShouldBe(match);
        using var his = await TicTacToePlay.Join(bob, match);
        await hers.Hears(play => play.HasBegun);
        await his.Hears(play => play.HasBegun);
        var (first, second, winner, loser) = hers.IsMyTurn ? (hers, his, ann, bob) : (his, hers, bob, ann);

        await second.Move(1);
        await second.Hears(play => play.Refusals.Contains("It is not your turn."));
        await first.Move("five");
        await first.Hears(play => play.Refusals.Contains("There is no such position."));
        foreach (var (mover, position, moves) in new[] { (first, 1, "1"), (second, 4, "14"), (first, 2, "142"), (second, 5, "1425") })
        {
            await mover.Move(position);
            await Task.WhenAll(first.Hears(play => play.Moves == moves), second.Hears(play => play.Moves == moves));
        }

        await first.Move(5);
        await first.Hears(play => play.Refusals.Contains("That is taken."));
        await first.Move(3);
        foreach (var play in new[] { first, second })
        {
            await play.Hears(one => one.Over is not null);
            var over = play.Over!.Value;
            (over.Word("how"), over.Word("winner"), over.Word("moves")).ShouldBe(("line", winner.UserId, "14253"));
        }

        (await Kept(winner, match)).ShouldBe(("won", loser.UserId, "14253"));
        (await Kept(loser, match)).ShouldBe(("lost", winner.UserId, "14253"));
        (await winner.Call("rating_get")).Number("rating").ShouldBe(1016);
        (await loser.Call("rating_get")).Number("rating").ShouldBe(984);
        (await winner.Call("inventory_list")).Number("gold").ShouldBe(1025);
        var record = (await server.Rows($"""
            select expiry - extract(epoch from update_time) as before from kaos.leaderboard_records
            where leaderboard_id = 'tictactoe_week' and owner_id = '{winner.UserId}'
            """)).Single();
        // A score of a week's last moment may be stored when the week is paid for already.
        if (record.GetProperty("before").GetDouble() < 1) return;
        await Eventually.Holds(async () => (await Notices(winner)).Count(notice => notice.Number("code") == 104).ShouldBe(1), Patience);
        // Somebody else may have won in the same week, too.
        var gems = (await winner.Get("/v2/account")).Body.Word("wallet").Parsed().Number("gems");
        gems.ShouldBeOneOf(30, 20, 10);
    }

    [Fact]
    public async Task a_challenge_is_for_two_and_who_leaves_has_lost()
    {
        await using var ann = await (await SignIn()).Connected();
        await using var bob = await (await SignIn()).Connected();
        await using var eve = await (await SignIn()).Connected();
        Refused(await ann.Call("tictactoe_challenge", new { user_id = ann.UserId }), 9, "Nobody plays alone.");
        var match = (await ann.Call("tictactoe_challenge", new { user_id = bob.UserId })).Word("match_id");
        await Eventually.Is(() => bob.Notices.Any(notice => notice.Code == 103 && notice.Content.Contains(match, StringComparison.Ordinal)), "he hears of it");
        (await Should.ThrowAsync<Exception>(eve.Socket.JoinMatchAsync(match))).Message.ShouldContain("This game is for others.");
        using var hers = await TicTacToePlay.Join(ann, match);
        using var his = await TicTacToePlay.Join(bob, match);
        await hers.Hears(play => play.HasBegun);
        await his.Leave();
        await hers.Hears(play => play.Over is not null);
        hers.Over!.Value.Word("how").ShouldBe("left");
        (await Kept(ann, match)).ShouldBe(("won", bob.UserId, ""));
        (await Kept(bob, match)).ShouldBe(("lost", ann.UserId, ""));
    }

    [Fact]
    public async Task the_matchmaker_knows_how_strong_everybody_is()
    {
        await using var ann = await (await SignIn()).Connected();
        await using var bob = await (await SignIn()).Connected();
        var properties = new Dictionary<string, string> { ["game"] = "tictactoe" };
        await ann.Socket.AddMatchmakerAsync("*", 2, 8, properties, new() { ["rating"] = 99999 });
        await bob.Socket.AddMatchmakerAsync("*", 2, 2, properties);
        await Eventually.Is(() => ann.Matched.Count == 1 && bob.Matched.Count == 1, "both are matched", Patience);
        var found = ann.Matched.Single();
        found.MatchId.ShouldBe(bob.Matched.Single().MatchId);
        (found.Self.NumericProperties["rating"], found.Users.Count()).ShouldBe((1000, 2));
        using var hers = await TicTacToePlay.Join(ann, found.MatchId);
        using var his = await TicTacToePlay.Join(bob, found.MatchId);
        await hers.Hears(play => play.HasBegun);
    }

    [Fact]
    public async Task whatever_many_players_do_at_once_the_books_are_right()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("KAOS_SEED"), out var given) ? given : Random.Shared.Next();
        var line = $"Seed {seed}: run again with KAOS_SEED={seed}";
        output.WriteLine(line);
        await using var crowd = new Crowd(server, seed);
        try
        {
            await crowd.Play();
            await new CrowdAudit(server, crowd).HoldsTheBooks();
        }
        catch (Exception failed)
        {
            throw new InvalidOperationException($"{line}\n{string.Join('\n', crowd.Wrong)}\n{string.Join('\n', server.Errors.Concat(server.Warnings))}", failed);
        }
        finally
        {
            foreach (var deeds in crowd.Deeds.GroupBy(deed => deed.What).OrderBy(deeds => deeds.Key, StringComparer.Ordinal))
                output.WriteLine($"{deeds.Count(),6} x {deeds.Key}");
        }

        server.Errors.ShouldBeEmpty();
    }

    async Task<Device> SignIn()
    {
        var name = Fresh("player");
        return await Device.SignIn(server, "device-of-" + name, name);
    }

    static string Fresh(string word) => $"{word}{Interlocked.Increment(ref number)}-{Guid.NewGuid():n}"[..20];

    static void Refused(Reply reply, int code, string text) => (reply.Code, reply.Text).ShouldBe((code, text));

    static async Task<IEnumerable<JsonElement>> Notices(Device device) =>
        (await device.Get("/v2/notification?limit=100")).Body.TryGetProperty("notifications", out var notices) ? notices.EnumerateArray() : [];

    /// <summary>A game as the object of one of its players has it: result, opponent, moves.</summary>
    static async Task<(string Result, string Opponent, string Moves)> Kept(Device device, string match)
    {
        var game = new { collection = "tictactoe_games", key = match[..36], user_id = device.UserId };
        var read = await device.Post("/v2/storage", new { object_ids = new[] { game } });
        var kept = JsonSerializer.Deserialize<JsonElement>(read.Body.GetProperty("objects")[0].Word("value"));
        return (kept.Word("result"), kept.Word("opponent"), kept.Word("moves"));
    }
}
