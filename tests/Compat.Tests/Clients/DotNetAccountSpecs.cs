using Nakama;

namespace KaosNet.Compat.Tests.Clients;

/// <summary>Linking, looking players up and events through the official .NET client (also Unity's), unmodified.</summary>
public sealed class DotNetAccountSpecs(CompatServer compat)
{
    readonly Client client = new("http", "127.0.0.1", compat.Server.Port, "defaultkey");

    [Fact]
    public async Task ways_to_sign_in_come_and_go()
    {
        var ann = await SignIn();
        var (device, custom, email) = ($"tablet-{Guid.NewGuid():n}", $"custom-{Guid.NewGuid():n}", $"ann-{Guid.NewGuid():n}@example.com");
        await client.LinkDeviceAsync(ann, device);
        await client.LinkCustomAsync(ann, custom);
        await client.LinkEmailAsync(ann, email, "password");
        var account = await client.GetAccountAsync(ann);
        (account.Email, account.CustomId, account.Devices.Count()).ShouldBe((email, custom, 2));
        (await client.AuthenticateDeviceAsync(device)).UserId.ShouldBe(ann.UserId);
        (await client.AuthenticateCustomAsync(custom)).UserId.ShouldBe(ann.UserId);
        (await client.AuthenticateEmailAsync(email, "password")).UserId.ShouldBe(ann.UserId);

        await client.UnlinkDeviceAsync(ann, device);
        await client.UnlinkCustomAsync(ann, custom);
        await client.UnlinkEmailAsync(ann, email, "password");
        account = await client.GetAccountAsync(ann);
        (account.Email, account.CustomId, account.Devices.Count()).ShouldBe((null, null, 1));
        var last = await Should.ThrowAsync<ApiResponseException>(client.UnlinkDeviceAsync(ann, account.Devices.Single().Id));
        (last.StatusCode, last.GrpcStatusCode).ShouldBe((403, 7));
    }

    [Fact]
    public async Task what_is_anothers_or_not_set_up_is_refused()
    {
        var (ann, bob) = (await SignIn(), await SignIn());
        var device = (await client.GetAccountAsync(ann)).Devices.Single().Id;
        var taken = await Should.ThrowAsync<ApiResponseException>(client.LinkDeviceAsync(bob, device));
        (taken.StatusCode, taken.GrpcStatusCode, taken.Message).ShouldBe((409, 6, "Device ID already in use."));
        var google = await Should.ThrowAsync<ApiResponseException>(client.AuthenticateGoogleAsync("token"));
        (google.StatusCode, google.GrpcStatusCode, google.Message).ShouldBe((400, 9, "Google authentication is not configured."));
        var steam = await Should.ThrowAsync<ApiResponseException>(client.LinkSteamAsync(bob, "token", false));
        (steam.StatusCode, steam.GrpcStatusCode, steam.Message).ShouldBe((400, 9, "Steam authentication is not configured."));
    }

    [Fact]
    public async Task players_are_looked_up_by_id_and_name()
    {
        var (ann, bob) = (await SignIn(), await SignIn());
        await client.UpdateAccountAsync(bob, bob.Username, displayName: "Bob", location: "Linz");
        var found = (await client.GetUsersAsync(ann, [ann.UserId, Guid.NewGuid().ToString()], [bob.Username])).Users.ToDictionary(user => user.Id);
        found.Count.ShouldBe(2);
        (found[bob.UserId].DisplayName, found[bob.UserId].Location, found[ann.UserId].Username).ShouldBe(("Bob", "Linz", ann.Username));

        await client.DeleteAccountAsync(bob);
        (await client.GetUsersAsync(ann, [bob.UserId])).Users.ShouldBeEmpty();
    }

    [Fact]
    public async Task an_event_is_taken() =>
        await client.EventAsync(await SignIn(), "level_up", new Dictionary<string, string> { ["level"] = "7" });

    Task<ISession> SignIn() => client.AuthenticateDeviceAsync($"account-{Guid.NewGuid():n}");
}
