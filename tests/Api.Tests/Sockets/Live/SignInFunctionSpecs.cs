using System.Text.Json;
using KaosNet.Api.Tests.Operations;
using KaosNet.Store;
using KaosNet.Store.History;

namespace KaosNet.Api.Tests.Sockets.Live;

/// <summary>Sign-ins, linking and tokens by modules (parity runtime.md section 10): the rules are those of players' own calls.</summary>
[Collection(LiveServer.Name)]
public sealed class SignInFunctionSpecs(LiveServer live)
{
    const string Failed = "error: error authenticating: ";

    readonly GameServer _server = live.Game;

    [Theory]
    [InlineData("authenticate_device", "device-{0}")]
    [InlineData("authenticate_custom", "custom-{0}")]
    public async Task an_account_is_made_once_and_found_again(string function, string id)
    {
        var suffix = Guid.NewGuid().ToString("n")[..12];
        id = string.Format(System.Globalization.CultureInfo.InvariantCulture, id, suffix);
        (await live.Call(function, id, "", false)).ShouldBe(Failed + "User account not found.");
        var made = await SignedIn(function, id, "name" + suffix);
        (made.Username, made.Created).ShouldBe(("name" + suffix, true));
        (await SignedIn(function, id)).ShouldBe(made with { Created = false });
        (await SignedIn(function, id, "other", false)).ShouldBe(made with { Created = false });
        (await live.Call(function, id + "-2", "name" + suffix)).ShouldBe(Failed + "Username is already in use.");
        (await live.Call(function, id, "a\u0001")).ShouldBe(Failed + "Username invalid, no spaces or control characters allowed.");
        (await SignedIn(function, id + "-3")).Username.Length.ShouldBe(10);

        await live.Call("users_ban_id", [new[] { made.UserId }]);
        (await live.Call(function, id)).ShouldBe(Failed + "User account banned.");
        var history = new List<RecordedEvent>();
        await foreach (var happened in new StreamHistory(_server.Get<Database>()).Read("account-" + made.UserId)) history.Add(happened);
        history.Select(happened => (happened.Name, happened.Actor, happened.Source))
            .ShouldBe([("account_created", "live", "script"), ("account_banned", "live", "script")]);
    }

    [Fact]
    public async Task an_email_needs_its_password()
    {
        var name = "mail" + Guid.NewGuid().ToString("n")[..12];
        var email = name + "@example.com";
        (await live.Call("authenticate_email", email, "password", "", false)).ShouldBe(Failed + "User account not found.");
        var made = await SignedIn("authenticate_email", email, "password", name);
        made.Created.ShouldBeTrue();
        (await SignedIn("authenticate_email", email.ToUpperInvariant(), "password")).ShouldBe(made with { Created = false });
        (await SignedIn("authenticate_email", "", "password", name)).ShouldBe(made with { Created = false });
        (await live.Call("authenticate_email", email, "wrong password")).ShouldBe(Failed + "Invalid credentials.");
        (await live.Call("authenticate_email", email, "short")).ShouldBe(Failed + "Password must be at least 8 characters long.");
        (await live.Call("authenticate_email", "", "password")).ShouldBe(Failed + "Username is required when email address is not supplied.");
        (await live.Call("authenticate_email", "no address", "password")).ShouldBe(Failed + "Invalid email address, no spaces or control characters allowed.");
        (await live.Call("authenticate_email", email)).ShouldContain("bad argument #2 to authenticate_email");

        await live.Call("users_ban_id", [new[] { made.UserId }]);
        (await live.Call("authenticate_email", email, "wrong password")).ShouldBe(Failed + "User account banned.");
    }

    [Theory]
    [InlineData("authenticate_device", "", "bad argument #1 to authenticate_device (expects ID string)")]
    [InlineData("authenticate_device", "short", "Device ID invalid, must be 10-128 bytes.")]
    [InlineData("authenticate_custom", "a b c d e f", "Custom ID invalid, no spaces or control characters allowed.")]
    public async Task an_id_that_is_none_is_refused(string function, string id, string problem) => (await live.Call(function, id)).ShouldContain(problem);

    [Fact]
    public async Task a_token_opens_a_session()
    {
        var ann = await _server.SignUp();
        var usual = await Token(ann.UserId, ann.Username);
        var claims = TestPlayer.Claims(usual.Token);
        claims.GetProperty("exp").GetInt64().ShouldBe(usual.Exp);
        (usual.Exp - claims.GetProperty("iat").GetInt64()).ShouldBe(60);
        await _server.Send("GET", "/v2/user", usual.Token).ShouldBe(200, "{}");

        var later = _server.Time.GetUtcNow().ToUnixTimeSeconds() + 5000;
        var own = await Token(ann.UserId, "", later, new { rank = "7" });
        own.Exp.ShouldBe(later);
        claims = TestPlayer.Claims(own.Token);
        claims.GetProperty("usn").GetString()!.Length.ShouldBe(10);
        claims.GetProperty("vrs").GetProperty("rank").GetString().ShouldBe("7");
        await _server.Send("GET", "/v2/user", own.Token).ShouldBe(200, "{}");

        // Nobody needs to have an account; a token of the past opens nothing.
        await _server.Send("GET", "/v2/user", (await Token(Guid.NewGuid().ToString(), "ghost")).Token).ShouldBe(200, "{}");
        await _server.Send("GET", "/v2/user", (await Token(ann.UserId, "ann", 1)).Token).ShouldBeFault(401, 16, "Auth token invalid");

        (await live.Call("authenticate_token_generate", "ann", "ann")).ShouldContain("bad argument #1 to authenticate_token_generate (expects user ID to be a valid identifier)");
        (await live.Call("authenticate_token_generate", ann.UserId)).ShouldContain("bad argument #2 to authenticate_token_generate");
    }

    [Fact]
    public async Task ways_to_sign_in_are_added_and_taken_away_but_never_the_last()
    {
        var (ann, bob) = (await _server.SignUp(), await _server.SignUp());
        var name = "link" + Guid.NewGuid().ToString("n")[..12];
        await Done("link_device", ann.UserId, name + "-device");
        await Done("link_device", ann.UserId, name + "-device");
        await Done("link_custom", ann.UserId, name);
        await Done("link_email", ann.UserId, name + "@example.com", "password");
        (await SignedIn("authenticate_device", name + "-device")).UserId.ShouldBe(ann.UserId);
        (await SignedIn("authenticate_custom", name)).UserId.ShouldBe(ann.UserId);
        (await SignedIn("authenticate_email", name + "@example.com", "password")).UserId.ShouldBe(ann.UserId);

        const string linking = "error: error linking: ";
        (await live.Call("link_device", bob.UserId, name + "-device")).ShouldBe(linking + "Device ID already in use.");
        (await live.Call("link_custom", bob.UserId, name)).ShouldBe(linking + "Custom ID is already in use.");
        (await live.Call("link_email", bob.UserId, name + "@example.com", "password")).ShouldBe(linking + "Email is already in use.");
        (await live.Call("link_device", bob.UserId, "short")).ShouldBe(linking + "Device ID invalid, must be 10-128 bytes.");
        (await live.Call("link_custom", bob.UserId, "short")).ShouldBe(linking + "Invalid custom ID, must be 6-128 bytes.");
        (await live.Call("link_email", bob.UserId, "b@example.com", "short")).ShouldBe(linking + "Password must be at least 8 characters long.");
        (await live.Call("link_device", "bob", "x")).ShouldContain("expects user ID to be a valid identifier");
        (await live.Call("link_custom", bob.UserId, "")).ShouldContain("expects custom ID string");

        const string unlinking = "error: error unlinking: Cannot unlink last account identifier. Check profile exists and is not last link.";
        (await live.Call("unlink_custom", ann.UserId, "another one")).ShouldBe(unlinking);
        (await live.Call("unlink_email", ann.UserId, "another@example.com")).ShouldBe(unlinking);
        (await live.Call("unlink_device", ann.UserId, "another-device")).ShouldBe(unlinking);
        await Done("unlink_custom", ann.UserId, name);
        await Done("unlink_email", ann.UserId);
        await Done("unlink_email", ann.UserId);
        await Done("unlink_device", ann.UserId, name + "-device");
        (await live.Call("unlink_device", ann.UserId, ann.Device)).ShouldBe(unlinking);
        (await live.Call("authenticate_custom", name, "", false)).ShouldBe(Failed + "User account not found.");
    }

    [Theory]
    [InlineData("apple", "apple", "Apple", 0)]
    [InlineData("facebook", "facebook", "Facebook", 1)]
    [InlineData("facebook_instant_game", "facebook_instant_game", "Facebook Instant Game", 0)]
    [InlineData("game_center", "gamecenter", "GameCenter", 2)]
    [InlineData("google", "google", "Google", 0)]
    [InlineData("steam", "steam", "Steam", 1)]
    public async Task a_provider_that_is_not_set_up_says_so(string signIn, string link, string name, int kind)
    {
        var ann = await _server.SignUp();
        object[] credential = kind == 2 ? ["p", "b", 1, "s", "s", "u"] : ["token"];
        (await live.Call("authenticate_" + signIn, credential)).ShouldBe($"{Failed}{name} authentication is not configured.");
        object[] username = kind == 1 ? [ann.Username] : [];
        (await live.Call("link_" + link, [ann.UserId, .. username, .. credential])).ShouldBe($"error: error linking: {name} authentication is not configured.");
        (await live.Call("unlink_" + link, [ann.UserId, .. credential])).ShouldBe($"error: error unlinking: Could not authenticate {name} profile.");
        // Without a credential it is no question whose it is, and the device is left.
        (await live.Call("unlink_" + link, ann.UserId)).ShouldBe("null");
        (await live.Call("authenticate_" + signIn, "")).ShouldContain($"bad argument #1 to authenticate_{signIn}");
    }

    async Task Done(string function, params object?[] arguments) => (await live.Call(function, arguments)).ShouldBe("null", function);

    async Task<Player> SignedIn(string function, params object?[] arguments)
    {
        var answer = await live.CallForAll(function, arguments);
        answer.ShouldStartWith("[", customMessage: answer);
        var values = JsonSerializer.Deserialize<JsonElement>(answer);
        return new(values[0].GetString()!, values[1].GetString()!, values[2].GetBoolean());
    }

    async Task<(string Token, long Exp)> Token(params object?[] arguments)
    {
        var answer = await live.CallForAll("authenticate_token_generate", arguments);
        answer.ShouldStartWith("[", customMessage: answer);
        var values = JsonSerializer.Deserialize<JsonElement>(answer);
        return (values[0].GetString()!, values[1].GetInt64());
    }

    sealed record Player(string UserId, string Username, bool Created);
}
