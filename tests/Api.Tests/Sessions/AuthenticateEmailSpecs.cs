using System.Text.Json;
using KaosNet.Api.Tests.Operations;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Accounts;
using KaosNet.Store.Journal;

namespace KaosNet.Api.Tests.Sessions;

public sealed class AuthenticateEmailSpecs(GameServer server) : IClassFixture<GameServer>
{
    const string Path = "/v2/account/authenticate/email";

    [Fact]
    public async Task email_and_password_make_an_account_and_open_it_again()
    {
        var (email, name) = (NewEmail(), NewName());
        var first = await SignIn(email, "correct horse", "?username=" + name);
        first.Created.ShouldBeTrue();
        (await SignIn(email.ToUpperInvariant(), "correct horse")).ShouldBe(first with { Created = false }, new SamePlayer());
        // By name alone, too.
        (await SignIn("", "correct horse", "?username=" + name)).ShouldBe(first with { Created = false }, new SamePlayer());

        await server.SendAsGame("POST", Path, Body(email, "wrong horse")).ShouldBeFault(401, 16, "Invalid credentials.");
        await server.SendAsGame("POST", Path + "?username=" + name, Body("", "wrong horse")).ShouldBeFault(401, 16, "Invalid credentials.");
        (await server.Get<SignInIdentities>().Of(Identity.Email(email)))!.PasswordHash.ShouldStartWith("$2a$04$");
    }

    [Theory]
    [InlineData("", "password", "", "Username is required when email address is not supplied.")]
    [InlineData("", "short", "", "Password must be at least 8 characters long.")]
    [InlineData("ann@example.com", "short", "", "Password must be at least 8 characters long.")]
    [InlineData("a nn@example.com", "password", "", "Invalid email address, no spaces or control characters allowed.")]
    [InlineData("example", "password", "", "Invalid email address format.")]
    [InlineData("a@b.c", "password", "", "Invalid email address, must be 10-255 bytes.")]
    [InlineData("ann@example.com", "password", "?username=%02", "Username invalid, no spaces or control characters allowed.")]
    public async Task bad_input_is_refused(string email, string password, string query, string message) =>
        await server.SendAsGame("POST", Path + query, Body(email, password)).ShouldBeFault(400, 3, message);

    [Fact]
    public async Task an_empty_body_lacks_a_password() =>
        await server.SendAsGame("POST", Path).ShouldBeFault(400, 3, "Password must be at least 8 characters long.");

    [Fact]
    public async Task nobody_is_found_who_is_not_there()
    {
        await server.SendAsGame("POST", Path + "?create=false", Body(NewEmail(), "password")).ShouldBeFault(404, 5, "User account not found.");
        await server.SendAsGame("POST", Path + "?create=true&username=" + NewName(), Body("", "password")).ShouldBeFault(404, 5, "User account not found.");
    }

    [Fact]
    public async Task a_name_without_a_password_opens_nothing()
    {
        var player = await server.SignUp();
        await server.SendAsGame("POST", Path + "?username=" + player.Username, Body("", "password")).ShouldBeFault(401, 16, "Invalid credentials.");
    }

    [Fact]
    public async Task a_password_that_bcrypt_would_cut_is_refused() => await server.SendAsGame("POST", Path, Body(NewEmail(), new('p', 73)))
        .ShouldBeFault(400, 3, "Password must be at most 72 bytes long.");

    [Fact]
    public async Task a_ban_is_told_before_the_password_is_looked_at()
    {
        var player = await server.SignUp();
        await server.Get<IJournal>().Execute(new BanAccount(player.UserId), Caller.System("spec", "Ban"));
        await server.SendAsGame("POST", Path + "?username=" + player.Username, Body("", "whatever")).ShouldBeFault(403, 7, "User account banned.");
    }

    [Fact]
    public async Task no_key_no_sign_in() => await server.Send("POST", Path, body: Body(NewEmail(), "password")).ShouldBeFault(401, 16, "Server key required");

    static string NewEmail() => $"ann-{Guid.NewGuid():n}@example.com";

    static string NewName() => "n" + Guid.NewGuid().ToString("n");

    static string Body(string email, string password) => JsonSerializer.Serialize(new { email, password });

    async Task<TestPlayer> SignIn(string email, string password, string query = "")
    {
        using var response = await server.SendAsGame("POST", Path + query, Body(email, password));
        return TestPlayer.Of(await GameServer.Json(response), "");
    }

    sealed class SamePlayer : IEqualityComparer<TestPlayer>
    {
        public bool Equals(TestPlayer? x, TestPlayer? y) => (x?.UserId, x?.Username, x?.Created) == (y?.UserId, y?.Username, y?.Created);

        public int GetHashCode(TestPlayer player) => player.UserId.GetHashCode(StringComparison.Ordinal);
    }
}
