using System.Globalization;
using KaosNet.Tests.Support;

namespace KaosNet.Compat.Tests.Examples;

/// <summary>Holds what the server keeps against what a crowd was told, and its parts against each other.</summary>
public sealed partial class CrowdAudit(ExampleServer server, Crowd crowd)
{
    const int Price = 200;
    static readonly Dictionary<string, int> Prices = new() { ["potion"] = 10, ["shield"] = 75, ["sword"] = 100 };
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public async Task HoldsTheBooks()
    {
        players.Count.ShouldBe(Crowd.Players);
        crowd.Wrong.ShouldBeEmpty();
        // When a game is over for its players it is kept; when one has left, the other may have to be told still.
        await Eventually.Holds(async () => (await Objects()).Count(one => one.Collection == "tictactoe_games").ShouldBe(Crowd.Players * 2), Patience);
        objects = await Objects();
        ledger = await Ledger();
        EverybodyWasWelcomedAndRewardedOnce();
        await WalletsAreTheSumsOfTheirLedgers();
        ItemsAreWhereTheyWereBoughtAndGiven();
        await GoldIsNeitherMadeNorLost();
        await TreasuriesAreWhatWasDonated();
        await GuildsHaveTheirMembers();
        GamesHaveOneResult();
        await BoardsCountTheGames();
        await WeeksWerePaidOnce();
        await PresentsAndWelcomesWereToldOnce();
    }

    void EverybodyWasWelcomedAndRewardedOnce()
    {
        foreach (var player in players)
        {
            Of(player, "welcome").ShouldHaveSingleItem().Gold.ShouldBe(1000);
            var claims = Of(player, "daily_reward").ToList();
            // Two if it became midnight meanwhile.
            claims.Select(claim => claim.Metadata.Number("day")).ShouldBeUnique();
            claims.Count.ShouldBeInRange(1, 2);
            claims.Sum(claim => claim.Gold).ShouldBe(Did("claim", player).Sum(deed => deed.Amount));
            Value("daily_rewards", "claims", player).Number("total").ShouldBe(Did("claim", player).Count());
            claims.Count.ShouldBe(Did("claim", player).Count());
        }
    }

    async Task WalletsAreTheSumsOfTheirLedgers()
    {
        foreach (var (player, gold) in await Wallets())
        {
            gold.ShouldBe(ledger.Where(entry => entry.Owner == player).Sum(entry => entry.Gold));
            gold.ShouldBeGreaterThanOrEqualTo(0);
        }
    }

    void ItemsAreWhereTheyWereBoughtAndGiven()
    {
        foreach (var player in players)
        {
            foreach (var item in Prices.Keys)
            {
                var bought = Did("buy", player).Where(deed => deed.Name == item).Sum(deed => deed.Amount);
                var given = Did("give", player).Where(deed => deed.Name == item).Sum(deed => deed.Amount);
                var got = deeds.Where(deed => deed.What == "give" && deed.To == player && deed.Name == item).Sum(deed => deed.Amount);
                ItemsOf(player, item).ShouldBe(bought - given + got, $"{player}: {item}");
            }

            Of(player, "purchase").Sum(entry => -entry.Gold).ShouldBe(Did("buy", player).Sum(deed => Prices[deed.Name] * deed.Amount));
        }
    }

    async Task GoldIsNeitherMadeNorLost()
    {
        var given = players.Count * 1000 + Sum("daily_reward") + Sum("order") + Sum("tictactoe");
        Sum("order").ShouldBe(deeds.Where(deed => deed.What == "order").Sum(deed => deed.Amount));
        var goods = players.Sum(player => Prices.Sum(price => price.Value * ItemsOf(player, price.Key)));
        var treasuries = crowd.Guilds.Sum(Treasury);
        ((await Wallets()).Sum(wallet => wallet.Gold) + goods + treasuries + crowd.Guilds.Count * Price).ShouldBe(given);
    }

    async Task TreasuriesAreWhatWasDonated()
    {
        deeds.Count(deed => deed.What == "found").ShouldBe(crowd.Guilds.Count);
        var living = (await server.Rows("select id from kaos.groups")).Select(group => group.Word("id")).ToHashSet();
        var board = await server.Rows("select owner_id, score from kaos.leaderboard_records where leaderboard_id = 'guild_treasury'");
        foreach (var guild in crowd.Guilds)
        {
            var donations = deeds.Where(deed => deed.What == "donate" && deed.Name == guild).ToList();
            Treasury(guild).ShouldBe(donations.Sum(deed => deed.Amount));
            foreach (var player in players)
            {
                var mine = donations.Where(deed => deed.By == player).Sum(deed => deed.Amount);
                (Find("guild_donations", guild, player)?.Number("gold") ?? 0).ShouldBe(mine);
                Of(player, "guild_donation").Where(entry => entry.Metadata.Word("guild_id") == guild).Sum(entry => -entry.Gold).ShouldBe(mine);
            }

            if (donations.Count > 0) board.Single(row => row.Word("owner_id") == guild).Number("score").ShouldBe(Treasury(guild));
            // A guild's chat ends with it.
            var said = await Said(guild);
            if (living.Contains(guild)) said.Count(content => content.TryGetProperty("donation", out _)).ShouldBe(donations.Count);
        }
    }

    async Task GuildsHaveTheirMembers()
    {
        var groups = await server.Rows("select id, edge_count, max_count, metadata from kaos.groups");
        var members = await server.Rows("select group_id, user_id, state from kaos.group_members where state <= 2");
        foreach (var guild in groups.Where(group => crowd.Guilds.Contains(group.Word("id"))))
        {
            var id = guild.Word("id");
            var inside = members.Where(member => member.Word("group_id") == id).Select(member => member.Word("user_id")).ToList();
            inside.ShouldBeUnique();
            inside.Count.ShouldBe((int)guild.Number("edge_count"));
            inside.Count.ShouldBeInRange(1, (int)guild.Number("max_count"));
            guild.Word("metadata").Parsed().Number("level").ShouldBe(1 + Treasury(id) / 500);
            // Whoever is in it founded it or joined it.
            foreach (var member in inside) deeds.ShouldContain(deed => (deed.What == "found" || deed.What == "join") && deed.By == member && deed.Name == id);
        }

        // A guild ends with the last who leaves; the others are all there.
        var ended = crowd.Guilds.Except(groups.Select(group => group.Word("id"))).ToList();
        foreach (var guild in ended) deeds.ShouldContain(deed => deed.What == "leave" && deed.Name == guild);
    }

    void GamesHaveOneResult()
    {
        var games = objects.Where(one => one.Collection == "tictactoe_games").GroupBy(one => one.Key).ToList();
        games.Count.ShouldBe(Crowd.Players);
        foreach (var game in games)
        {
            var (one, other) = (game.First(), game.Last());
            game.Count().ShouldBe(2);
            one.Value.Word("opponent").ShouldBe(other.Owner);
            other.Value.Word("opponent").ShouldBe(one.Owner);
            one.Value.Word("moves").ShouldBe(other.Value.Word("moves"));
            string[] results = [.. game.Select(side => side.Value.Word("result")).Order(StringComparer.Ordinal)];
            (results is ["lost", "won"] or ["drawn", "drawn"]).ShouldBeTrue(string.Join(", ", results));
            var winner = game.SingleOrDefault(side => side.Value.Word("result") == "won")?.Owner ?? "";
            // What was told is what is kept.
            foreach (var told in deeds.Where(deed => deed.What == "play" && deed.Name.StartsWith(game.Key, StringComparison.Ordinal)))
                (told.To, told.Amount).ShouldBe((winner, one.Value.Word("moves").Length));
            var paid = ledger
                .Where(entry => entry.Reason == "tictactoe" && entry.Metadata.Word("match_id").StartsWith(game.Key, StringComparison.Ordinal)).ToList();
            if (winner != "") paid.ShouldHaveSingleItem().ShouldSatisfyAllConditions(entry => entry.Gold.ShouldBe(25), entry => entry.Owner.ShouldBe(winner));
            else paid.Select(entry => entry.Gold).ShouldBe([10, 10]);
        }

        var ratings = players.Select(player => Value("ratings", "tictactoe", player)).ToList();
        ratings.Sum(rating => rating.Number("rating") - 1000).ShouldBe(0);
        ratings.ShouldAllBe(rating => rating.Number("games") == 2);
    }

    async Task BoardsCountTheGames()
    {
        // A result is told after it was counted; who left is told nothing, and the last to be told may be the one who left.
        await Eventually.Holds(
            async () =>
            {
                var records = await server.Rows("select leaderboard_id, owner_id, score from kaos.leaderboard_records where leaderboard_id like 'tictactoe_%'");
                foreach (var player in players)
                {
                    var won = objects.Count(one => one.Collection == "tictactoe_games" && one.Owner == player && one.Value.Word("result") == "won");
                    foreach (var board in new[] { "tictactoe_wins", "tictactoe_week" })
                    {
                        records.Where(row => row.Word("leaderboard_id") == board && row.Word("owner_id") == player)
                            .Sum(row => row.Number("score")).ShouldBe(won, board);
                    }
                }
            },
            Patience);
    }

    /// <summary>Also the weeks of whoever played before the crowd.</summary>
    async Task WeeksWerePaidOnce()
    {
        var records = await server.Rows("""
            select expiry, owner_id, extract(epoch from update_time) as updated from kaos.leaderboard_records where leaderboard_id = 'tictactoe_week'
            """);
        var weeks = records.GroupBy(record => record.Number("expiry")).ToList();
        await Eventually.Holds(
            async () => (await server.Rows("select reset_through from kaos.leaderboard_marks where leaderboard_id = 'tictactoe_week'")).Single()
                .Number("reset_through").ShouldBeGreaterThanOrEqualTo(weeks.Max(week => week.Key)),
            Patience);
        var prizes = (await Ledger(everybody: true)).Where(entry => entry.Reason == "tictactoe_week").ToList();
        foreach (var week in weeks)
        {
            var paid = prizes.Where(prize => prize.Metadata.Number("week") == week.Key).OrderBy(prize => prize.Metadata.Number("place")).ToList();
            paid.Count.ShouldBeLessThanOrEqualTo(3);
            paid.Select(prize => prize.Gems).ShouldBe(new long[] { 30, 20, 10 }.Take(paid.Count));
            paid.Select(prize => (int)prize.Metadata.Number("place")).ShouldBe(Enumerable.Range(1, paid.Count));
            paid.Select(prize => prize.Owner).ShouldBeUnique();
            paid.ShouldAllBe(prize => week.Any(record => record.Word("owner_id") == prize.Owner));
            // A score of a week's last moment may be stored when the week is paid for already.
            if (week.Any(record => record.GetProperty("updated").GetDouble() > week.Key - 2)) continue;
            var expiry = week.Key.ToString(CultureInfo.InvariantCulture);
            var first = (await crowd.Anybody.Get($"/v2/leaderboard/tictactoe_week?limit=3&expiry={expiry}")).Body.GetProperty("records").EnumerateArray();
            paid.Select(prize => prize.Owner).ShouldBe(first.Select(record => record.Word("owner_id")));
        }

        var told = await server.Rows("select receiver_id from kaos.notifications where code = 104");
        told.Count.ShouldBe(prizes.Count);
    }

    async Task PresentsAndWelcomesWereToldOnce()
    {
        var notices = await server.Rows("select receiver_id, code, content from kaos.notifications");
        notices.Count(notice => notice.Number("code") == 103 && players.Contains(notice.Word("receiver_id"))).ShouldBe(Crowd.Players / 2);
        foreach (var player in players)
        {
            var mine = notices.Where(notice => notice.Word("receiver_id") == player).ToList();
            mine.Count(notice => notice.Number("code") == 101).ShouldBe(deeds.Count(deed => deed.What == "give" && deed.To == player));
            mine.Where(notice => notice.Number("code") == 102).Select(notice => notice.Word("content")).ShouldBeUnique();
            foreach (var welcome in objects.Where(one => one.Collection == "guild_welcomes" && one.Owner == player))
                mine.Count(notice => notice.Number("code") == 102 && notice.Word("content").Contains(welcome.Key, StringComparison.Ordinal)).ShouldBe(1);
        }
    }
}
