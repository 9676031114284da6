using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Projections;
using KaosNet.Store;
using KaosNet.Store.Personal;
using KaosNet.Store.Tables;
using KaosNet.Tests.Support;
using Npgsql;

namespace KaosNet.Compat.Tests.Replay;

/// <summary>
/// Somebody who left a text of their own wherever a player can is forgotten: nothing that the database holds then shows any of these texts, nor does the log, nor do events
/// that somebody had kept from before.
/// </summary>
[Collection(AuditedServerCollection.Name)]
public sealed class ForgetSpecs(AuditedServer audited)
{
    const string Restored = "restored";

    [Fact]
    public async Task nothing_that_is_kept_shows_somebody_who_is_forgotten()
    {
        var eve = new Person(audited);
        await eve.Live(audited.Bob);
        var user = eve.Session.UserId;
        await using var source = NpgsqlDataSource.Create(audited.Connection);
        var before = await DatabaseDump.Of(source);
        // Else it would prove little that they are gone; these alone stand in events only, where they are sealed already.
        before.Shows(eve.Secrets).ShouldBe(eve.Secrets.Keys.Except(["rpc payload", "match message", "match label"]), ignoreOrder: true);
        var bobs = await Bobs();

        var dry = await audited.Replay("forget", user, "--author", "officer", "--reason", "ticket 7", "--dry_run");
        dry.ShouldEndWith(0);
        dry.Lines[^1].ShouldEndWith("Nothing was changed.");
        dry.Lines.ShouldContain("table accounts: 1 row");
        var forgotten = await Ask(HttpMethod.Post, user, new { author = "officer", reason = "ticket 7" });
        forgotten.GetProperty("forget_time").GetString().ShouldNotBeNullOrEmpty();

        var after = await DatabaseDump.Of(source);
        after.Shows(eve.Secrets).ShouldBeEmpty();
        eve.Secrets.Where(secret => audited.Said.Contains(secret.Value, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty("the server's log");
        (await Bobs()).ShouldBe(bobs);
        (await audited.Replay("verify")).ShouldEndWith(0);
        (await Restore(source, before)).Shows(eve.Secrets).ShouldBeEmpty("events that were kept from before");

        // Everybody hears the same from now on, and somebody with the same phone is a stranger.
        (await Ask(HttpMethod.Get, user, null)).GetRawText().ShouldBe(forgotten.GetRawText());
        (await Ask(HttpMethod.Post, user, new { author = "another", reason = "again" })).GetRawText().ShouldBe(forgotten.GetRawText());
        (await audited.Replay("forget", user, "--reason", "again")).Lines[^1].ShouldContain($"User {user} was forgotten at ");
        var stranger = await audited.Client.AuthenticateDeviceAsync(eve.Secrets["device"]);
        (stranger.Created, stranger.UserId == user).ShouldBe((true, false));
    }

    [Fact]
    public async Task who_cannot_be_forgotten_is_told_why()
    {
        var nobody = $"{Guid.CreateVersion7()}";
        (await audited.Replay("forget", "eve", "--reason", "x")).ShouldRefuse("eve is no user id.");
        (await audited.Replay("forget", nobody, "--reason", "x")).ShouldRefuse("User not found.");
        (await audited.Replay("forget", nobody, "--reason", "x", "--dry_run")).ShouldRefuse("User not found.");
        (await audited.Replay("forget", audited.Ann.UserId, "--reason", "")).ShouldRefuse("Reason must be given, with at most 1000 characters.");
        (await audited.Replay("forget", audited.Ann.UserId)).ShouldEndWith(2);
    }

    /// <summary>What others see of somebody else, and what that one has.</summary>
    async Task<string> Bobs()
    {
        var account = await audited.Client.GetAccountAsync(audited.Bob);
        var groups = await audited.Client.ListUserGroupsAsync(audited.Bob, null, 100, null);
        var scores = await audited.Client.ListLeaderboardRecordsAroundOwnerAsync(audited.Bob, "open", audited.Bob.UserId, null, 1);
        return $"{account.User.Username} {account.Email} {account.Wallet} {groups.UserGroups.Count()} {scores.Records.Single().Score}";
    }

    /// <summary>Puts events that somebody had kept beside today's keys and shows them as a server would.</summary>
    async Task<DatabaseDump> Restore(NpgsqlDataSource source, DatabaseDump kept)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using (var make = new NpgsqlCommand(
            $"create schema {Restored}; create table {Restored}.mt_events (like kaos.mt_events); create table {Restored}.mt_streams (like kaos.mt_streams); "
            + $"create table {Restored}.event_users (like kaos.event_users); create table {Restored}.personal_keys as table kaos.personal_keys",
            connection)) await make.ExecuteNonQueryAsync();
        foreach (var table in new[] { "mt_events", "mt_streams", "event_users" })
        {
            await using var copy = await connection.BeginTextImportAsync($"copy {Restored}.{table} from stdin");
            await copy.WriteAsync(kept.Tables[$"kaos.{table}"]);
        }

        await using (var database = new Database(audited.Connection, Restored) { Masters = new(MasterKey.Parse(TestMasterKey.Text), []) })
            await new TableRebuilder(database, EventCatalogue.Default).Replace(ReadModels.All);
        var dump = await DatabaseDump.Of(source, Restored);
        dump.Tables[$"{Restored}.accounts"].ShouldContain("audited_bob");
        await using (var drop = new NpgsqlCommand($"drop schema {Restored} cascade", connection)) await drop.ExecuteNonQueryAsync();
        return dump;
    }

    async Task<JsonElement> Ask(HttpMethod method, string user, object? body)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(method, new Uri($"http://127.0.0.1:{audited.Client.Port}/v2/kaos/account/{user}/forget?http_key=defaulthttpkey"));
        if (body is not null) request.Content = JsonContent.Create(body);
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonDocument.Parse(text).RootElement;
    }
}
