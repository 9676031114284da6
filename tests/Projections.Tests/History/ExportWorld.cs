using System.Text;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Accounts.Linking;
using KaosNet.Domain.Brackets;
using KaosNet.Domain.Chat;
using KaosNet.Domain.Friends;
using KaosNet.Domain.Groups;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Matches;
using KaosNet.Domain.Notifications;
using KaosNet.Domain.Purchases;
using KaosNet.Domain.Sessions;
using KaosNet.Domain.Storage;
using KaosNet.Domain.Tournaments;
using KaosNet.Domain.Wallets;

namespace KaosNet.Projections.Tests.History;

/// <summary>Two players who have to do with each other in everything that a game has, each with words of their own everywhere.</summary>
sealed class ExportWorld(ReadModelBench bench)
{
    public const string Ann = "11111111-0000-4000-8000-0000000000a1";
    public const string Bob = "22222222-0000-4000-8000-0000000000b2";

    const string Match = "0aa0aa00-0000-4000-8000-00000000000a";
    const string Bracket = "0bb0bb00-0000-4000-8000-00000000000b";

    string _group = "";
    long? _expiry;

    /// <summary>A word of a player's own; whoever's it is can be told by it.</summary>
    public static string Word(string player, string what) => (player == Ann ? "annword" : "bobword") + "-" + what;

    /// <summary>All words that stand in events of a player's.</summary>
    public static readonly IReadOnlyList<string> Words =
    [
        "name", "newname", "display", "avatar", "place", "meta", "device", "mail@example.com", "friendnote", "roomtalk", "directtalk", "edited", "save", "score", "bookingnote", "annotated",
        "gamesays", "phone", "storesays", "subscribed", "renewed",
    ];

    public async Task Play()
    {
        await bench.Do(new CreateLeaderboard("cup"));
        await bench.Do(new CreateBracket(Bracket, new(BracketFormat.SingleElimination) { Title = "Duel", OpenEntry = true }));
        foreach (var (player, other) in new[] { (Ann, Bob), (Bob, Ann) }) await SignUp(player);
        foreach (var (player, other) in new[] { (Ann, Bob), (Bob, Ann) }) await Meet(player, other);
        await bench.Do(new StartBracket(Bracket, Seeding.Entry));
        await bench.Do(new WithdrawEntrant(Bracket, Bob, ByThemselves: true, Word(Bob, "withdrawn")), Bob);
        await PlayMatch();
        await bench.Do(new RevokeTokens(Ann, [new RevokedToken("annword-token", TokenKind.Session, DateTimeOffset.UtcNow.AddHours(1))]), Ann);
        await bench.Do(new BlockFriends(Bob, [Ann]), Bob);
    }

    async Task SignUp(string player)
    {
        string Own(string what) => Word(player, what);
        await bench.Do(new CreateAccount(player, Own("name"), Identity.Device(Own("device"))), player);
        await bench.Do(new LinkIdentity(player, Identity.Email(Own("mail@example.com")), Own("passwordhash")), player);
        await bench.Do(new LinkIdentity(player, Identity.Device(Own("phone"))), player);
        await bench.Do(
            new EditAccount(player)
            {
                Username = Own("newname"), DisplayName = Own("display"), AvatarUrl = Own("avatar"), Location = Own("place"), Metadata = Json(Own("meta")),
            },
            player);
    }

    async Task Meet(string player, string other)
    {
        string Own(string what) => Word(player, what);
        await bench.Do(new AddFriends(player, Own("newname"), [other], Json(Own("friendnote"))), player);
        if (player == Ann) _group = (await bench.Do(new CreateGroup(player, "The Group") { IsOpen = true }, player)).Id;
        else await bench.Do(new JoinGroup(_group, player), player);
        await Say(player, ChannelId.Room("hall"), Own("roomtalk"));
        var direct = await Say(player, ChannelId.DirectMessage(Guid.Parse(player), Guid.Parse(other)), Own("directtalk"));
        await bench.Do(new EditMessage(direct, ChannelId.DirectMessage(Guid.Parse(player), Guid.Parse(other)), new(player, Own("newname")), Json(Own("edited"))), player);
        await bench.Do(new WriteStorageObjects([new ObjectWrite(new ObjectKey("saves", Own("save"), player), Json(Own("save")))]), player);
        await bench.Do(new SubmitScore("cup", 0, player, 10) { Username = Own("newname"), Metadata = Json(Own("score")) }, player);
        await bench.Do(new JoinTournament("net", await Expiry(), player, Own("newname"), IsLimited: false), player);
        var booked = await bench.Do(new UpdateWallets([new(player, new Dictionary<string, long> { ["coins"] = 5 }, Json(Own("bookingnote")))], WritesLedger: true), player);
        await bench.Do(new UpdateLedgerMetadata(booked[0].EntryId!, Json(Own("annotated"))));
        await bench.Do(new SendNotifications([new(player, 7, Own("gamesays"), Json(Own("gamesays")))]));
        // What one player has the game say to another is neither's: it may hold the names of both.
        await bench.Do(new SendNotifications([new(other, 8, Own("says"), Json(Own("says"))) { SenderId = player }]));
        await Buy(player, player);
        await bench.Do(new EnterBracket(Bracket, [player], ByThemselves: true), player);
    }

    /// <summary>Somebody hands in what a store told an owner; both hand in what is the other's, too.</summary>
    async Task Buy(string player, string owner)
    {
        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        await bench.Do(new KeepPurchases(player, [new("sword-" + owner, PurchaseStore.Apple, "sword", PurchaseEnvironment.Production, at, Json(Word(owner, "storesays")))]), player);
        await bench.Do(new KeepSubscriptions(player, [Gold(owner, at) with { ProviderResponse = Json(Word(owner, "subscribed")) }]), player);
        await bench.Do(new KeepSubscriptions(player, [Gold(owner, at.AddDays(30)) with { ProviderResponse = Json(Word(owner, "renewed")) }]), player);
        if (player == owner && player == Bob)
        {
            await Buy(Ann, Bob);
            await Buy(Bob, Ann);
        }
    }

    static BoughtSubscription Gold(string owner, DateTimeOffset until) =>
        new("gold-" + owner, PurchaseStore.Apple, "gold", PurchaseEnvironment.Production, new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), until);

    async Task<long> Expiry() => _expiry ??= (await bench.Do(new CreateTournament("net", 3600) { JoinRequired = true })).CurrentExpiryAt(DateTimeOffset.UtcNow);

    async Task<string> Say(string player, ChannelId channel, string text)
    {
        var id = Guid.CreateVersion7().ToString();
        await bench.Do(new PostMessage(id, channel, new(player, Word(player, "newname")), Json(text)), player);
        return id;
    }

    async Task PlayMatch()
    {
        var writer = new MatchStepWriter();
        MatchPresence Of(string player) => new(player, Guid.CreateVersion7().ToString(), Word(player, "newname"), "kaos");
        var (ann, bob) = (Of(Ann), Of(Bob));
        writer.Join(1000, [ann, bob]);
        writer.Loop(1100, [Move(ann), Move(bob)]);
        writer.Leave(2000, [ann, bob]);
        await bench.Do(new RecordMatchStart(Match, new("duel", "abc", "kaos", 7, "{}", 10, "", 128, "run")));
        await bench.Do(new RecordMatchInputs(Match, "run", new(0, 0, 1, writer.Take())));
        await bench.Do(new RecordMatchEnd(Match, "run", new(MatchEnding.HandlerStopped, 1, "")));
    }

    public static byte[] MoveOf(string player) => Encoding.UTF8.GetBytes(Word(player, "move"));

    static MatchMessage Move(MatchPresence presence) => new(presence, 3, MoveOf(presence.UserId), Reliable: true, 1090);

    static string Json(string text) => $$"""{"said": "{{text}}"}""";

}
