using System.Net.Http.Headers;
using System.Text;
using KaosNet.Api.Tests.Operations;

namespace KaosNet.Api.Tests.Rest;

/// <summary>Whatever is sent, the answer is a clear refusal and the server stays up.</summary>
public class BadInputSpecs(SharedFront shared) : IClassFixture<SharedFront>
{
    const string Scores = "/v2/leaderboard/daily";

    readonly FrontUnderTest _front = shared.Front;

    public static IEnumerable<TheoryDataRow<string>> BadBodies => new[]
    {
        "{", "}", "[]", "null", "1", "\"text\"", "tru", "{\"score\"}", "{\"score\":}", "{\"score\":1,}", "{'score':1}",
        "{\"score\":\"x\"}", "{\"score\":1.5}", "{\"score\":true}", "{\"score\":[1]}", "{\"score\":{}}", "{\"score\":9223372036854775808}",
        "{\"score\":1,\"score\":2}", "{\"metadata\":1}", "{\"metadata\":{}}", "{\"metadata\":\"\\ud800\"}", "{\"metadata\":\"\n\"}", "{\"metadata\":\"\\x\"}",
        "\u0000", "{\"a\":" + new string('[', 1000), "// comment\n{}", "{\"score\":NaN}", "{\"score\":01}", "\uFEFF\uFEFF{}",
    }.Select(body => new TheoryDataRow<string>(body));

    [Theory]
    [MemberData(nameof(BadBodies))]
    public Task a_body_that_is_no_such_message_is_refused(string body) => _front.Send("POST", Scores, body).ShouldBeFaultOf(400, 3);

    [Theory]
    [InlineData("{\"metadata\":\"\xFF\"}")]
    [InlineData("{\"\xC3\x28\":1}")]
    [InlineData("{\"unknown\":\"\xED\xA0\x80\"}")]
    public async Task bytes_that_are_no_text_are_refused(string body)
    {
        using var content = new ByteArrayContent(Encoding.Latin1.GetBytes(body));
        await _front.Send("POST", Scores, with: request => request.Content = content).ShouldBeFaultOf(400, 3);
    }

    [Theory]
    [InlineData("""{"score":1} trailing""")]
    [InlineData("""{"unknown":{"deep":[1,2,{"x":null}]},"score":"1"}""")]
    [InlineData("""{"score":1,"metadata":null,"operator":"NO_SUCH"}""")]
    public Task what_is_to_be_forgiven_is(string body) =>
        _front.Send("POST", Scores, body).ShouldBe(200, """{"leaderboard_id":"daily","owner_id":"id-of-ann","username":"ann","score":"1"}""");

    [Fact]
    public Task H9_a_body_over_the_limit_is_refused() =>
        _front.Send("POST", Scores, Padded(262_145)).ShouldBeFault(400, 3, "http: request body too large");

    [Fact]
    public async Task H9_a_body_at_the_limit_is_read()
    {
        using var response = await _front.Send("POST", Scores, Padded(262_144));
        ((int)response.StatusCode).ShouldBe(200);
    }

    [Fact]
    public Task H9_a_body_without_a_length_is_bounded_too() => _front
        .Send("POST", Scores, Padded(400_000), with: request => request.Headers.TransferEncodingChunked = true)
        .ShouldBeFault(400, 3, "http: request body too large");

    [Fact]
    public async Task H9_the_refusal_of_a_large_body_leaves_the_connection_usable()
    {
        for (var i = 0; i < 3; i++) await _front.Send("POST", Scores, Padded(1_000_000)).ShouldBeFaultOf(400, 3);
        await _front.Send("GET", "/healthcheck").ShouldBe(200, "{}");
    }

    [Fact]
    public Task H10_a_bomb_is_not_unpacked() => _front
        .Send("POST", Scores, with: request => request.Content = Packing.Gzip(new string(' ', 100_000_000)))
        .ShouldBeFaultOf(429, 8);

    [Fact]
    public Task H10_a_message_that_unpacks_to_more_than_the_limit_is_refused() => _front
        .Send("POST", Scores, with: request => request.Content = Packing.Gzip(Padded(300_000)))
        .ShouldBeFaultOf(429, 8);

    [Fact]
    public Task H10_white_space_is_no_part_of_the_message() => _front
        .Send("POST", Scores, with: request => request.Content = Packing.Gzip(new string(' ', 300_000) + """{"score":1}"""))
        .ShouldBe(200, """{"leaderboard_id":"daily","owner_id":"id-of-ann","username":"ann","score":"1"}""");

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public Task H62_bytes_that_are_not_packed_as_they_say_are_refused(string encoding) => _front
        .Send("POST", Scores, """{"score":1}""", with: request => request.Content!.Headers.ContentEncoding.Add(encoding)).ShouldBeFaultOf(400, 3);

    [Fact]
    public async Task an_oversized_header_is_431()
    {
        var answer = await _front.SendRaw($"GET /healthcheck HTTP/1.1\nHost: x\nX-Big: {new string('x', 12_000)}\nConnection: close\n\n");
        answer.ShouldStartWith("HTTP/1.1 431 ");
    }

    [Fact]
    public async Task a_flood_of_headers_is_431()
    {
        var flood = string.Concat(Enumerable.Range(0, 500).Select(i => $"X-{i}: y\n"));
        (await _front.SendRaw($"GET /healthcheck HTTP/1.1\nHost: x\n{flood}Connection: close\n\n")).ShouldStartWith("HTTP/1.1 431 ");
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("GET /healthcheck")]
    [InlineData("GET healthcheck HTTP/1.1")]
    [InlineData("G\u0001T /healthcheck HTTP/1.1")]
    [InlineData("GET /\u0000 HTTP/1.1")]
    [InlineData("GET /%00 HTTP/1.1")]
    public async Task a_broken_request_line_is_refused(string line)
    {
        var answer = await _front.SendRaw($"{line}\nHost: x\nConnection: close\n\n");
        if (answer.Length > 0) answer.Split(' ')[1][0].ShouldBe('4', answer);
        await _front.Send("GET", "/healthcheck").ShouldBe(200, "{}");
    }

    [Theory]
    [InlineData("/v2/leaderboard/%")]
    [InlineData("/v2/leaderboard/%4")]
    [InlineData("/v2/leaderboard/%zz")]
    [InlineData("/v2/leaderboard/%ff%fe")]
    public async Task a_path_with_broken_escapes_is_refused(string path)
    {
        var answer = await _front.SendRaw($"GET {path} HTTP/1.1\nHost: x\nConnection: close\n\n");
        answer.ShouldStartWith("HTTP/1.1 400 ");
        answer.ShouldContain("""{"code":3,"message":""");
    }

    [Fact]
    public async Task a_client_that_stops_in_the_middle_of_a_body_is_let_go()
    {
        using (var socket = new System.Net.Sockets.TcpClient())
        {
            await socket.ConnectAsync(_front.Address.Host, _front.Address.Port);
            await socket.GetStream().WriteAsync("POST /v2/leaderboard/daily HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{\"score\""u8.ToArray());
        }
        await _front.Send("GET", "/healthcheck").ShouldBe(200, "{}");
    }

    static string Padded(int bytes) => $$"""{"score":1,"metadata":"{{new string('x', bytes - 25)}}"}""";
}

/// <summary>Packs bodies as clients do.</summary>
static class Packing
{
    public static ByteArrayContent Gzip(string body)
    {
        var packed = new MemoryStream();
        using (var packer = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Optimal)) packer.Write(Encoding.UTF8.GetBytes(body));
        return Content(packed.ToArray(), "gzip");
    }

    public static ByteArrayContent Deflate(string body)
    {
        var packed = new MemoryStream();
        using (var packer = new System.IO.Compression.DeflateStream(packed, System.IO.Compression.CompressionLevel.Optimal)) packer.Write(Encoding.UTF8.GetBytes(body));
        return Content(packed.ToArray(), "deflate");
    }

    static ByteArrayContent Content(byte[] packed, string encoding)
    {
        var content = new ByteArrayContent(packed);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentEncoding.Add(encoding);
        return content;
    }
}
