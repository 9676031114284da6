using KaosNet.Domain.Accounts;
using KaosNet.Domain.Accounts.Linking;
using KaosNet.Projections.Accounts;
using KaosNet.Store.Journal;
using KaosNet.Tests.Support;

namespace KaosNet.Projections.Tests.Accounts;

public sealed class PlayerCardsSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    static readonly Guid Ann = new("0aa0aa00-0000-4000-8000-000000000001");
    static readonly Guid Bob = new("0bb0bb00-0000-4000-8000-000000000002");
    static readonly Guid Nobody = new("0cc0cc00-0000-4000-8000-000000000003");

    PlayerCards _cards = null!;

    [Fact]
    public async Task a_card_shows_what_others_may_see()
    {
        await using var bench = await Open();
        await bench.Do(new EditAccount(Ann.ToString())
            { Username = "anne", DisplayName = "Anne", AvatarUrl = "a", LangTag = "fr", Location = "l", Timezone = "t" });
        foreach (var kind in Enum.GetValues<IdentityKind>()) await bench.Do(new LinkIdentity(Ann.ToString(), new(kind, $"anns-{kind}@x.org")));

        var told = (await _cards.Of(Ann))!;
        var read = (await Unfilled(bench).Of(Ann))!;
        read.ShouldBe(told);
        (read.Username, read.DisplayName, read.AvatarUrl, read.LangTag, read.Location, read.Timezone).ShouldBe(("anne", "Anne", "a", "fr", "l", "t"));
        (read.AppleId, read.FacebookId, read.FacebookInstantGameId, read.GoogleId, read.GameCenterId, read.SteamId)
            .ShouldBe(("anns-Apple@x.org", "anns-Facebook@x.org", "anns-FacebookInstantGame@x.org", "anns-Google@x.org", "anns-GameCenter@x.org", "anns-Steam@x.org"));
        read.UpdatedAt.ShouldBeGreaterThan(read.CreatedAt);
    }

    [Fact]
    public async Task many_are_read_at_once_and_who_has_no_account_is_left_out()
    {
        await using var bench = await Open();
        var cards = Unfilled(bench);

        (await cards.Of([Ann, Nobody, Bob, Ann])).Values.Select(card => card.Username).ShouldBe(["ann", "bob"], ignoreOrder: true);
        (await cards.Of([])).ShouldBeEmpty();
        (await cards.Of(Nobody)).ShouldBeNull();
        cards.Count.ShouldBe(2);
    }

    [Fact]
    public async Task what_is_in_memory_is_not_read_again()
    {
        await using var bench = await Open();
        var cards = Unfilled(bench);
        await cards.Of([Ann, Bob]);
        await Exec(bench, "update accounts set username = username || '!'");

        (await cards.Of([Ann, Bob])).Values.Select(card => card.Username).ShouldBe(["ann", "bob"], ignoreOrder: true);
    }

    [Fact]
    public async Task a_rename_shows_at_once_and_a_deleted_player_no_more()
    {
        await using var bench = await Open();
        await _cards.Of([Ann, Bob]);
        await bench.Do(new EditAccount(Ann.ToString()) { Username = "anne" });
        await bench.Do(new DeleteAccount(Bob.ToString(), []));

        (await _cards.Of([Ann, Bob])).Values.Select(card => card.Username).ShouldBe(["anne"]);
    }

    [Fact]
    public async Task news_of_another_server_makes_a_card_read_anew()
    {
        await using var bench = await Open();
        var others = Unfilled(bench);
        await others.Of(Ann);
        await bench.Do(new EditAccount(Ann.ToString()) { Username = "anne" });
        (await others.Of(Ann))!.Username.ShouldBe("ann");

        others.Announce(Ann, 2);
        (await others.Of(Ann))!.Username.ShouldBe("anne");
    }

    [Fact]
    public async Task old_news_leaves_a_newer_card_alone()
    {
        await using var bench = await Open();
        await bench.Do(new EditAccount(Ann.ToString()) { Username = "anne" });
        await Exec(bench, "update accounts set username = username || '!'");

        _cards.Announce(Ann, 1);
        _cards.Announce(Ann, 2);
        (await _cards.Of(Ann))!.Username.ShouldBe("anne");
        _cards.Announce(Ann, 3);
        (await _cards.Of(Ann))!.Username.ShouldBe("anne!");
    }

    [Fact]
    public async Task a_read_that_was_overtaken_by_a_change_is_not_kept()
    {
        await using var bench = await Open();
        var cards = Unfilled(bench);
        await using var locked = await bench.Database.General.OpenConnectionAsync();
        await using var transaction = await locked.BeginTransactionAsync();
        await using (var hold = locked.CreateCommand())
        {
            hold.CommandText = $"lock table {bench.Database.Schema}.accounts in access exclusive mode";
            await hold.ExecuteNonQueryAsync();
        }

        var reading = cards.Of([Ann, Bob]).AsTask();
        cards.Announce(Ann, 2);
        await transaction.RollbackAsync();

        (await reading).Count.ShouldBe(2);
        cards.Count.ShouldBeLessThan(2);
        await Exec(bench, "update accounts set username = 'changed meanwhile' where username = 'ann'");
        (await cards.Of(Ann))!.Username.ShouldBe("changed meanwhile");
    }

    [Fact]
    public async Task memory_is_bounded_and_what_is_asked_for_stays()
    {
        await using var bench = await Open();
        const int Players = 2000;
        var settings = new PlayerCardSettings { BytesMax = 64 * 2500 };
        var cards = new PlayerCards(bench.Database, settings);
        var kept = 0;
        for (var i = 0; i < Players; i++)
        {
            cards.Committed([Created(Guid.NewGuid())]);
            if (i == 0) cards.Committed([Created(Ann)]);
            kept += cards.Count > 0 && await cards.Of(Ann) is not null ? 1 : 0;
        }

        kept.ShouldBe(Players);
        cards.Bytes.ShouldBeLessThanOrEqualTo(settings.BytesMax + (settings.BytesMax / 2));
        cards.Count.ShouldBeLessThan(Players / 2);
    }

    static CommittedStream Created(Guid userId)
    {
        var stream = Account.Kind.Of(userId.ToString());
        var before = (Account)Account.Kind.Initial(userId.ToString());
        var created = new AccountCreated("somebody", IdentityKind.Device, userId.ToString());
        var now = DateTimeOffset.UnixEpoch;
        return new(stream, before, Account.Evolve(before, created, now), 1, [new(1, created, now)]);
    }

    /// <summary>As another server has them: nothing in memory, and no Journal that tells.</summary>
    static PlayerCards Unfilled(ReadModelBench bench) => new(bench.Database, new());

    static async Task Exec(ReadModelBench bench, string statement)
    {
        await using var command = bench.Database.General.CreateCommand(statement.Replace("accounts", bench.Database.Schema + ".accounts", StringComparison.Ordinal));
        await command.ExecuteNonQueryAsync();
    }

    async Task<ReadModelBench> Open()
    {
        var bench = await ReadModelBench.Open(postgres.ConnectionString, database => [_cards = new(database, new())]);
        await bench.Do(new CreateAccount(Ann.ToString(), "ann", Identity.Device("anns-phone-01")));
        await bench.Do(new CreateAccount(Bob.ToString(), "bob", Identity.Device("bobs-phone-01")));
        return bench;
    }
}
