using System.Buffers;
using System.Text;
using KaosNet.Protocol.Api;
using KaosNet.Protocol.Realtime;

namespace KaosNet.Protocol.Tests;

/// <summary>JSON requests over REST, rule by rule (H22 to H30), and how the socket differs.</summary>
public class JsonReadingSpecs
{
    [Fact]
    public void H22_a_body_may_stand_for_one_field()
    {
        var request = new AuthenticateDeviceRequest();
        var body = """{"id":"device-000001","vars":{"a":"b"},"create":false}"""u8;
        JsonCodec.DeserializeField(body, request, MessageDescriptor.For<AuthenticateDeviceRequest>().Find("account")!, JsonRules.Rest)
            .ShouldBeNull();
        request.Account!.Id.ShouldBe("device-000001");
        request.Account.Vars.ShouldContainKeyAndValue("a", "b");
        request.Create.ShouldBeNull();
    }

    [Fact]
    public void H25_an_empty_body_is_an_empty_message() => Codec.FromJson<Account>("  \n").User.ShouldBeNull();

    [Fact]
    public void H25_an_empty_body_for_a_field_leaves_it_there_but_empty()
    {
        var request = new AuthenticateDeviceRequest();
        JsonCodec.DeserializeField([], request, MessageDescriptor.For<AuthenticateDeviceRequest>().Find("account")!, JsonRules.Rest)
            .ShouldBeNull();
        request.Account!.Id.ShouldBe("");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("7")]
    [InlineData("true")]
    public void H25_H30_a_body_that_is_no_object_is_refused(string body) => Codec.Refusal<AccountDevice>(Codecs.Rest, body);

    [Theory]
    [InlineData("lang_tag")]
    [InlineData("langTag")]
    [InlineData("\\u006cang_tag")]
    public void H26_both_spellings_of_a_name_are_read(string name) =>
        Codec.FromJson<CreateGroupRequest>($$"""{"{{name}}":"de"}""").LangTag.ShouldBe("de");

    [Theory]
    [InlineData("""{"unknown":[{"a":[1,2,{}]}],"id":"x"}""")]
    [InlineData("""{"Id":"other","id":"x"}""")]
    public void H27_unknown_fields_are_ignored(string body) => Codec.FromJson<AccountDevice>(body).Id.ShouldBe("x");

    [Fact]
    public void H28_null_is_absent() => Codec.FromJson<AccountDevice>("""{"id":null,"vars":null}""").Id.ShouldBe("");

    [Theory]
    [InlineData("""{"lang_tag":"a","lang_tag":"b"}""")]
    [InlineData("""{"lang_tag":"a","langTag":"b"}""")]
    [InlineData("""{"lang_tag":null,"lang_tag":"b"}""")]
    public void H28_the_same_field_twice_is_refused(string body) =>
        Codec.Refusal<CreateGroupRequest>(Codecs.Rest, body).ShouldBe("duplicate field \"lang_tag\"");

    [Theory]
    [InlineData("1200", 1200)]
    [InlineData("\"1200\"", 1200)]
    [InlineData("-5", -5)]
    [InlineData("\"-5\"", -5)]
    [InlineData("12.0", 12)]
    [InlineData("1.2e3", 1200)]
    [InlineData("\"1e2\"", 100)]
    [InlineData("\"9223372036854775807\"", long.MaxValue)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("\"\\u0031\"", 1)]
    [InlineData("-0", 0)]
    public void H29_whole_numbers_are_numbers_or_decimal_strings(string json, long score) =>
        Codec.FromJson<LeaderboardRecordWrite>($$"""{"score":{{json}}}""").Score.ShouldBe(score);

    [Theory]
    [InlineData("1.5")]
    [InlineData("\"\"")]
    [InlineData("\" 1\"")]
    [InlineData("\"1 \"")]
    [InlineData("\"+1\"")]
    [InlineData("\"01\"")]
    [InlineData("\"0x10\"")]
    [InlineData("\"1,000\"")]
    [InlineData("\"NaN\"")]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("9223372036854775808")]
    [InlineData("-9223372036854775809")]
    [InlineData("1e400")]
    [InlineData("\"99999999999999999999999999999999999999999999999999999999999999999999999999999\"")]
    public void H29_anything_else_is_no_whole_number(string json) =>
        Codec.Refusal<LeaderboardRecordWrite>(Codecs.Rest, $$"""{"score":{{json}}}""").ShouldStartWith("field \"score\": ");

    [Theory]
    [InlineData("2147483648")]
    [InlineData("\"-2147483649\"")]
    public void H29_32_bit_numbers_have_their_bounds(string json) =>
        Codec.Refusal<CreateGroupRequest>(Codecs.Rest, $$"""{"max_count":{{json}}}""").ShouldBe("field \"max_count\": the number is out of range");

    [Theory]
    [InlineData("1")]
    [InlineData("\"true\"")]
    [InlineData("\"\"")]
    public void H29_truth_values_are_only_true_and_false(string json) =>
        Codec.Refusal<CreateGroupRequest>(Codecs.Rest, $$"""{"open":{{json}}}""").ShouldBe("field \"open\": true or false is wanted");

    [Theory]
    [InlineData("1")]
    [InlineData("true")]
    [InlineData("{}")]
    public void H29_strings_are_only_strings(string json) =>
        Codec.Refusal<AccountDevice>(Codecs.Rest, $$"""{"id":{{json}}}""").ShouldBe("field \"id\": a string is wanted");

    [Theory]
    [InlineData("4", Operator.Decrement)]
    [InlineData("\"DECREMENT\"", Operator.Decrement)]
    [InlineData("\"decrement\"", Operator.NoOverride)]
    [InlineData("\"NO_SUCH\"", Operator.NoOverride)]
    [InlineData("77", (Operator)77)]
    public void H29_enums_are_numbers_or_names_and_an_unknown_name_is_absent(string json, Operator expected) =>
        Codec.FromJson<LeaderboardRecordWrite>($$"""{"operator":{{json}}}""").Operator.ShouldBe(expected);

    [Theory]
    [InlineData("2026-01-02T03:04:05Z", 0)]
    [InlineData("2026-01-02T05:04:05+02:00", 0)]
    [InlineData("2026-01-01T21:34:05-05:30", 0)]
    [InlineData("2026-01-02T03:04:05.5Z", 5_000_000)]
    [InlineData("2026-01-02T03:04:05.123456789Z", 1_234_567)]
    public void H29_times_are_rfc_3339_with_an_offset_or_z(string text, long ticks) =>
        Codec.FromJson<Event>($$"""{"timestamp":"{{text}}"}""").Timestamp
            .ShouldBe(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(ticks));

    [Theory]
    [InlineData("2026-01-02T03:04:05")]
    [InlineData("2026-01-02 03:04:05Z")]
    [InlineData("2026-02-29T03:04:05Z")]
    [InlineData("2026-13-01T03:04:05Z")]
    [InlineData("2026-01-02T24:04:05Z")]
    [InlineData("2026-01-02T03:04:60Z")]
    [InlineData("2026-01-02T03:04:05.Z")]
    [InlineData("2026-01-02T03:04:05.1234567891Z")]
    [InlineData("2026-01-02T03:04:05+0200")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("yesterday")]
    [InlineData("")]
    [InlineData("２026-01-02T03:04:05Z")]
    public void H29_other_times_are_refused(string text) =>
        Codec.Refusal<Event>(Codecs.Rest, $$"""{"timestamp":"{{text}}"}""").ShouldBe("field \"timestamp\": an RFC 3339 time is wanted");

    [Theory]
    [InlineData("""{"vars":{"a":1}}""")]
    [InlineData("""{"vars":{"a":null}}""")]
    [InlineData("""{"vars":{"a":"1","a":"2"}}""")]
    [InlineData("""{"vars":["a"]}""")]
    public void H29_entries_of_maps_must_be_of_their_type(string body) => Codec.Refusal<AccountDevice>(Codecs.Rest, body);

    [Theory]
    [InlineData("""{"ids":["a",null]}""")]
    [InlineData("""{"ids":"a"}""")]
    [InlineData("""{"ids":[["a"]]}""")]
    public void H29_entries_of_lists_must_be_of_their_type(string body) => Codec.Refusal<AddFriendsRequest>(Codecs.Rest, body);

    [Fact]
    public void H29_values_that_remember_being_set_take_the_bare_value() =>
        Codec.FromJson<UpdateAccountRequest>("""{"display_name":"","location":null}""").ShouldSatisfyAllConditions(
            request => request.DisplayName.ShouldBe(""), request => request.Location.ShouldBeNull());

    [Theory]
    [InlineData("""{"id":"x"} {"id":"y"}""")]
    [InlineData("""{"id":"x"}garbage""")]
    public void H30_what_follows_the_first_value_is_ignored(string body) => Codec.FromJson<AccountDevice>(body).Id.ShouldBe("x");

    [Theory]
    [InlineData("""{"cid":"1","ping":{}} {}""")]
    [InlineData("""{"cid":"1","unknown":1}""")]
    [InlineData("""{"match_create":{"nam":"x"}}""")]
    [InlineData("""{"ping":{},"pong":{}}""")]
    [InlineData("""{"match_join":{"match_id":"a","token":"b"}}""")]
    [InlineData("")]
    [InlineData("null")]
    public void the_socket_refuses_unknown_keys_two_messages_and_anything_but_one_object(string body) =>
        Codec.Refusal<Envelope>(Codecs.Json, body);

    [Fact]
    public void a_null_message_does_not_count_as_one() =>
        Codec.FromJson<Envelope>("""{"ping":null,"pong":{}}""", Codecs.Json).Pong.ShouldNotBeNull();

    [Fact]
    public void an_unknown_name_of_an_enum_is_refused_where_unknown_fields_are()
    {
        var message = new LeaderboardRecordWrite();
        JsonCodec.Deserialize("""{"operator":"NO_SUCH"}"""u8, message, JsonRules.Realtime).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("+/8=")]
    [InlineData("+/8")]
    [InlineData("-_8=")]
    [InlineData("-_8")]
    [InlineData("\\u002b/8=")]
    public void the_socket_reads_every_spelling_of_base64(string text) =>
        Codec.FromJson<Envelope>($$$"""{"match_data_send":{"data":"{{{text}}}"}}""", Codecs.Json)
            .MatchDataSend!.Data.ShouldBe(new byte[] { 0xFB, 0xFF });

    [Theory]
    [InlineData("+_8=")]
    [InlineData("a")]
    [InlineData("ab==c")]
    [InlineData("a b c")]
    [InlineData("é")]
    public void the_socket_refuses_what_is_no_base64(string text) =>
        Codec.Refusal<Envelope>(Codecs.Json, $$$"""{"match_data_send":{"data":"{{{text}}}"}}""");

    [Theory]
    [InlineData("1.5", 1.5)]
    [InlineData("\"1.5\"", 1.5)]
    [InlineData("\"NaN\"", double.NaN)]
    [InlineData("\"-Infinity\"", double.NegativeInfinity)]
    public void the_socket_reads_floating_point_numbers(string json, double value) =>
        Codec.FromJson<MatchmakerAdd>($$$"""{"numeric_properties":{"x":{{{json}}} } }""", Codecs.Json).NumericProperties["x"].ShouldBe(value);

    [Fact]
    public void input_in_pieces_reads_as_input_in_one()
    {
        var record = new LeaderboardRecord();
        Codecs.Rest.Read(Codec.InPieces("""{"score":"12","username":"é"}"""u8.ToArray()), record).ShouldBeNull();
        record.Score.ShouldBe(12);
        record.Username.ShouldBe("é");
    }

    [Theory]
    [InlineData(JsonCodec.DepthMax - 1, true)]
    [InlineData(JsonCodec.DepthMax, false)]
    public void nesting_is_bounded_also_in_ignored_fields(int lists, bool fine)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"x":{{new string('[', lists)}}{{new string(']', lists)}}}""");
        (Codecs.Rest.Read(new ReadOnlySequence<byte>(body), new Account()) is null).ShouldBe(fine);
    }
}
