using System.Net;
using KaosNet.Tests.Support;

namespace KaosNet.Compat.Tests.Replay;

/// <summary>
/// Somebody who left a text of their own wherever a player can is forgotten: nothing that the database holds then shows any of these texts, nor does the log, nor do services
/// that read events, nor does a backup of the events from before.
/// </summary>
[Collection(AuditedServerCollection.Name)]
public sealed class ForgetSpecs(AuditedServer audited)
{
    static readonly Dictionary<string, string> Bob = new() { ["bob"] = "audited_bob" };

    [Fact]
    public async Task nothing_that_is_kept_shows_somebody_who_is_forgotten()
    {
        var eve = new Person(audited);
        await eve.Live(audited.Bob);
        var user = eve.Session.UserId;
        var before = await DatabaseDump.Of(audited.Connection);
        // Else it would prove little that they are gone; these alone stand in events only, where they are sealed already.
        before.Shows(eve.Secrets).ShouldBe(eve.Secrets.Keys.Except(["rpc payload", "match message", "match label"]), ignoreOrder: true);
        var backup = await EventBackup.Take(audited.Connection, EventBackup.Events);
        var bobs = await Bobs();
        await WhatConsumersHear(user, eve.Secrets);

        var dry = await audited.Replay("forget", user, "--author", "officer", "--reason", "ticket 7", "--dry_run");
        dry.ShouldEndWith(0);
        dry.Lines[^1].ShouldEndWith("Nothing was changed.");
        dry.Lines.ShouldContain("table accounts: 1 row");
        var path = $"account/{user}/forget";
        var forgotten = await audited.Ask(path, """{"author":"officer","reason":"ticket 7"}""");
        forgotten.GetProperty("forget_time").GetString().ShouldNotBeNullOrEmpty();

        (await DatabaseDump.Of(audited.Connection)).Shows(eve.Secrets).ShouldBeEmpty();
        eve.Secrets.Where(secret => audited.Said.Contains(secret.Value, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty("the server's log");
        (await Bobs()).ShouldBe(bobs);
        foreach (var told in await new Consumers(audited, user).Hear(isPersonal: true)) told.Shows(eve.Secrets).ShouldBeEmpty(told.Way);
        (await audited.Replay("verify")).ShouldEndWith(0);
        (await audited.Replay("audit")).ShouldEndWith(0);
        await WhatTheBackupShows(backup, user, eve.Secrets);

        // Everybody hears the same from now on, and somebody with the same phone is a stranger.
        (await audited.Ask(path)).GetRawText().ShouldBe(forgotten.GetRawText());
        (await audited.Ask(path, """{"author":"another","reason":"again"}""")).GetRawText().ShouldBe(forgotten.GetRawText());
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

    /// <summary>Other services hear of a person who is not forgotten, but only those that ask for it, and only servers may.</summary>
    async Task WhatConsumersHear(string user, IReadOnlyDictionary<string, string> secrets)
    {
        var consumers = new Consumers(audited, user);
        foreach (var told in await consumers.Hear(isPersonal: false)) told.Shows(secrets).ShouldBeEmpty(told.Way);
        // What is packed into other texts is theirs to unpack.
        string[] packed = ["rpc payload", "match message"];
        foreach (var told in await consumers.Hear(isPersonal: true)) told.Shows(secrets).ShouldBe(secrets.Keys.Except(packed), ignoreOrder: true, told.Way);
        using var asPlayer = new HttpRequestMessage(HttpMethod.Get, new Uri($"/v2/kaos/events?user={user}&personal=true", UriKind.Relative));
        asPlayer.Headers.Authorization = new("Bearer", audited.Ann.AuthToken);
        using var refused = await audited.Http.SendAsync(asPlayer);
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    /// <summary>A backup from before shows nothing, neither by itself nor beside the keys there are today, and is proven as the store is.</summary>
    async Task WhatTheBackupShows(string backup, string user, IReadOnlyDictionary<string, string> secrets)
    {
        var alone = await DatabaseDump.Of(await EventBackup.Restore(backup));
        alone.Shows(secrets).ShouldBeEmpty("a backup of events");
        alone.Shows(Bob).ShouldBeEmpty("a backup of events");

        var restored = await EventBackup.Restore(backup, await EventBackup.Take(audited.Connection, EventBackup.Keys));
        await EventBackup.Begin(restored);
        var shown = await DatabaseDump.Of(restored);
        shown.Shows(secrets).ShouldBeEmpty("a backup of events with the keys of today");
        shown.Shows(Bob).ShouldHaveSingleItem();
        foreach (var command in (string[][])[["audit"], ["forget", user, "--reason", "restored"], ["audit"], ["verify"]])
            (await ReplayTool.Run([.. command, "--database.address", restored])).ShouldEndWith(0);
        (await DatabaseDump.Of(restored)).Shows(secrets).ShouldBeEmpty("who is forgotten once more");
        var page = await File.ReadAllTextAsync(Path.Combine(SourceTree.Root, "docs", "operate", "backup.md"));
        page.Split("--table=kaos.").Skip(1).Select(rest => rest.Split(' ')[0]).ShouldBe([.. EventBackup.Events, .. EventBackup.Keys], "what operators are told to save");
    }
}
