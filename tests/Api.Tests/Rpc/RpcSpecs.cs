using System.Net.Http.Headers;
using System.Text;
using KaosNet.Api.Tests.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Scripts;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Api.Tests.Rpc;

/// <summary>Rules P1 to P14: functions of server modules over HTTP.</summary>
public sealed class RpcSpecs : IAsyncLifetime
{
    const string Key = "http_key=defaulthttpkey";

    FrontUnderTest _front = null!;

    [Theory]
    [InlineData("http_key=wrong", "Bearer token-ann", "HTTP key invalid")]
    [InlineData("", "Basic d3Jvbmc6", "HTTP key invalid")]
    [InlineData("", "Basic !", "HTTP key invalid")]
    [InlineData("", "Bearer nonsense", "Auth token invalid")]
    [InlineData("", "nonsense", "Auth token invalid")]
    [InlineData("", null, "Auth token or HTTP key required")]
    [InlineData("http_key=", null, "Auth token or HTTP key required")]
    public async Task P1_to_P4_who_may_not_call(string query, string? header, string text)
    {
        using var response = await Call("POST", $"/v2/rpc/echo?{query}", "\"x\"", header);
        await Task.FromResult(response).ShouldBe(401, $$"""{"error":"{{text}}","code":16,"message":"{{text}}"}""");
        response.Header("WWW-Authenticate").ShouldBeNull();
    }

    [Theory]
    [InlineData(Key, null, "")]
    [InlineData(Key, "Bearer token-ann", "")]
    [InlineData("", "Basic ZGVmYXVsdGh0dHBrZXk6", "")]
    [InlineData("", "Bearer token-ann", "ann")]
    public Task P1_to_P3_who_calls(string query, string? header, string user) =>
        Call("POST", $"/v2/rpc/who?{query}", "", header).ShouldBe(200, $$"""{"payload":"{{user}}"}""");

    [Theory]
    [InlineData("/v2/rpc/", 400, 3, "RPC ID must be set")]
    [InlineData("/v2/rpc/none", 404, 5, "RPC function not found")]
    [InlineData("/v2/rpc/echo/", 404, 5, "RPC function not found")]
    public Task P5_ids_that_lead_nowhere(string path, int status, int code, string text) =>
        Call("POST", $"{path}?{Key}").ShouldBe(status, $$"""{"error":"{{text}}","code":{{code}},"message":"{{text}}"}""");

    [Theory]
    [InlineData("/v2/rpc/Echo")]
    [InlineData("/v2/rpc/%65cho")]
    public Task P5_ids_are_compared_in_lower_case(string path) => Call("POST", $"{path}?{Key}", "\"x\"").ShouldBe(200, """{"payload":"x"}""");

    [Theory]
    [InlineData("/v2/rpc/a/b")]
    [InlineData("/v2/rpc/a%2FB")]
    public Task P5_ids_may_hold_slashes(string path) => Call("POST", $"{path}?{Key}").ShouldBe(200, """{"payload":"nested"}""");

    [Theory]
    [InlineData("", "")]
    [InlineData("\"\"", "")]
    [InlineData("\"plain\"", "plain")]
    [InlineData(" \"spaced\" \n", "spaced")]
    [InlineData("""
        "{\"a\":\"\u00e9\"}"
        """, "{\\\"a\\\":\\\"é\\\"}")]
    public Task P6_the_body_is_a_json_text(string body, string payload) =>
        Call("POST", $"/v2/rpc/echo?{Key}", body).ShouldBe(200, $$"""{"payload":"{{payload}}"}""");

    [Theory]
    [InlineData("{}")]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("\"a\" \"b\"")]
    [InlineData("\"open")]
    [InlineData("plain")]
    [InlineData("\"\\ud800\"")]
    public async Task P6_any_other_body_is_refused(string body)
    {
        const string Text = "json: cannot unmarshal object into Go value of type string";
        await Call("POST", $"/v2/rpc/echo?{Key}", body).ShouldBe(400, $$"""{"error":"{{Text}}","code":3,"message":"{{Text}}"}""");
    }

    [Theory]
    [InlineData("unwrap", null, "text/plain")]
    [InlineData("unwrap=", "application/json", "application/json")]
    [InlineData("unwrap=false", "application/x-game; v=1", "application/x-game; v=1")]
    public async Task P7_P12_unwrapped_both_ways(string unwrap, string? sent, string answered)
    {
        using var response = await Call("POST", $"/v2/rpc/echo?{Key}&{unwrap}", """{"raw":"<&>"}""", contentType: sent);
        await Task.FromResult(response).ShouldBe(200, """{"raw":"<&>"}""");
        response.Content.Headers.ContentType!.ToString().ShouldBe(answered);
    }

    [Fact]
    public Task P8_a_GET_has_no_payload() => Call("GET", $"/v2/rpc/echo?{Key}&payload=%22x%22").ShouldBe(200, """{"payload":""}""");

    [Fact]
    public Task P8_the_parameter_is_seen_as_one() => Call("GET", $"/v2/rpc/query?{Key}&payload=x&payload=y&b=").ShouldBe(200, """{"payload":"payload=x|y b="}""");

    [Fact]
    public Task P9_a_large_body_is_refused_without_an_error_member() =>
        Call("POST", $"/v2/rpc/echo?{Key}", new string('x', 300_000)).ShouldBe(400, """{"code":3,"message":"http: request body too large"}""");

    [Fact]
    public async Task P10_the_function_sees_headers_by_canonical_name()
    {
        var answer = await _front.SendRaw($"GET /v2/rpc/headers?{Key} HTTP/1.1\nhost: x\nx-gAME-id: duel\nx-game-id: two\nConnection: close\n\n");
        answer.ShouldContain("X-Game-Id=duel|two");
        answer.ShouldNotContain("http_key");
    }

    [Fact]
    public Task P10_the_function_sees_the_clients_address() => Call("GET", $"/v2/rpc/address?{Key}").ShouldBe(200, """{"payload":"127.0.0.1"}""");

    [Fact]
    public async Task P10_the_address_is_seen_through_one_trusted_proxy()
    {
        using var response = await Call("GET", $"/v2/rpc/address?{Key}", forwardedFor: "6.6.6.6, 9.9.9.9");
        await Task.FromResult(response).ShouldBe(200, """{"payload":"9.9.9.9"}""");
    }

    [Theory]
    [InlineData("refuse7", 403, 7)]
    [InlineData("refuse99", 500, 13)]
    [InlineData("refuse0", 500, 13)]
    [InlineData("refuse5", 404, 5)]
    public Task P13_a_functions_own_refusal(string id, int status, int code) =>
        Call("POST", $"/v2/rpc/{id}?{Key}").ShouldBe(status, $$"""{"code":{{code}},"error":{},"message":"no: \"{{id}}\""}""");

    [Fact]
    public Task a_function_that_throws_leaks_nothing() =>
        Call("POST", $"/v2/rpc/throws?{Key}").ShouldBe(500, """{"code":13,"error":{},"message":"Internal server error."}""");

    [Theory]
    [InlineData("PUT", "/v2/rpc/echo", 501)]
    [InlineData("DELETE", "/v2/rpc/echo", 501)]
    [InlineData("PUT", "/v2/rpc/a/b", 404)]
    [InlineData("POST", "/v2/rpc", 404)]
    public async Task other_methods_and_paths_are_the_gateways(string method, string path, int status)
    {
        using var response = await Call(method, $"{path}?{Key}");
        ((int)response.StatusCode).ShouldBe(status);
    }

    [Fact]
    public Task a_broken_query_is_refused() => Call("GET", "/v2/rpc/echo?http_key=%zz")
        .ShouldBe(400, """{"error":"invalid URL escape \"%zz\"","code":3,"message":"invalid URL escape \"%zz\""}""");

    public async ValueTask InitializeAsync() => _front = await FrontUnderTest.Start(services: services => services.AddSingleton<IRpcFunctions, Functions>());

    public ValueTask DisposeAsync() => _front.DisposeAsync();

    Task<HttpResponseMessage> Call(
        string method, string path, string? body = null, string? header = null, string? contentType = null, string? forwardedFor = null) =>
        _front.Send(method, path, player: null, with: request =>
        {
            if (body is not null) request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            if (contentType is not null) request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
            if (header is not null) request.Headers.TryAddWithoutValidation("Authorization", header);
            if (forwardedFor is not null) request.Headers.Add("X-Forwarded-For", forwardedFor);
        });

    sealed class Functions : IRpcFunctions
    {
        public bool Knows(string id) =>
            id is "echo" or "who" or "a/b" or "query" or "headers" or "address" or "throws" || id.StartsWith("refuse", StringComparison.Ordinal);

        public async ValueTask<Answer<string>> Call(string id, string payload, RpcRequest request, CancellationToken cancel)
        {
            await Task.Yield();
            return id switch
            {
                "echo" => payload,
                "who" => request.Caller.Username,
                "a/b" => "nested",
                "query" => string.Join(' ', request.QueryParameters.Select(parameter => $"{parameter.Key}={string.Join('|', parameter.Value)}")),
                "headers" => string.Join(' ', request.Headers.Select(header => $"{header.Key}={string.Join('|', header.Value)}")),
                "address" => request.Caller.ClientAddress,
                "throws" => throw new InvalidOperationException("a secret of ours"),
                _ => new Fault((FaultCode)int.Parse(id["refuse".Length..]), $"no: \"{id}\""),
            };
        }
    }
}
