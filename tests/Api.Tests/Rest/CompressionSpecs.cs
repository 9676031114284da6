using System.IO.Compression;
using System.Text;
using KaosNet.Api.Tests.Operations;

namespace KaosNet.Api.Tests.Rest;

/// <summary>Rules H60 to H63.</summary>
public class CompressionSpecs(SharedFront shared) : IClassFixture<SharedFront>
{
    readonly FrontUnderTest _front = shared.Front;

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("deflate", "deflate")]
    [InlineData("br, deflate, gzip", "deflate")]
    [InlineData("gzip;q=1.0, deflate", "deflate")]
    [InlineData("identity", null)]
    [InlineData("GZIP", null)]
    [InlineData("*", null)]
    public async Task H60_the_first_packing_that_is_named_exactly_wins(string accepted, string? packing)
    {
        using var response = await _front.Send("GET", "/healthcheck", with: request => request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted));
        response.Header("Content-Encoding").ShouldBe(packing);
        (await Unpack(response)).ShouldBe("{}");
    }

    [Theory]
    [InlineData("gzip", 1)]
    [InlineData("gzip", 400)]
    [InlineData("gzip", 20_000)]
    [InlineData("deflate", 1)]
    [InlineData("deflate", 400)]
    [InlineData("deflate", 20_000)]
    public async Task H60_small_and_large_answers_unpack_to_what_they_were(string packing, int length)
    {
        var metadata = string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + (i * 7 % 26))));
        using var response = await _front.Send(
            "POST", "/v2/leaderboard/b", $$"""{"metadata":"{{metadata}}"}""", with: request => request.Headers.TryAddWithoutValidation("Accept-Encoding", packing));
        (await Unpack(response)).ShouldContain($"\"metadata\":\"{metadata}\"");
        if (length > 10_000) response.Content.Headers.ContentLength!.Value.ShouldBeLessThan(length / 2);
    }

    [Theory]
    [InlineData("/nowhere", """{"code":5,"message":"Not Found"}""")]
    [InlineData("/v2/rpc/x", """{"error":"RPC function not found","code":5,"message":"RPC function not found"}""")]
    public async Task H60_refusals_are_packed_too(string path, string body)
    {
        using var response = await _front.Send("GET", path, with: request => request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip"));
        response.Header("Content-Encoding").ShouldBe("gzip");
        (await Unpack(response)).ShouldBe(body);
    }

    [Fact]
    public async Task H62_packed_bodies_are_unpacked()
    {
        const string Body = """{"score":7}""";
        const string Answer = """{"leaderboard_id":"b","owner_id":"id-of-ann","username":"ann","score":"7"}""";
        await _front.Send("POST", "/v2/leaderboard/b", with: request => request.Content = Packing.Gzip(Body)).ShouldBe(200, Answer);
        await _front.Send("POST", "/v2/leaderboard/b", with: request => request.Content = Packing.Deflate(Body)).ShouldBe(200, Answer);
    }

    [Fact]
    public async Task H63_the_root_is_left_alone()
    {
        using var response = await _front.Send("GET", "/", with: request => request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip"));
        response.Header("Content-Encoding").ShouldBeNull();
        response.Header("Vary").ShouldBeNull();
    }

    static async Task<string> Unpack(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStreamAsync();
        Stream unpacked = response.Header("Content-Encoding") switch
        {
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            "deflate" => new DeflateStream(body, CompressionMode.Decompress),
            _ => body,
        };
        using var reader = new StreamReader(unpacked, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }
}
