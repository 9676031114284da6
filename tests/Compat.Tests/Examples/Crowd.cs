using System.Collections.Concurrent;
using System.Net.WebSockets;
using KaosNet.Tests.Support;

namespace KaosNet.Compat.Tests.Examples;

/// <summary>Something that a player did and the server granted.</summary>
/// <param name="What">Which kind of thing.</param>
/// <param name="By">The id of the player.</param>
/// <param name="Name">An item, a guild, an order or a match.</param>
/// <param name="Amount">How many, or how much gold.</param>
/// <param name="To">The id of another player.</param>
public sealed record Deed(string What, string By, string Name = "", long Amount = 0, string To = "");

/// <summary>Players with two devices each, all of whom act at random at once, and play two games of tic-tac-toe each meanwhile.</summary>
public sealed class Crowd(ExampleServer server, int seed) : IAsyncDisposable
{
    public const int Players = 24;
    public const int Devices = 2;
    const int Acts = 14;

    /// <summary>Few enough that everybody meets everybody.</summary>
    const int GuildNames = 6;

    /// <summary>
    /// What a call may be refused with: what was asked for is wrong, not there, not allowed, not possible now, or others were faster time after time.
    /// </summary>
    static readonly int[] FairCodes = [0, 3, 5, 7, 9, 10];

    static readonly string[] Items = ["potion", "shield", "sword"];
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    readonly Device[][] players = new Device[Players][];
    readonly ConcurrentDictionary<string, string> guilds = new();
    int orders;

    public IEnumerable<string> UserIds => players.Select(devices => devices[0].UserId);

    public Device Anybody => players[0][0];

    public IReadOnlyCollection<string> Guilds => [.. guilds.Keys];

    public ConcurrentBag<Deed> Deeds { get; } = [];

    public ConcurrentBag<string> Wrong { get; } = [];

    public async Task Play()
    {
        await Task.WhenAll(Enumerable.Range(0, Players).Select(async player =>
        {
            // Both sign in at the same time: one of them makes the account, and starting gold is given once.
            players[player] = await Task.WhenAll(Enumerable.Range(0, Devices).Select(_ => Device.SignIn(server, $"player-{player}-of-{seed}")));
            await Task.WhenAll(players[player].Select(device => device.Connected()));
        }));

        await Task.WhenAll(Enumerable.Range(0, Players).SelectMany(player => new[]
        {
            Act(players[player][0], Chance(player, 0)), Act(players[player][1], Chance(player, 1)),
            PlayMatched(player, Chance(player, 2)), PlayChallenge(player, Chance(player, 3)),
        }));
    }

    Random Chance(int player, int part) => new(HashCode(seed, player, part));

    /// <summary>The same in every run, unlike that of <see cref="System.HashCode"/>.</summary>
    static int HashCode(int seed, int player, int part) => unchecked((seed * 31 + player) * 31 + part);

    async Task Act(Device device, Random chance)
    {
        // Everybody claims, on both devices at once.
        await Claim(device);
        for (var act = 0; act < Acts; act++)
        {
            await (chance.Next(100) switch
            {
                < 8 => Claim(device),
                < 28 => Buy(device, chance),
                < 44 => Give(device, chance),
                < 50 => Found(device, chance),
                < 62 => Join(device, chance),
                < 66 => Leave(device, chance),
                < 86 => Donate(device, chance),
                < 90 => Order(device, chance),
                < 93 => Forge(device),
                < 96 => Expect(device.Call("guild_treasury", new { guild_id = AnyGuild(chance) }), "guild_treasury"),
                _ => Expect(device.Call(chance.Next(2) == 0 ? "inventory_list" : "rating_get"), "look"),
            });
        }
    }

    async Task Claim(Device device)
    {
        var claim = await Expect(device.Call("daily_reward_claim"), "daily_reward_claim");
        if (claim.Code == 0 && claim.Body.GetProperty("claimed").GetBoolean()) Done(new("claim", device.UserId, Amount: claim.Number("gold")));
    }

    async Task Buy(Device device, Random chance)
    {
        var (item, count) = (Items[chance.Next(Items.Length)], chance.Next(1, 4));
        if (await Granted(device.Call("inventory_buy", new { item, count }), "inventory_buy")) Done(new("buy", device.UserId, item, count));
    }

    async Task Give(Device device, Random chance)
    {
        var (item, count, to) = (Items[chance.Next(Items.Length)], chance.Next(1, 3), players[chance.Next(Players)][0].UserId);
        var given = device.Call("inventory_give", new { user_id = to, item, count });
        if (await Granted(given, "inventory_give")) Done(new("give", device.UserId, item, count, to));
    }

    async Task Found(Device device, Random chance)
    {
        var name = $"Guild {chance.Next(GuildNames)} of {seed}";
        var founded = await Expect(device.Call("guild_found", new { name, most = 8 }), "guild_found");
        if (founded.Code != 0) return;
        Done(new("found", device.UserId, founded.Word("guild_id")));
        guilds.TryAdd(founded.Word("guild_id"), name).ShouldBeTrue();
    }

    async Task Join(Device device, Random chance)
    {
        var guild = AnyGuild(chance);
        if (await Granted(device.Post($"/v2/group/{guild}/join"), "join")) Done(new("join", device.UserId, guild));
    }

    async Task Leave(Device device, Random chance)
    {
        var guild = AnyGuild(chance);
        if (await Granted(device.Post($"/v2/group/{guild}/leave"), "leave")) Done(new("leave", device.UserId, guild));
    }

    async Task Donate(Device device, Random chance)
    {
        var (guild, gold) = (AnyGuild(chance), chance.Next(1, 120));
        if (await Granted(device.Call("guild_donate", new { guild_id = guild, gold }), "guild_donate")) Done(new("donate", device.UserId, guild, gold));
    }

    /// <summary>A payment service that tells of an order twice at once.</summary>
    async Task Order(Device device, Random chance)
    {
        var order = new { user_id = device.UserId, gold = chance.Next(1, 400), order = $"order-{Interlocked.Increment(ref orders)}" };
        var told = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Expect(Device.CallAsServer(server.Http, "gold_grant", order), "gold_grant")));
        if (told.Count(answer => answer.Code == 0 && answer.Body.GetProperty("granted").GetBoolean()) == 1)
            Done(new("order", device.UserId, order.order, order.gold));
        else
            Wrong.Add($"{order.order} was not paid out once: {told[0]}, {told[1]}");
    }

    async Task Forge(Device device)
    {
        var write = new { collection = "inventory", key = "items", value = """{"items":{"sword":1000}}""", permission_write = 1 };
        if (await Granted(device.Put("/v2/storage", new { objects = new[] { write } }), "forge")) Wrong.Add("An inventory was forged.");
    }

    /// <summary>A game that the matchmaker makes.</summary>
    async Task PlayMatched(int player, Random chance)
    {
        var device = players[player][0];
        // Ratings that clients tell of themselves count for nothing.
        await device.Socket.AddMatchmakerAsync("*", 2, 2, new Dictionary<string, string> { ["game"] = "tictactoe" }, new() { ["rating"] = chance.Next(5000) });
        await Eventually.Is(() => device.Matched.Count > 0, "somebody is found to play with", Patience);
        var match = device.Matched.Single().MatchId;
        if (chance.Next(4) > 0)
        {
            await PlayGame(device, match, chance, mayLeave: true);
            return;
        }

        // The other device looks on, so that leaving would not be the end of it.
        var playing = PlayGame(device, match, chance, mayLeave: false);
        try
        {
            await players[player][1].Socket.JoinMatchAsync(match);
        }
        catch (WebSocketException late) when (new[] { "This game is over", "not found", "join rejected" }.Any(late.Message.Contains))
        {
            // There is nothing left to look at.
        }

        await playing;
    }

    /// <summary>A game of two neighbours: one challenges the other.</summary>
    async Task PlayChallenge(int player, Random chance)
    {
        var (device, opponent) = (players[player][1], players[player ^ 1][1]);
        if (player % 2 == 0)
        {
            var challenge = await Expect(device.Call("tictactoe_challenge", new { user_id = opponent.UserId }), "tictactoe_challenge");
            await PlayGame(device, challenge.Word("match_id"), chance, mayLeave: true);
            return;
        }

        await Eventually.Is(() => device.Notices.Any(notice => notice.Code == 103), "the challenge arrives", Patience);
        var notice = device.Notices.Single(notice => notice.Code == 103);
        notice.SenderId.ShouldBe(opponent.UserId);
        await PlayGame(device, notice.Content.Parsed().Word("match_id"), chance, mayLeave: true);
    }

    async Task PlayGame(Device device, string match, Random chance, bool mayLeave)
    {
        using var play = await TicTacToePlay.Join(device, match);
        if (!await play.AtRandom(chance, mayLeave)) Done(new("leave a game", device.UserId, match));
        else if (play.Over is { } over)
            Done(new("play", device.UserId, match, over.Word("moves").Length, over.TryGetProperty("winner", out var winner) ? winner.GetString()! : ""));
    }

    string AnyGuild(Random chance)
    {
        var known = guilds.Keys.Order(StringComparer.Ordinal).ToArray();
        return known.Length == 0 ? Guid.Empty.ToString() : known[chance.Next(known.Length)];
    }

    async Task<bool> Granted(Task<Reply> call, string what) => (await Expect(call, what)).Code == 0;

    async Task<Reply> Expect(Task<Reply> call, string what)
    {
        var reply = await call;
        if (!FairCodes.Contains(reply.Code)) Wrong.Add($"{what}: {reply.Code} {reply.Text}");
        if (reply.Code != 0) Done(new($"{what} refused: {reply.Text}", ""));
        return reply;
    }

    void Done(Deed deed) => Deeds.Add(deed);

    public async ValueTask DisposeAsync()
    {
        foreach (var device in players.SelectMany(devices => devices ?? [])) await device.DisposeAsync();
    }
}
