using System.Text;

namespace KaosNet.Api.Tests.Operations;

/// <summary>Section 1.3: who may call, and what the others are told.</summary>
public class AuthenticationSpecs(SharedFront shared) : IClassFixture<SharedFront>
{
    const string SignIn = "/v2/account/authenticate/device";

    readonly FrontUnderTest _front = shared.Front;

    [Theory]
    [InlineData(null, "Auth token required")]
    [InlineData("Bearer nonsense", "Auth token invalid")]
    [InlineData("Bearer ", "Auth token invalid")]
    [InlineData("Bearer", "Auth token invalid")]
    [InlineData("bearer token-ann", "Auth token invalid")]
    [InlineData("Bearer  token-ann", "Auth token invalid")]
    [InlineData("Basic ZGVmYXVsdGtleTo=", "Auth token invalid")]
    [InlineData("token-ann", "Auth token invalid")]
    public async Task a_player_needs_a_token(string? header, string text)
    {
        using var response = await Get("/v2/account", header);
        response.Header("WWW-Authenticate").ShouldBe(text);
        await Task.FromResult(response).ShouldBeFault(401, 16, text);
    }

    [Fact]
    public Task a_player_with_a_token_is_let_in() => Get("/v2/account", "Bearer token-ann").ShouldBe(200, """{"user":{"id":"id-of-ann"},"wallet":"{}"}""");

    [Fact]
    public async Task a_token_sent_twice_is_invalid()
    {
        var answer = await _front.SendRaw("GET /v2/account HTTP/1.1\nHost: x\nAuthorization: Bearer token-ann\nAuthorization: Bearer token-ann\nConnection: close\n\n");
        answer.ShouldContain("""{"code":16,"message":"Auth token invalid"}""");
    }

    [Theory]
    [InlineData(null, "Server key required")]
    [InlineData("Bearer token-ann", "Server key invalid")]
    [InlineData("Basic", "Server key invalid")]
    [InlineData("Basic !!!", "Server key invalid")]
    [InlineData("Basic  ZGVmYXVsdGtleTo=", "Server key invalid")]
    [InlineData("basic ZGVmYXVsdGtleTo=", "Server key invalid")]
    [InlineData("Basic ZGVmYXVsdGtleTo", "Server key invalid")]
    public async Task a_game_needs_the_server_key(string? header, string text)
    {
        using var response = await Post(header);
        await Task.FromResult(response).ShouldBeFault(401, 16, text);
    }

    [Theory]
    [InlineData("defaultkey:", true)]
    [InlineData("defaultkey:anything:at all", true)]
    [InlineData("defaultkey", false)]
    [InlineData("Defaultkey:", false)]
    [InlineData("defaultke:", false)]
    [InlineData("defaultkeyy:", false)]
    [InlineData(":defaultkey", false)]
    public async Task only_the_part_before_the_colon_is_compared(string credentials, bool isGood)
    {
        using var response = await Post("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
        ((int)response.StatusCode).ShouldBe(isGood ? 200 : 401);
    }

    [Fact]
    public async Task a_very_long_key_is_only_wrong()
    {
        using var response = await Post("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('k', 3000) + ":")));
        ((int)response.StatusCode).ShouldBe(401);
    }

    [Fact]
    public Task anybody_may_ask_whether_the_server_is_up() => Get("/healthcheck", "complete nonsense").ShouldBe(200, "{}");

    Task<HttpResponseMessage> Get(string path, string? header) => _front.Send("GET", path, player: null, with: request => Authorize(request, header));

    Task<HttpResponseMessage> Post(string? header) => _front.Send("POST", SignIn, """{"id":"d"}""", player: null, with: request => Authorize(request, header));

    static void Authorize(HttpRequestMessage request, string? header)
    {
        if (header is not null) request.Headers.TryAddWithoutValidation("Authorization", header);
    }
}
