using KaosNet.Protocol.Api;

namespace KaosNet.Protocol.Tests;

/// <summary>Path and query parameters (H26, H27, H31).</summary>
public class ParameterSpecs
{
    [Theory]
    [InlineData("owner_ids")]
    [InlineData("ownerIds")]
    public void a_list_takes_every_value_and_splits_none(string name)
    {
        var request = new ListLeaderboardRecordsRequest();
        Bind(request, name, "a", "b,c").ShouldBeNull();
        request.OwnerIds.ShouldBe(["a", "b,c"]);
    }

    [Fact]
    public void a_single_field_given_twice_is_refused() =>
        Bind(new ListLeaderboardRecordsRequest(), "limit", "1", "2").ShouldBe("too many values for field \"limit\": 1, 2");

    [Theory]
    [InlineData("abc", "parsing field \"limit\": strconv.ParseInt: parsing \"abc\": invalid syntax")]
    [InlineData("", "parsing field \"limit\": strconv.ParseInt: parsing \"\": invalid syntax")]
    [InlineData("1.0", "parsing field \"limit\": strconv.ParseInt: parsing \"1.0\": invalid syntax")]
    [InlineData(" 1", "parsing field \"limit\": strconv.ParseInt: parsing \" 1\": invalid syntax")]
    [InlineData("2147483648", "parsing field \"limit\": strconv.ParseInt: parsing \"2147483648\": value out of range")]
    public void a_bad_number_is_refused_in_the_words_clients_know(string text, string refusal) =>
        Bind(new ListLeaderboardRecordsRequest(), "limit", text).ShouldBe(refusal);

    [Fact]
    public void numbers_of_each_width_are_read()
    {
        var request = new ListLeaderboardRecordsAroundOwnerRequest();
        Bind(request, "limit", "4294967295").ShouldBeNull();
        Bind(request, "expiry", "-9223372036854775808").ShouldBeNull();
        (request.Limit, request.Expiry).ShouldBe((uint.MaxValue, long.MinValue));
        Bind(request, "limit", "-1").ShouldBe("parsing field \"limit\": strconv.ParseUint: parsing \"-1\": invalid syntax");
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("0", false)]
    [InlineData("t", true)]
    [InlineData("f", false)]
    [InlineData("T", true)]
    [InlineData("F", false)]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("True", true)]
    [InlineData("False", false)]
    [InlineData("TRUE", true)]
    [InlineData("FALSE", false)]
    public void truth_values_have_twelve_spellings(string text, bool value)
    {
        var request = new AuthenticateDeviceRequest();
        Bind(request, "create", text).ShouldBeNull();
        request.Create.ShouldBe(value);
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("tRUE")]
    [InlineData("")]
    public void other_spellings_are_refused(string text) =>
        Bind(new AuthenticateDeviceRequest(), "create", text)
            .ShouldBe($"parsing field \"create\": strconv.ParseBool: parsing \"{text}\": invalid syntax");

    [Theory]
    [InlineData("INCREMENT")]
    [InlineData("3")]
    public void enums_are_names_or_numbers(string text)
    {
        var write = new LeaderboardRecordWrite();
        Bind(write, "operator", text).ShouldBeNull();
        write.Operator.ShouldBe(Operator.Increment);
    }

    [Theory]
    [InlineData("increment")]
    [InlineData("77")]
    public void other_names_and_numbers_are_refused(string text) =>
        Bind(new LeaderboardRecordWrite(), "operator", text).ShouldBe($"parsing field \"operator\": \"{text}\" is not a valid value");

    [Fact]
    public void texts_that_remember_being_set_may_be_empty()
    {
        var request = new ListMatchesRequest();
        Bind(request, "label", "").ShouldBeNull();
        request.Label.ShouldBe("");
    }

    [Fact]
    public void unknown_names_are_ignored() => Bind(new AuthenticateDeviceRequest(), "creat", "yes", "no").ShouldBeNull();

    static string? Bind<T>(T message, string name, params string[] values) where T : class =>
        MessageDescriptor.For<T>().Bind(message, name, values);
}
