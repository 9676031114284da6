using System.Text;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leaderboards.Disqualifying;
using KaosNet.Domain.Matches;
using KaosNet.Domain.Notifications;
using KaosNet.Domain.Storage;
using KaosNet.Store.History;
using KaosNet.Store.Journal;
using KaosNet.Store.Personal;
using KaosNet.Tests.Support;

namespace KaosNet.Store.Tests.Personal;

public sealed class SealingSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    readonly Guid _ann = Guid.NewGuid(), _bob = Guid.NewGuid();

    StreamRef<Account> Account => Domain.Accounts.Account.Kind.Of($"{_ann}");

    static AccountCreated Created => new("annabel", IdentityKind.Email, "ann@home.example", "hash");

    [Fact]
    public async Task what_is_personal_is_stored_sealed_and_the_rest_in_the_clear()
    {
        await using var vault = await Vault.Open(postgres.ConnectionString);
        await Vault.Append(vault.Journal(), Account, Created);

        var stored = (await vault.Rows("select data::text from {s}.mt_events")).ShouldHaveSingleItem();
        stored.ShouldStartWith("{\"$\": \"");
        stored.ShouldEndWith("\", \"kind\": \"email\"}");
        (await vault.Rows("select subject::text || ' ' || length(wrapped) || ' ' || master from {s}.personal_keys")).ShouldBe([$"{_ann} 60 {Vault.Master.Id}"]);
        var read = await vault.Journal().Load(Account);
        read.Username.ShouldBe("annabel");
        read.Identities.ShouldBe([Identity.Email("ann@home.example")]);
        read.PasswordHash.ShouldBe("hash");
    }

    [Fact]
    public async Task a_user_has_one_key_whoever_writes_of_them_first()
    {
        await using var vault = await Vault.Open(postgres.ConnectionString);
        var journals = new[] { vault.Journal(), vault.Journal(), vault.Journal() };
        await Task.WhenAll(journals.Select((journal, number) => Vault.Append(
            journal, StoredObject.Kind.Of($"saves/{number}/{_ann}"), new StorageObjectWritten("{\"of\": \"annabel\"}", "v", 1, 1))));
        await Vault.Append(journals[0], Account, Created);

        (await vault.Rows("select count(*) from {s}.personal_keys")).ShouldBe(["1"]);
        var cold = vault.Journal();
        for (var number = 0; number < 3; number++) (await cold.Load(StoredObject.Kind.Of($"saves/{number}/{_ann}"))).Value.ShouldBe("{\"of\": \"annabel\"}");
    }

    [Fact]
    public async Task what_nobody_owns_or_holds_nothing_personal_is_stored_as_it_is()
    {
        await using var vault = await Vault.Open(postgres.ConnectionString);
        var journal = vault.Journal();
        await Vault.Append(journal, StoredObject.Kind.Of($"config/main/{ObjectKey.System}"), new StorageObjectWritten("{}", "v", 2, 0));
        await Vault.Append(journal, ScoreRecord.Of("board", 0, $"{_ann}"), new ScoreSubmitted(1, 0, ScoreOperator.Best, SortOrder.Descending, null, null, true, 1, 0));
        (await vault.Rows("select data ? '$' from {s}.mt_events")).ShouldBe(["False", "False"]);
        (await vault.Rows("select count(*) from {s}.personal_keys")).ShouldBe(["0"]);
    }

    [Fact]
    public async Task once_the_key_is_destroyed_placeholders_are_read_and_written()
    {
        await using var vault = await Vault.Open(postgres.ConnectionString);
        var journal = vault.Journal();
        await Vault.Append(journal, Account, Created, new ProfileEdited("Ann", Location: "Home") { Metadata = "{\"a\": 1}" });
        await vault.Forget(_ann);

        // A journal that still has the key in memory is told by its next commit.
        await Vault.Append(journal, Account, new AccountRenamed("annabel2"));
        (await journal.Load(Account)).Username.ShouldBe("");
        var read = await vault.Journal().Load(Account);
        (read.Username, read.DisplayName, read.Location, read.Metadata, read.PasswordHash).ShouldBe(("", "", "", "{}", null));
        read.IsAlive.ShouldBeTrue();
        (await vault.Rows("select data::text from {s}.mt_events where version = 3")).ShouldBe(["{\"username\": \"\"}"]);
    }

    [Fact]
    public async Task what_is_of_two_is_gone_when_either_is_forgotten()
    {
        await using var vault = await Vault.Open(postgres.ConnectionString);
        var stream = Notification.Kind.Of($"{Guid.NewGuid()}");
        await Vault.Append(vault.Journal(), stream, new NotificationSent($"{_ann}", $"{_bob}", "bob wants to be your friend", "{\"username\": \"bob\"}", -2));
        (await vault.Journal().Load(stream)).Subject.ShouldBe("bob wants to be your friend");
        await vault.Forget(_bob);
        var read = await vault.Journal().Load(stream);
        (read.Subject, read.Content, read.ReceiverId).ShouldBe(("", "{}", $"{_ann}"));
    }

    [Fact]
    public async Task records_of_matches_are_sealed_for_the_users_among_those_mentioned()
    {
        await using var vault = await Vault.Open(postgres.ConnectionString);
        var journal = vault.Journal();
        await Vault.Append(journal, Account, Created);
        var stream = MatchHistory.Stream.Of($"{Guid.NewGuid()}");
        var created = new MatchCreated("duel", "v", "node", 1, $$"""{"host": "{{_ann}}", "seat": "{{Guid.NewGuid()}}"}""", 10, "", 1);
        await Vault.Append(journal, stream, created);
        await Vault.Append(journal, stream, new MatchEnded(MatchEnding.HandlerStopped, 1, ""));

        (await vault.Rows("select subject::text from {s}.personal_keys")).ShouldBe([$"{_ann}"]);
        await vault.Forget(_ann);
        List<RecordedEvent> history = [];
        await foreach (var recorded in new StreamHistory(vault.Another(vault.Database.Masters)).Read(stream.Key)) history.Add(recorded);
        history[0].IsForgotten.ShouldBeTrue();
        history[0].Json.ShouldContain("\"parameters\": \"{}\"");
        history[1].IsForgotten.ShouldBeFalse();
    }

    [Fact]
    public async Task values_within_a_record_of_an_event_are_sealed_and_the_scores_stay()
    {
        await using var vault = await Vault.Open(postgres.ConnectionString);
        var stream = ScoreRecord.Of("board", 0, $"{_ann}");
        var after = new RecordValues(7, 1, 2, 3, false, "annabel", "{\"car\": 2}", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
        await Vault.Append(
            vault.Journal(), stream, new ScoreSubmitted(9, 0, ScoreOperator.Best, SortOrder.Descending, null, "annabel", true, 9, 0),
            new ScoresDisqualified($"{_bob}", [new(1, 1)], after, false));
        (await vault.Rows("select data::text like '%annabel%' or data::text like '%car%' from {s}.mt_events")).ShouldBe(["False", "False"]);
        var read = await vault.Journal().Load(stream);
        (read.Score, read.Username, read.Metadata).ShouldBe((7, "annabel", "{\"car\": 2}"));
        await vault.Forget(_ann);
        read = await vault.Journal().Load(stream);
        (read.Score, read.Username, read.Metadata).ShouldBe((7, null, "{}"));
    }

    [Fact]
    public async Task sealed_members_that_were_moved_or_altered_are_not_read()
    {
        await using var vault = await Vault.Open(postgres.ConnectionString);
        await Vault.Append(vault.Journal(), Account, new AccountRenamed("first"), new AccountRenamed("second"));
        await vault.Rows("update {s}.mt_events set data = (select data from {s}.mt_events where version = 1) where version = 2");
        (await Should.ThrowAsync<InvalidDataException>(async () => await vault.Journal().Load(Account))).Message.ShouldContain("of another event");

        var json = Encoding.UTF8.GetBytes((await vault.Rows("select data::text from {s}.mt_events where version = 1"))[0]);
        vault.Codec.Decode("account_renamed", json, Account.Key, 1).ShouldBe(new AccountRenamed("first"));
        Should.Throw<InvalidDataException>(() => vault.Codec.Decode("identity_unlinked", json)).Message.ShouldContain("altered");
        json[^6] ^= 1;
        Should.Throw<InvalidDataException>(() => vault.Codec.Decode("account_renamed", json));
    }

    [Fact]
    public async Task a_stream_shows_people_what_it_says()
    {
        await using var vault = await Vault.Open(postgres.ConnectionString);
        await Vault.Append(vault.Journal(), Account, Created);
        async Task<string> Shown(Database database)
        {
            await foreach (var recorded in new StreamHistory(database).Read(Account.Key)) return recorded.Json;
            return "";
        }

        (await Shown(vault.Database)).ShouldBe("{\"kind\": \"email\", \"username\": \"annabel\", \"identifier\": \"ann@home.example\", \"password_hash\": \"hash\"}");
        (await Shown(vault.Another(MasterKeys.None))).ShouldBe("{\"$\": \"(sealed)\", \"kind\": \"email\"}");
        Should.Throw<MasterKeyMissingException>(() => new EventCodec(EventCatalogue.Default, keys: null).Decode("account_created", Encoding.UTF8.GetBytes(
            vault.Rows("select data::text from {s}.mt_events").Result[0])));
    }

    [Fact]
    public async Task without_a_master_key_nothing_is_sealed_and_with_one_that_is_read_all_the_same()
    {
        await using var vault = await Vault.Open(postgres.ConnectionString);
        await Vault.Append(vault.Journal(vault.Another(MasterKeys.None)), Account, Created);
        (await vault.Rows("select data ->> 'username' from {s}.mt_events")).ShouldBe(["annabel"]);
        await Vault.Append(vault.Journal(), Account, new ProfileEdited("Ann"));
        var read = await vault.Journal().Load(Account);
        (read.Username, read.DisplayName).ShouldBe(("annabel", "Ann"));
    }

    [Fact]
    public async Task marten_reads_sealed_events_too()
    {
        await using var vault = await Vault.Open(postgres.ConnectionString);
        await Vault.Append(vault.Journal(), Account, Created);
        await using var session = vault.Store.QuerySession();
        (await session.Events.FetchStreamAsync(Account.Key)).ShouldHaveSingleItem().Data.ShouldBe(Created);
    }

    [Fact]
    public async Task consumers_outside_get_personal_members_only_when_they_are_to()
    {
        await using var vault = await Vault.Open(postgres.ConnectionString);
        await Vault.Append(vault.Journal(), Account, Created);
        await Vault.Append(vault.Journal(vault.Another(MasterKeys.None)), Domain.Accounts.Account.Kind.Of($"{_bob}"), new AccountRenamed("plain"));
        var stored = (await vault.Rows("select data::text from {s}.mt_events order by seq_id")).ConvertAll(Encoding.UTF8.GetBytes);
        string Published(int number, string name, bool isPersonal) => Encoding.UTF8.GetString(vault.Codec.Published(name, stored[number], isPersonal).Json.Span).Replace(" ", "");

        Published(0, "account_created", false).ShouldBe("{\"kind\":\"email\"}");
        Published(0, "account_created", true).ShouldContain("\"username\":\"annabel\"");
        Published(1, "account_renamed", false).ShouldBe("{}");
        Published(1, "account_renamed", true).ShouldBe("{\"username\":\"plain\"}");
    }
}
