using KaosNet.Domain.Accounts;
using KaosNet.Domain.Chat;
using KaosNet.Domain.Forgetting;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Notifications;
using KaosNet.Projections.Accounts;
using KaosNet.Projections.Forgetting;
using KaosNet.Projections.Kernel;
using KaosNet.Store;
using KaosNet.Store.Forgetting;
using KaosNet.Store.Journal;
using KaosNet.Store.Tables;
using KaosNet.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace KaosNet.Projections.Tests.Forgetting;

/// <summary>A person is forgotten, with several servers at it, and after crashes.</summary>
public sealed class ForgettingsSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    static readonly Caller Someone = Caller.System("test", "Test");

    readonly List<LanedJournal> _journals = [];
    Database _database = null!;
    LanedJournal _journal = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await Schemas.Take(postgres.ConnectionString);
        _journal = Server();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var journal in _journals) await journal.DisposeAsync();
        await Schemas.GiveBack(_database);
    }

    [Fact]
    public async Task nothing_shows_the_person_and_the_proof_says_what_was_done()
    {
        var ann = await SignUp("ann-secret");
        var bob = await SignUp("bob-of-the-rest");
        await Say(ann, "ann-secret says");
        await Say(bob, "bob says");

        var forgotten = (await Forgettings().Forget(ann, "operator", "ticket 7", Someone)).Value;
        forgotten.Author.ShouldBe("operator");
        forgotten.ForgetTime.ShouldNotBeNull();
        forgotten.Proof!.KeyFingerprint.Length.ShouldBe(64);
        (forgotten.Proof.Streams, forgotten.Proof.Events).ShouldBe((2, 2));

        (await Dump()).ShouldNotContain("ann-secret");
        (await Dump()).ShouldContain("bob-of-the-rest");
        (await _journal.Load(Account.Kind.Of($"{bob}"))).Username.ShouldBe("bob-of-the-rest");
        await ShouldShowWhatEventsSay();
        (await Tombstone(ann)).ShouldBeTrue();
        (await Tombstone(bob)).ShouldBeFalse();
    }

    [Fact]
    public async Task what_others_show_of_the_person_is_written_anew()
    {
        var ann = await SignUp("ann");
        var bob = await SignUp("bob");
        var told = new SendNotifications([new($"{bob}", 7, "ann-secret has news", """{"from": "ann-secret"}""") { IsPersistent = true, SenderId = $"{ann}" }]);
        (await _journal.Execute(told, Someone)).Fault.ShouldBeNull();
        (await Forgettings().Look(ann)).Value.Rows.ShouldContain(new ShownRows("notifications", 1));

        var proof = (await Forgettings().Forget(ann, "operator", "ticket 7", Someone)).Value.Proof!;
        proof.Rewritten.ShouldBe([new("notifications", 1)]);
        (await Dump()).ShouldNotContain("ann-secret");
        (await Scalar<string>("select subject || content from {s}.notifications")).ShouldBe("{}");
        await ShouldShowWhatEventsSay();
    }

    [Fact]
    public async Task to_look_changes_nothing()
    {
        var ann = await SignUp("ann");
        await Say(ann, "hello");
        var before = await Dump();
        var there = (await Forgettings().Look(ann)).Value;
        there.Kinds.Select(kind => (kind.Kind, kind.Events)).ShouldBe([("account", 1), ("message", 1)]);
        there.Rows.Select(rows => rows.Table).ShouldBe(["account_identities", "accounts", "channel_messages"], ignoreOrder: true);
        (await Dump()).ShouldBe(before);
        (await Forgettings().Look(Guid.CreateVersion7())).Fault.ShouldBe(ForgettingFaults.UnknownUser);
    }

    [Fact]
    public async Task who_is_forgotten_is_answered_with_the_same_proof()
    {
        var ann = await SignUp("ann");
        var first = (await Forgettings().Forget(ann, "operator", "ticket 7", Someone)).Value;
        var again = (await Forgettings(Server()).Forget(ann, "another", "ticket 8", Someone)).Value;
        (again.Author, again.ForgetTime, again.Proof!.KeyFingerprint).ShouldBe((first.Author, first.ForgetTime, first.Proof!.KeyFingerprint));
        (await Forgettings().Find(Guid.CreateVersion7(), Someone)).Fault.ShouldBe(ForgettingFaults.NotOrdered);
    }

    [Fact]
    public async Task a_run_that_was_broken_off_is_taken_up_where_it_was()
    {
        var eraser = Eraser();
        var ann = await SignUp("ann-secret");
        await Say(ann, "ann-secret says");
        // It died after the order, and the next one after the key was destroyed.
        (await _journal.Execute(new OrderForgetting($"{ann}", "operator", "ticket 7"), Someone)).Fault.ShouldBeNull();
        await new AccountDeletion(_journal, OwnedStreams.Of(_database)).Delete($"{ann}", Someone, CancellationToken.None);
        var erased = await eraser.Erase(ann);
        (await eraser.Erase(ann)).Events.ShouldBe(erased.Events);

        var forgotten = (await Forgettings().Finish(ann, Someone)).Value;
        (forgotten.Proof!.KeyFingerprint, forgotten.Proof.Events).ShouldBe((erased.KeyFingerprint, erased.Events));
        (await Dump()).ShouldNotContain("ann-secret");
        await ShouldShowWhatEventsSay();
    }

    [Fact]
    public async Task another_server_goes_on_with_what_is_there_now()
    {
        var other = Server();
        var ann = await SignUp("ann-secret");
        (await other.Load(Account.Kind.Of($"{ann}"))).Username.ShouldBe("ann-secret");
        await Forgettings().Forget(ann, "operator", "ticket 7", Someone);
        // What it has in memory is of an epoch that is over.
        await other.Execute(new EditAccount($"{ann}") { DisplayName = "ann-secret" }, Someone);
        (await other.Load(Account.Kind.Of($"{ann}"))).IsDeleted.ShouldBeTrue();
        await Say(ann, "ann-secret is back", other);
        (await Dump()).ShouldNotContain("ann-secret");
        await ShouldShowWhatEventsSay();
    }

    [Fact]
    public async Task two_at_once_do_it_once()
    {
        var ann = await SignUp("ann");
        var proofs = await Task.WhenAll(
            Forgettings().Forget(ann, "operator", "ticket 7", Someone).AsTask(), Forgettings(Server()).Forget(ann, "operator", "ticket 7", Someone).AsTask());
        proofs[0].Value.Proof!.KeyFingerprint.ShouldBe(proofs[1].Value.Proof!.KeyFingerprint);
        (await Scalar<long>("select count(*) from {s}.mt_events where type = 'person_forgotten'")).ShouldBe(1);
    }

    [Fact]
    public void everything_that_ends_with_an_account_is_listed_for_those_without_services() => OwnedStreams.Of(_database)
        .Select(slice => slice.GetType())
        .ShouldBe(typeof(OwnedStreams).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(IOwnedByAccount))), ignoreOrder: true);

    LanedJournal Server()
    {
        var journal = new LanedJournal(
            _database, EventCatalogue.Default, ReadModels.All, [], new() { Lanes = 1 }, TimeProvider.System, NullLogger<LanedJournal>.Instance);
        _journals.Add(journal);
        return journal;
    }

    PersonEraser Eraser() => new(_database, EventCatalogue.Default, ReadModels.All);

    Forgettings Forgettings(LanedJournal? journal = null) => new(
        _database, journal ?? _journal, new(journal ?? _journal, OwnedStreams.Of(_database)), Eraser(), TimeProvider.System);

    async Task<Guid> SignUp(string name)
    {
        var user = Guid.CreateVersion7();
        (await _journal.Execute(new CreateAccount($"{user}", name, Identity.Device($"{name}-device-{user}")), Someone)).Fault.ShouldBeNull();
        return user;
    }

    async Task Say(Guid user, string text, LanedJournal? journal = null)
    {
        var message = new PostMessage($"{Guid.CreateVersion7()}", ChannelId.Room("lobby"), new($"{user}", "by " + text), $$"""{"text":"{{text}}"}""");
        (await (journal ?? _journal).Execute(message, Someone)).Fault.ShouldBeNull();
    }

    async Task ShouldShowWhatEventsSay() =>
        (await new TableRebuilder(_database, EventCatalogue.Default).Verify(ReadModels.All)).SelectMany(table => table.Differences).ShouldBeEmpty();

    Task<bool> Tombstone(Guid user) => Scalar<bool>($"select exists (select from {{s}}.personal_keys where subject = '{user}' and wrapped is null and forgotten_at is not null)");

    async Task<T> Scalar<T>(string sql)
    {
        await using var command = _database.General.CreateCommand(sql.Replace("{s}", _database.Schema));
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Everything in the schema, as text.</summary>
    async Task<string> Dump()
    {
        List<string> tables = [];
        await using var connection = await _database.General.OpenConnectionAsync();
        await using (var list = new NpgsqlCommand("select tablename from pg_tables where schemaname = $1 order by 1", connection) { Parameters = { new() { Value = _database.Schema } } })
        {
            await using var reader = await list.ExecuteReaderAsync();
            while (await reader.ReadAsync()) tables.Add(reader.GetString(0));
        }

        var text = new System.Text.StringBuilder();
        foreach (var table in tables)
        {
            using var copy = await connection.BeginTextExportAsync($"copy {_database.Schema}.{table} to stdout");
            text.AppendLine(table).AppendLine(await copy.ReadToEndAsync());
        }

        return text.ToString();
    }
}
