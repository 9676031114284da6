using KaosNet.Api.Operations;
using KaosNet.Api.Tests.Operations;

namespace KaosNet.Api.Tests.Rest;

/// <summary>Rules H1 and H70 to H76.</summary>
public class CorsSpecs(SharedFront shared) : IClassFixture<SharedFront>
{
    readonly FrontUnderTest _front = shared.Front;

    [Theory]
    [InlineData("/")]
    [InlineData("/healthcheck")]
    [InlineData("/nowhere")]
    [InlineData("/v2/rpc/x")]
    public async Task H70_pages_of_any_origin_may_read_answers(string path)
    {
        using var response = await _front.Send("GET", path, with: FromPage);
        response.Header("Access-Control-Allow-Origin").ShouldBe("*");
        response.Header("Access-Control-Allow-Credentials").ShouldBeNull();
    }

    [Fact]
    public async Task H71_others_get_no_such_headers()
    {
        using var response = await _front.Send("GET", "/healthcheck");
        response.Header("Access-Control-Allow-Origin").ShouldBeNull();
    }

    [Fact]
    public async Task H72_options_without_an_origin_is_empty()
    {
        using var response = await _front.Send("OPTIONS", "/v2/account");
        ((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Header("Access-Control-Allow-Origin")).ShouldBe((200, "", null));
    }

    [Theory]
    [InlineData(null, null, 400, null, null)]
    [InlineData("PATCH", null, 405, null, null)]
    [InlineData("get", null, 405, null, null)]
    [InlineData("GET", null, 200, null, null)]
    [InlineData("POST", "authorization,content-type", 200, "Authorization,Content-Type", null)]
    [InlineData("PUT", "Authorization", 200, "Authorization", "PUT")]
    [InlineData("DELETE", "User-Agent, Accept", 200, "User-Agent", "DELETE")]
    [InlineData("GET", "Accept, Accept-Language, Content-Language, Origin", 200, null, null)]
    [InlineData("GET", "Authorization, X-Other", 403, null, null)]
    [InlineData("GET", "", 200, null, null)]
    public async Task H73_to_H76_preflights(string? method, string? headers, int status, string? allowedHeaders, string? allowedMethods)
    {
        using var response = await _front.Send("OPTIONS", "/v2/account", with: request =>
        {
            FromPage(request);
            if (method is not null) request.Headers.Add("Access-Control-Request-Method", method);
            if (headers is not null) request.Headers.TryAddWithoutValidation("Access-Control-Request-Headers", headers);
        });
        ((int)response.StatusCode, await response.Content.ReadAsStringAsync()).ShouldBe((status, ""));
        response.Header("Access-Control-Allow-Headers").ShouldBe(allowedHeaders);
        response.Header("Access-Control-Allow-Methods").ShouldBe(allowedMethods);
        response.Header("Access-Control-Allow-Origin").ShouldBe(status == 200 ? "*" : null);
    }

    [Fact]
    public async Task H1_configured_headers_are_added_unless_set()
    {
        var settings = new FrontSettings { ResponseHeaders = [new("X-Game", "duel"), new("Cache-Control", "public")] };
        await using var front = await FrontUnderTest.Start(settings);
        using var response = await front.Send("GET", "/healthcheck");
        (response.Header("X-Game"), response.Header("Cache-Control")).ShouldBe(("duel", "no-store, must-revalidate, no-cache"));
        using var root = await front.Send("GET", "/");
        (root.Header("X-Game"), root.Header("Cache-Control")).ShouldBe(("duel", "public"));
    }

    static void FromPage(HttpRequestMessage request) => request.Headers.Add("Origin", "https://game.example");
}
