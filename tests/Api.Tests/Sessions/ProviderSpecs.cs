using KaosNet.Api.Sessions.Providers;
using KaosNet.Api.Tests.Operations;
using KaosNet.Protocol.Api;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Api.Tests.Sessions;

public sealed class ProviderSpecs(GameServer server) : IClassFixture<GameServer>
{
    const string LastOrNotOwn = "Cannot unlink last account identifier. Check profile exists and is not last link.";
    const string GameCenter = """{"bundle_id":"b","player_id":"p","public_key_url":"u","salt":"s","signature":"s","timestamp_seconds":"1"}""";

    /// <summary>Path, a credential from which nothing is missing, and the name in texts.</summary>
    public static TheoryData<string, string, string> Providers => new()
    {
        { "apple", """{"token":"t"}""", "Apple" },
        { "facebook", """{"token":"t"}""", "Facebook" },
        { "facebookinstantgame", """{"signed_player_info":"t"}""", "Facebook Instant Game" },
        { "gamecenter", GameCenter, "GameCenter" },
        { "google", """{"token":"t"}""", "Google" },
        { "steam", """{"token":"t"}""", "Steam" },
    };

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task a_provider_that_is_not_set_up_says_so(string path, string credential, string name)
    {
        var ann = await server.SignUp();
        await SignIn(path, credential).ShouldBeFault(400, 9, $"{name} authentication is not configured.");
        await Link(ann, path, credential).ShouldBeFault(400, 9, $"{name} authentication is not configured.");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task unlinking_needs_no_credential_but_proves_one_that_is_given(string path, string credential, string name)
    {
        var ann = await server.SignUp();
        // Not linked, and the device is left to sign in with (N7).
        await server.Send("POST", $"/v2/account/unlink/{path}", ann.Token, "{}").ShouldBe(200, "{}");
        await server.Send("POST", $"/v2/account/unlink/{path}", ann.Token).ShouldBe(200, "{}");
        await server.Send("POST", $"/v2/account/unlink/{path}", ann.Token, credential).ShouldBeFault(401, 16, $"Could not authenticate {name} profile.");
        await server.Send("POST", $"/v2/account/unlink/{path}", body: "{}").ShouldBeFault(401, 16, "Auth token required");
    }

    [Theory]
    [InlineData("facebook", "{}", "Facebook access token is required.")]
    [InlineData("facebook", "", "Facebook access token is required.")]
    [InlineData("facebookinstantgame", "{}", "Signed Player Info for a Facebook Instant Game is required.")]
    [InlineData("google", "{}", "Google access token is required.")]
    [InlineData("gamecenter", "", "GameCenter bundle ID is required.")]
    [InlineData("gamecenter", "{}", "GameCenter bundle ID is required.")]
    [InlineData("gamecenter", """{"bundle_id":"b"}""", "GameCenter player ID is required.")]
    [InlineData("gamecenter", """{"bundle_id":"b","player_id":"p"}""", "GameCenter public key URL is required.")]
    [InlineData("gamecenter", """{"bundle_id":"b","player_id":"p","public_key_url":"u"}""", "GameCenter salt is required.")]
    [InlineData("gamecenter", """{"bundle_id":"b","player_id":"p","public_key_url":"u","salt":"s"}""", "GameCenter signature is required.")]
    [InlineData("gamecenter", """{"bundle_id":"b","player_id":"p","public_key_url":"u","salt":"s","signature":"s"}""", "GameCenter timestamp is required.")]
    public async Task what_is_missing_from_a_credential_is_told_first(string path, string credential, string message)
    {
        await SignIn(path, credential).ShouldBeFault(400, 3, message);
        await Link(await server.SignUp(), path, credential).ShouldBeFault(400, 3, message);
    }

    [Fact]
    public async Task apple_and_steam_are_asked_about_their_configuration_in_their_own_order()
    {
        var ann = await server.SignUp();
        await SignIn("apple", "{}").ShouldBeFault(400, 9, "Apple authentication is not configured.");
        await SignIn("steam", "{}").ShouldBeFault(400, 9, "Steam authentication is not configured.");
        await Link(ann, "apple", "{}").ShouldBeFault(400, 9, "Apple authentication is not configured.");
        await Link(ann, "steam", "{}").ShouldBeFault(400, 3, "Steam access token is required.");
    }

    [Fact]
    public async Task a_bad_username_is_told_before_the_provider_is_asked()
    {
        await server.SendAsGame("POST", "/v2/account/authenticate/google?username=%02", """{"token":"t"}""")
            .ShouldBeFault(400, 3, "Username invalid, no spaces or control characters allowed.");
        await server.SendAsGame("POST", "/v2/account/authenticate/google?username=%02", "{}").ShouldBeFault(400, 3, "Google access token is required.");
    }

    [Fact]
    public async Task with_a_verifier_players_sign_in_link_and_unlink()
    {
        await using var own = await GameServer.Start(settings => settings, services => services
            .AddSingleton<IIdentityVerifier<AccountGoogle>, TrustsGood>().AddSingleton<IIdentityVerifier<AccountFacebookInstantGame>, TrustsNobody>());
        using var signedUp = await own.SendAsGame("POST", "/v2/account/authenticate/google?username=ann", """{"token":"good-ann"}""");
        var ann = TestPlayer.Of(await GameServer.Json(signedUp), "");
        (ann.Created, ann.Username).ShouldBe((true, "ann"));
        using var signedIn = await own.SendAsGame("POST", "/v2/account/authenticate/google", """{"token":"good-ann"}""");
        TestPlayer.Of(await GameServer.Json(signedIn), "").UserId.ShouldBe(ann.UserId);
        using var account = await own.Send("GET", "/v2/account", ann.Token);
        (await GameServer.Json(account)).GetProperty("user").GetProperty("google_id").GetString().ShouldBe("id-of-good-ann");

        await own.SendAsGame("POST", "/v2/account/authenticate/google", """{"token":"bad"}""").ShouldBeFault(401, 16, "Could not authenticate Google profile.");
        await own.SendAsGame("POST", "/v2/account/authenticate/google?create=false", """{"token":"good-bob"}""").ShouldBeFault(404, 5, "User account not found.");
        await own.SendAsGame("POST", "/v2/account/authenticate/facebookinstantgame", """{"signed_player_info":"bad"}""")
            .ShouldBeFault(500, 15, "Error extracting the Facebook Instant Game player ID or validating the signature");

        var bob = await own.SignUp();
        await own.Send("POST", "/v2/account/link/google", bob.Token, """{"token":"bad"}""").ShouldBeFault(401, 16, "Could not authenticate Google profile.");
        await own.Send("POST", "/v2/account/link/google", bob.Token, """{"token":"good-ann"}""").ShouldBeFault(409, 6, "Google ID is already in use.");
        await own.Send("POST", "/v2/account/link/google", bob.Token, """{"token":"good-bob"}""").ShouldBe(200, "{}");
        await own.Send("POST", "/v2/account/link/facebookinstantgame", bob.Token, """{"signed_player_info":"bad"}""")
            .ShouldBeFault(401, 16, "Could not authenticate Facebook Instant Game profile.");

        await own.Send("POST", "/v2/account/unlink/google", bob.Token, """{"token":"bad"}""").ShouldBeFault(401, 16, "Could not authenticate Google profile.");
        await own.Send("POST", "/v2/account/unlink/google", bob.Token, """{"token":"good-ann"}""").ShouldBeFault(403, 7, LastOrNotOwn);
        await own.Send("POST", "/v2/account/unlink/google", bob.Token, """{"token":"good-bob"}""").ShouldBe(200, "{}");
        await own.Send("POST", "/v2/account/unlink/google", ann.Token, "{}").ShouldBeFault(403, 7, LastOrNotOwn);
    }

    Task<HttpResponseMessage> SignIn(string path, string credential) => server.SendAsGame("POST", $"/v2/account/authenticate/{path}", credential);

    /// <summary>Steam's link takes the whole message, all others the bare credential.</summary>
    Task<HttpResponseMessage> Link(TestPlayer player, string path, string credential) =>
        server.Send("POST", $"/v2/account/link/{path}", player.Token, path == "steam" ? $$"""{"account":{{credential}}}""" : credential);

    sealed class TrustsGood : IIdentityVerifier<AccountGoogle>
    {
        public ValueTask<VerifiedPlayer?> Verify(AccountGoogle credential, CancellationToken cancel) =>
            new(credential.Token.StartsWith("good", StringComparison.Ordinal) ? new VerifiedPlayer("id-of-" + credential.Token) : null);
    }

    sealed class TrustsNobody : IIdentityVerifier<AccountFacebookInstantGame>
    {
        public ValueTask<VerifiedPlayer?> Verify(AccountFacebookInstantGame credential, CancellationToken cancel) => new((VerifiedPlayer?)null);
    }
}
