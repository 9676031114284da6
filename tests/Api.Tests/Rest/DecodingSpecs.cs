using System.Net.Http.Headers;
using KaosNet.Api.Tests.Operations;

namespace KaosNet.Api.Tests.Rest;

/// <summary>Rules H20 to H34: how a request becomes a message.</summary>
public class DecodingSpecs(SharedFront shared) : IClassFixture<SharedFront>
{
    const string Scores = "/v2/leaderboard/daily";
    const string SignIn = "/v2/account/authenticate/device";

    readonly FrontUnderTest _front = shared.Front;

    [Fact]
    public Task H20_the_content_type_is_not_looked_at() => _front
        .Send("POST", Scores, """{"score":5}""", with: request => request.Content!.Headers.ContentType = new MediaTypeHeaderValue("text/plain"))
        .ShouldBe(200, """{"leaderboard_id":"daily","owner_id":"id-of-ann","username":"ann","score":"5"}""");

    [Fact]
    public Task H20_a_form_counts_as_query() => _front
        .Send("POST", "/v2/friend?ids=a", "ids=b&usernames=c+d%21", with: Form)
        .ShouldBeFault(400, 9, "b+a+c d!");

    [Fact]
    public Task H34_the_method_may_be_replaced_together_with_a_form() => _front
        .Send("POST", "/v2/storage/saves", "limit=3", with: request =>
        {
            Form(request);
            request.Headers.Add("X-HTTP-Method-Override", "GET");
        })
        .ShouldBe(200, """{"cursor":"saves"}""");

    [Fact]
    public Task H34_the_method_may_not_be_replaced_otherwise() => _front
        .Send("POST", "/v2/storage/saves", "{}", with: request => request.Headers.Add("X-HTTP-Method-Override", "GET"))
        .ShouldBeFault(501, 12, "Method Not Allowed");

    [Fact]
    public Task H22_the_body_is_one_field_and_the_rest_is_in_the_query() => _front
        .Send("POST", SignIn + "?create=false&username=bea", """{"id":"d1","create":true}""", player: null, with: Game)
        .ShouldBe(200, """{"token":"d1/bea"}""");

    [Fact]
    public Task H22_members_of_the_message_in_the_body_are_unknown_fields() => _front
        .Send("POST", SignIn, """{"id":"d1","create":false,"username":"bea"}""", player: null, with: Game)
        .ShouldBe(200, """{"created":true,"token":"d1/"}""");

    [Fact]
    public Task H23_the_query_is_not_read_when_the_body_is_the_message() => _front.Send("PUT", "/v2/account?username=%zz", "{}").ShouldBe(200, "{}");

    [Fact]
    public Task H24_a_body_that_is_not_asked_for_is_not_read() =>
        _front.Send("POST", "/v2/friend?ids=a", "{ not json").ShouldBeFault(400, 9, "a");

    [Fact]
    public Task H25_an_empty_body_is_an_empty_inner_message() => _front
        .Send("POST", SignIn, "", player: null, with: Game)
        .ShouldBe(200, """{"created":true,"token":"/"}""");

    [Theory]
    [InlineData("owner_ids=a&ownerIds=b")]
    [InlineData("limit=1&limit=2")]
    public Task H31_a_single_field_given_twice_is_refused(string query) => _front
        .Send("GET", $"{Scores}?limit=1&{query}").ShouldBeFaultOf(400, 3);

    [Fact]
    public Task H31_the_text_for_a_single_field_given_twice() =>
        _front.Send("GET", $"{Scores}?limit=1&limit=2").ShouldBeFault(400, 3, """too many values for field \"limit\": 1, 2""");

    [Theory]
    [InlineData("limit=x", 400)]
    [InlineData("limit=1.5", 400)]
    [InlineData("limit=99999999999", 400)]
    [InlineData("limit=", 400)]
    [InlineData("cursor=%", 400)]
    [InlineData("cursor=%zz", 400)]
    [InlineData("cursor=%ff", 400)]
    [InlineData("cursor=%C3%28", 400)]
    [InlineData("cursor=%ED%A0%80", 400)]
    [InlineData("cursor=a;b", 400)]
    [InlineData("nonsense=1&also=2", 200)]
    [InlineData("&&&", 200)]
    [InlineData("=", 200)]
    [InlineData("leaderboard_id=other", 200)]
    [InlineData("limit=-1", 200)]
    public async Task H31_queries(string query, int status)
    {
        using var response = await _front.Send("GET", $"{Scores}?{query}");
        ((int)response.StatusCode).ShouldBe(status);
    }

    [Fact]
    public Task H31_repeated_fields_repeat_the_key_and_commas_do_not_split() => _front
        .Send("GET", $"{Scores}?owner_ids=a,b&owner_ids=c&limit=7&cursor=x%26y")
        .ShouldBe(200, """{"records":[{"leaderboard_id":"daily","owner_id":"a,b"},{"leaderboard_id":"daily","owner_id":"c"}],"next_cursor":"x&y","rank_count":"7"}""");

    [Fact]
    public async Task too_many_parameters_are_refused()
    {
        var form = string.Join('&', Enumerable.Range(0, 2000).Select(i => $"x{i}=1"));
        await _front.Send("POST", "/v2/friend", form, with: Form).ShouldBeFaultOf(400, 3);
    }

    static void Form(HttpRequestMessage request) =>
        request.Content!.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");

    static void Game(HttpRequestMessage request) =>
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("defaultkey:"u8));
}
