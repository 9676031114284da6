using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using KaosNet.Api.Configuration;
using KaosNet.Api.Sessions;
using KaosNet.Domain.Sessions;
using KaosNet.Projections.Sessions;
using KaosNet.Store.Journal;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace KaosNet.Api.Tests.Sessions;

public class SessionTokensSpecs
{
    const string Ann = "0aa0aa00-0000-4000-8000-000000000001";
    const long Late = 4_000_000_000;

    static readonly SessionSettings Settings = new();

    readonly ShiftedTime _time = new();
    readonly SessionRevocations _revocations;
    readonly SessionTokens _tokens;

    public SessionTokensSpecs()
    {
        _revocations = new(TimeSpan.FromHours(1), _time);
        _tokens = new(Settings, _revocations, _time);
    }

    [Fact]
    public void what_was_issued_can_be_read()
    {
        var session = _tokens.Issue(Ann, "ann \"of\" gables 🦊", new Dictionary<string, string> { ["a"] = "1", ["ü"] = "" }, created: true);
        _tokens.TryRead(session.Token, TokenKind.Session, out var player).ShouldBeTrue();
        player.UserId.ShouldBe(Ann);
        player.Username.ShouldBe("ann \"of\" gables 🦊");
        player.Vars.ShouldBe(new Dictionary<string, string> { ["a"] = "1", ["ü"] = "" });
        (player.ExpiresAt - player.IssuedAt).ShouldBe(60);
    }

    [Fact]
    public void the_two_kinds_are_not_taken_for_each_other()
    {
        var session = _tokens.Issue(Ann, "ann", new Dictionary<string, string>(), created: true);
        _tokens.TryRead(session.Token, TokenKind.Refresh, out _).ShouldBeFalse();
        _tokens.TryRead(session.RefreshToken, TokenKind.Session, out _).ShouldBeFalse();
    }

    [Fact]
    public async Task other_libraries_read_them_and_write_what_is_read()
    {
        // That library refuses keys as short as the default one, which is why the server does not use it.
        var long32 = new string('k', 32);
        var tokens = new SessionTokens(Settings with { EncryptionKey = long32 }, _revocations, _time);
        var key = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(long32));
        var handler = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false };
        var result = await handler.ValidateTokenAsync(
            tokens.Issue(Ann, "ann", new Dictionary<string, string>(), created: true).Token,
            new() { IssuerSigningKey = key, ValidateIssuer = false, ValidateAudience = false, ValidAlgorithms = ["HS256"] });
        result.IsValid.ShouldBeTrue(result.Exception?.Message);
        result.Claims["uid"].ShouldBe(Ann);

        var foreign = handler.CreateToken(new SecurityTokenDescriptor
        {
            Claims = new Dictionary<string, object> { ["uid"] = Ann.ToUpperInvariant(), ["usn"] = "ann", ["tid"] = "t", ["exp"] = Late },
            SigningCredentials = new(key, "HS256"),
        });
        tokens.TryRead(foreign, TokenKind.Session, out var player).ShouldBeTrue();
        (player.UserId, player.Username, player.ExpiresAt, player.IssuedAt).ShouldBe((Ann, "ann", Late, 0));
    }

    [Fact]
    public void short_keys_work_as_operators_have_them()
    {
        var tokens = new SessionTokens(Settings with { EncryptionKey = "k" }, _revocations, _time);
        tokens.TryRead(tokens.Issue(Ann, "ann", new Dictionary<string, string>(), created: true).Token, TokenKind.Session, out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{"alg":"none"}""", """{"uid":"0aa0aa00-0000-4000-8000-000000000001","exp":4000000000}""")]
    [InlineData("""{"alg":"HS512"}""", """{"uid":"0aa0aa00-0000-4000-8000-000000000001","exp":4000000000}""")]
    [InlineData("""{"alg":"hs256"}""", """{"uid":"0aa0aa00-0000-4000-8000-000000000001","exp":4000000000}""")]
    [InlineData("""{"typ":"JWT"}""", """{"uid":"0aa0aa00-0000-4000-8000-000000000001","exp":4000000000}""")]
    [InlineData("""["HS256"]""", """{"uid":"0aa0aa00-0000-4000-8000-000000000001","exp":4000000000}""")]
    [InlineData("""{"alg":"HS256"}""", """{"uid":"0aa0aa00-0000-4000-8000-000000000001"}""")]
    [InlineData("""{"alg":"HS256"}""", """{"uid":"0aa0aa00-0000-4000-8000-000000000001","exp":"4000000000"}""")]
    [InlineData("""{"alg":"HS256"}""", """{"uid":"0aa0aa00-0000-4000-8000-000000000001","exp":1000000000}""")]
    [InlineData("""{"alg":"HS256"}""", """{"uid":"0aa0aa00-0000-4000-8000-000000000001","exp":1e300}""")]
    [InlineData("""{"alg":"HS256"}""", """{"uid":"ann","exp":4000000000}""")]
    [InlineData("""{"alg":"HS256"}""", """{"uid":7,"exp":4000000000}""")]
    [InlineData("""{"alg":"HS256"}""", """{"exp":4000000000}""")]
    [InlineData("""{"alg":"HS256"}""", """{"uid":"0aa0aa00-0000-4000-8000-000000000001","exp":4000000000,"vrs":[]}""")]
    [InlineData("""{"alg":"HS256"}""", """{"uid":"0aa0aa00-0000-4000-8000-000000000001","exp":4000000000,"vrs":{"a":1}}""")]
    [InlineData("""{"alg":"HS256"}""", """{"uid":"0aa0aa00-0000-4000-8000-000000000001","exp":4000000000,"usn":null}""")]
    [InlineData("""{"alg":"HS256"}""", """[]""")]
    [InlineData("""{"alg":"HS256"}""", """{"uid":""")]
    [InlineData("""{"alg":"HS256"}""", "")]
    public void what_our_key_signed_but_is_no_session_is_refused(string header, string claims) =>
        _tokens.TryRead(Signed(header, claims), TokenKind.Session, out _).ShouldBeFalse();

    [Fact]
    public void a_signed_session_of_another_tool_is_read() => _tokens.TryRead(
        Signed("""{"typ":"JWT","alg":"HS256"}""", $$$"""{"uid":"{{{Ann}}}","exp":4000000000.5,"vrs":null,"more":{"than":"we know"}}"""), TokenKind.Session, out _)
        .ShouldBeTrue();

    [Fact]
    public void any_changed_letter_is_noticed()
    {
        var token = _tokens.Issue(Ann, "ann", new Dictionary<string, string>(), created: true).Token;
        for (var at = 0; at < token.Length; at++)
        {
            // The last letter of the signature carries two bits that mean nothing; they must not make a second spelling either.
            var changed = token[..at] + (token[at] == 'A' ? 'B' : 'A') + token[(at + 1)..];
            _tokens.TryRead(changed, TokenKind.Session, out _).ShouldBeFalse(changed);
        }

        foreach (var changed in new[] { token + "A", token + "=", token + " ", " " + token, token + ".", "." + token, token.Replace('.', ','), token + "ü", token[..^1], "" })
            _tokens.TryRead(changed, TokenKind.Session, out _).ShouldBeFalse(changed);
    }

    [Fact]
    public void a_remembered_token_still_runs_out_and_can_still_be_ended()
    {
        var authenticator = new SessionAuthenticator(_tokens);
        var (first, second) = (Issue(), Issue());
        authenticator.TryAuthenticate(first, out var player).ShouldBeTrue();
        authenticator.TryAuthenticate(first, out var again).ShouldBeTrue();
        again.ShouldBeSameAs(player);

        var before = new PlayerSessions { UserId = Ann };
        var after = before with { Revoked = [new(player!.TokenId, TokenKind.Session, _time.GetUtcNow().AddMinutes(2))] };
        ((ICommitObserver)_revocations).Committed([new(PlayerSessions.Kind.Of(Ann), before, after, 1, [])]);
        authenticator.TryAuthenticate(first, out _).ShouldBeFalse();

        authenticator.TryAuthenticate(second, out _).ShouldBeTrue();
        _time.Advance(TimeSpan.FromSeconds(61));
        authenticator.TryAuthenticate(second, out _).ShouldBeFalse();
    }

    [Fact]
    public void only_so_many_tokens_are_remembered()
    {
        var authenticator = new SessionAuthenticator(new(Settings with { TokenExpirySec = 3600 }, _revocations, _time));
        var tokens = new SessionTokens(Settings with { TokenExpirySec = 3600 }, _revocations, _time);
        string New() => tokens.Issue(Ann, "ann", new Dictionary<string, string>(), created: false).Token;

        var first = New();
        authenticator.TryAuthenticate(first, out var player).ShouldBeTrue();
        for (var i = 0; i < 3 * 8192; i++) authenticator.TryAuthenticate(New(), out _).ShouldBeTrue();
        authenticator.TryAuthenticate(first, out var later).ShouldBeTrue();
        later.ShouldNotBeSameAs(player);
    }

    string Issue() => _tokens.Issue(Ann, "ann", new Dictionary<string, string>(), created: false).Token;

    static string Signed(string header, string claims)
    {
        var text = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header)) + "." + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims));
        return text + "." + Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Settings.EncryptionKey), Encoding.ASCII.GetBytes(text)));
    }
}
