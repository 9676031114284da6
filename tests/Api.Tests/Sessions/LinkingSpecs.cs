using System.Text.Json;
using KaosNet.Api.Tests.Operations;

namespace KaosNet.Api.Tests.Sessions;

public sealed class LinkingSpecs(GameServer server) : IClassFixture<GameServer>
{
    const string LastOrNotOwn = "Cannot unlink last account identifier. Check profile exists and is not last link.";

    [Fact]
    public async Task devices_add_up_and_each_of_them_opens_the_account()
    {
        var ann = await server.SignUp();
        var tablet = $"tablet-{Guid.NewGuid():n}";
        await Link(ann, "device", new { id = tablet }).ShouldBe(200, "{}");
        await Link(ann, "device", new { id = tablet }).ShouldBe(200, "{}");

        (await Account(ann)).GetProperty("devices").EnumerateArray().Select(device => device.GetProperty("id").GetString()).ShouldBe([ann.Device, tablet]);
        (await SignIn("device", new { id = tablet })).UserId.ShouldBe(ann.UserId);
        (await SignIn("device", new { id = ann.Device })).UserId.ShouldBe(ann.UserId);
    }

    [Fact]
    public async Task linking_counts_as_a_change_of_the_account()
    {
        await using var own = await GameServer.Start(settings => settings);
        var ann = await own.SignUp();
        own.Time.Advance(TimeSpan.FromSeconds(5));
        await own.Send("POST", "/v2/account/link/custom", ann.Token, """{"id":"anns-own-id"}""").ShouldBe(200, "{}");
        using var response = await own.Send("GET", "/v2/account", ann.Token);
        var user = (await GameServer.Json(response)).GetProperty("user");
        user.GetProperty("update_time").GetDateTimeOffset().ShouldBeGreaterThan(user.GetProperty("create_time").GetDateTimeOffset());
    }

    [Fact]
    public async Task another_custom_id_takes_the_place_of_the_first()
    {
        var ann = await server.SignUp();
        var (first, second) = ($"custom-{Guid.NewGuid():n}", $"custom-{Guid.NewGuid():n}");
        await Link(ann, "custom", new { id = first }).ShouldBe(200, "{}");
        await Link(ann, "custom", new { id = second }).ShouldBe(200, "{}");

        (await Account(ann)).GetProperty("custom_id").GetString().ShouldBe(second);
        await server.SendAsGame("POST", "/v2/account/authenticate/custom?create=false", Body(new { id = first })).ShouldBeFault(404, 5, "User account not found.");
        // What is free again may be anybody's.
        await Link(await server.SignUp(), "custom", new { id = first }).ShouldBe(200, "{}");
    }

    [Fact]
    public async Task linking_an_email_is_also_how_a_password_is_changed()
    {
        var ann = await server.SignUp();
        var email = NewEmail();
        await Link(ann, "email", new { email = email.ToUpperInvariant(), password = "correct horse" }).ShouldBe(200, "{}");
        (await Account(ann)).GetProperty("email").GetString().ShouldBe(email);
        (await SignIn("email", new { email, password = "correct horse" })).UserId.ShouldBe(ann.UserId);

        await Link(ann, "email", new { email, password = "battery staple" }).ShouldBe(200, "{}");
        (await SignIn("email", new { email, password = "battery staple" })).UserId.ShouldBe(ann.UserId);
        await server.SendAsGame("POST", "/v2/account/authenticate/email", Body(new { email, password = "correct horse" }))
            .ShouldBeFault(401, 16, "Invalid credentials.");
    }

    [Fact]
    public async Task what_somebody_else_has_is_refused_and_changes_nothing()
    {
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        var (custom, email) = ($"custom-{Guid.NewGuid():n}", NewEmail());
        await Link(ann, "custom", new { id = custom }).ShouldBe(200, "{}");
        await Link(ann, "email", new { email, password = "password" }).ShouldBe(200, "{}");

        await Link(bob, "device", new { id = ann.Device }).ShouldBeFault(409, 6, "Device ID already in use.");
        await Link(bob, "custom", new { id = custom }).ShouldBeFault(409, 6, "Custom ID is already in use.");
        await Link(bob, "email", new { email, password = "password" }).ShouldBeFault(409, 6, "Email is already in use.");
        (await Account(bob)).EnumerateObject().Select(field => field.Name).ShouldBe(["user", "wallet", "devices"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("device", "{}", "Device ID is required.")]
    [InlineData("device", "", "Device ID is required.")]
    [InlineData("device", """{"id":"has a space in it"}""", "Device ID invalid, no spaces or control characters allowed.")]
    [InlineData("device", """{"id":"ninebytes"}""", "Device ID invalid, must be 10-128 bytes.")]
    [InlineData("custom", "{}", "Custom ID is required.")]
    [InlineData("custom", """{"id":"has a space in it"}""", "Invalid custom ID, no spaces or control characters allowed.")]
    [InlineData("custom", """{"id":"fives"}""", "Invalid custom ID, must be 6-128 bytes.")]
    [InlineData("email", "{}", "Email address and password is required.")]
    [InlineData("email", """{"email":"ann@example.com"}""", "Email address and password is required.")]
    [InlineData("email", """{"email":"a nn","password":"short"}""", "Invalid email address, no spaces or control characters allowed.")]
    [InlineData("email", """{"email":"ann","password":"short"}""", "Password must be at least 8 characters long.")]
    [InlineData("email", """{"email":"ann","password":"password"}""", "Invalid email address format.")]
    [InlineData("email", """{"email":"a@b.c","password":"password"}""", "Invalid email address, must be 10-255 bytes.")]
    public async Task bad_links_are_refused(string kind, string body, string message)
    {
        var ann = await server.SignUp();
        await server.Send("POST", $"/v2/account/link/{kind}", ann.Token, body).ShouldBeFault(400, 3, message);
    }

    [Fact]
    public async Task a_password_that_bcrypt_would_cut_is_refused() => await Link(await server.SignUp(), "email", new { email = NewEmail(), password = new string('p', 73) })
        .ShouldBeFault(400, 3, "Password must be at most 72 bytes long.");

    [Fact]
    public async Task what_is_unlinked_opens_nothing_any_more()
    {
        var ann = await server.SignUp();
        var (custom, email) = ($"custom-{Guid.NewGuid():n}", NewEmail());
        await Link(ann, "custom", new { id = custom }).ShouldBe(200, "{}");
        await Link(ann, "email", new { email, password = "password" }).ShouldBe(200, "{}");

        // The address in any case, and whatever the password (N3).
        await Unlink(ann, "email", new { email = email.ToUpperInvariant(), password = "not the password" }).ShouldBe(200, "{}");
        await Unlink(ann, "device", new { id = ann.Device }).ShouldBe(200, "{}");
        var account = await Account(ann);
        account.TryGetProperty("email", out _).ShouldBeFalse();
        account.TryGetProperty("devices", out _).ShouldBeFalse();
        await server.SendAsGame("POST", "/v2/account/authenticate/email?create=false", Body(new { email, password = "password" }))
            .ShouldBeFault(404, 5, "User account not found.");
        (await SignIn("device", new { id = ann.Device })).UserId.ShouldNotBe(ann.UserId);

        await Unlink(ann, "custom", new { id = custom }).ShouldBeFault(403, 7, LastOrNotOwn);
        await Unlink(ann, "custom", new { }).ShouldBeFault(403, 7, LastOrNotOwn);
    }

    [Fact]
    public async Task without_a_credential_whatever_is_linked_goes()
    {
        var ann = await server.SignUp();
        var custom = $"custom-{Guid.NewGuid():n}";
        await Link(ann, "custom", new { id = custom }).ShouldBe(200, "{}");
        await server.Send("POST", "/v2/account/unlink/custom", ann.Token).ShouldBe(200, "{}");
        (await Account(ann)).TryGetProperty("custom_id", out _).ShouldBeFalse();
        // And what was not linked is unlinked already (N7).
        await server.Send("POST", "/v2/account/unlink/custom", ann.Token).ShouldBe(200, "{}");
        await server.Send("POST", "/v2/account/unlink/email", ann.Token).ShouldBe(200, "{}");
    }

    [Fact]
    public async Task what_is_not_ones_own_or_the_last_stays()
    {
        var (ann, bob) = (await server.SignUp(), await server.SignUp());
        await Link(ann, "custom", new { id = $"custom-{Guid.NewGuid():n}" }).ShouldBe(200, "{}");
        await Unlink(ann, "device", new { id = bob.Device }).ShouldBeFault(403, 7, LastOrNotOwn);
        await Unlink(ann, "custom", new { id = "somebody-elses" }).ShouldBeFault(403, 7, LastOrNotOwn);
        await Unlink(ann, "email", new { email = "ann@example.com" }).ShouldBeFault(403, 7, LastOrNotOwn);
        await Unlink(bob, "device", new { id = bob.Device }).ShouldBeFault(403, 7, LastOrNotOwn);
        await Unlink(bob, "device", new { }).ShouldBeFault(400, 3, "A device ID must be supplied.");
    }

    [Theory]
    [InlineData("device")]
    [InlineData("custom")]
    [InlineData("email")]
    public async Task only_players_with_a_session_link(string kind)
    {
        foreach (var verb in new[] { "link", "unlink" })
        {
            await server.Send("POST", $"/v2/account/{verb}/{kind}", body: "{}").ShouldBeFault(401, 16, "Auth token required");
            await server.Send("POST", $"/v2/account/{verb}/{kind}", "nonsense", "{}").ShouldBeFault(401, 16, "Auth token invalid");
        }
    }

    static string Body(object body) => JsonSerializer.Serialize(body);

    static string NewEmail() => $"ann-{Guid.NewGuid():n}@example.com";

    Task<HttpResponseMessage> Link(TestPlayer player, string kind, object body) => server.Send("POST", $"/v2/account/link/{kind}", player.Token, Body(body));

    Task<HttpResponseMessage> Unlink(TestPlayer player, string kind, object body) => server.Send("POST", $"/v2/account/unlink/{kind}", player.Token, Body(body));

    async Task<TestPlayer> SignIn(string kind, object body)
    {
        using var response = await server.SendAsGame("POST", $"/v2/account/authenticate/{kind}", Body(body));
        return TestPlayer.Of(await GameServer.Json(response), "");
    }

    async Task<JsonElement> Account(TestPlayer player)
    {
        using var response = await server.Send("GET", "/v2/account", player.Token);
        return await GameServer.Json(response);
    }
}
