using KaosNet.Api.Tests.Operations;

namespace KaosNet.Api.Tests.Rest;

/// <summary>Rules H1 to H12: what is looked at first.</summary>
public class ProcessingOrderSpecs(SharedFront shared) : IClassFixture<SharedFront>
{
    readonly FrontUnderTest _front = shared.Front;

    [Theory]
    [InlineData("/v2//account", "/v2/account")]
    [InlineData("/v2/./account", "/v2/account")]
    [InlineData("/v2/friend/../account?x=1", "/v2/account?x=1")]
    [InlineData("//", "/")]
    [InlineData("/v2/account/..", "/v2")]
    [InlineData("/v2/%2e%2e/healthcheck", "/healthcheck")]
    public async Task H2_an_unclean_path_is_sent_to_the_clean_one(string path, string location)
    {
        var answer = await _front.SendRaw($"GET {path} HTTP/1.1\nHost: x\nConnection: close\n\n");
        answer.ShouldStartWith("HTTP/1.1 301 ");
        answer.ShouldContain($"Location: {location}\r\n");
    }

    [Fact]
    public async Task H3_the_root_answers_load_balancers_with_nothing()
    {
        using var response = await _front.Send("GET", "/", player: null);
        ((int)response.StatusCode, await response.Content.ReadAsStringAsync()).ShouldBe((200, ""));
        response.Header("Cache-Control").ShouldBeNull();
    }

    [Theory]
    [InlineData("/healthcheck", 200)]
    [InlineData("/nowhere", 404)]
    [InlineData("/v2/rpc/none", 401)]
    public async Task H4_H61_no_answer_may_be_kept(string path, int status)
    {
        using var response = await _front.Send("GET", path, player: null);
        ((int)response.StatusCode).ShouldBe(status);
        response.Header("Cache-Control").ShouldBe("no-store, must-revalidate, no-cache");
        response.Header("Vary").ShouldBe("Accept-Encoding");
        response.Header("Content-Type").ShouldBe("application/json");
        response.Header("Server").ShouldBeNull();
    }

    [Fact]
    public Task H8_an_unknown_path_is_not_found() => _front.Send("GET", "/v2/nowhere").ShouldBeFault(404, 5, "Not Found");

    [Fact]
    public Task H8_a_known_path_under_another_method_is_not_implemented() =>
        _front.Send("DELETE", "/healthcheck").ShouldBeFault(501, 12, "Method Not Allowed");

    [Theory]
    [InlineData("/healthcheck/")]
    [InlineData("/v2/account/")]
    [InlineData("/v2/leaderboard/")]
    [InlineData("/V2/account")]
    [InlineData("/v2/Account")]
    public Task H8_a_slash_at_the_end_or_another_case_is_another_path(string path) => _front.Send("GET", path).ShouldBeFault(404, 5, "Not Found");

    [Fact]
    public Task H8_a_fixed_path_of_one_method_is_a_parameter_of_another() =>
        _front.Send("GET", "/v2/storage/delete").ShouldBe(200, """{"cursor":"delete"}""");

    [Fact]
    public Task H8_and_the_fixed_path_itself_answers_its_own() => _front.Send("PUT", "/v2/storage/delete", "{}").ShouldBe(200, "{}");

    [Fact]
    public Task H32_an_escaped_slash_splits_a_segment() => _front.Send("GET", "/v2/storage/a%2Fb").ShouldBeFault(404, 5, "Not Found");

    [Fact]
    public Task H32_a_parameter_is_decoded() => _front.Send("GET", "/v2/storage/caf%C3%A9%20+").ShouldBe(200, """{"cursor":"café +"}""");

    [Fact]
    public Task H9_before_H11_a_malformed_body_is_told_before_missing_credentials() =>
        _front.Send("PUT", "/v2/account", "{", player: null).ShouldBeFaultOf(400, 3);

    [Fact]
    public Task H9_before_H11_a_bad_query_is_told_before_missing_credentials() =>
        _front.Send("GET", "/v2/leaderboard/b?limit=ten", player: null).ShouldBeFaultOf(400, 3);

    [Fact]
    public Task H8_before_H11_an_unknown_path_is_told_before_missing_credentials() =>
        _front.Send("GET", "/v2/nowhere", player: null).ShouldBeFault(404, 5, "Not Found");

    [Fact]
    public Task H49_nothing_to_say_is_an_empty_object() => _front.Send("PUT", "/v2/account", "{}").ShouldBe(200, "{}");
}
