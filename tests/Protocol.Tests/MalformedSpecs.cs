using System.Text;
using KaosNet.Protocol.Api;
using KaosNet.Protocol.Realtime;

namespace KaosNet.Protocol.Tests;

/// <summary>Input that is broken, or made to break things, is refused and nothing more (JSON and MessagePack; protobuf has its own).</summary>
public class MalformedSpecs
{
    [Theory]
    [InlineData("{")]
    [InlineData("}")]
    [InlineData("{\"id\"")]
    [InlineData("{\"id\":")]
    [InlineData("{\"id\":\"x\"")]
    [InlineData("{\"id\":\"x\",}")]
    [InlineData("{\"id\":\"x")]
    [InlineData("{id:\"x\"}")]
    [InlineData("{'id':'x'}")]
    [InlineData("{\"id\":\"x\" \"vars\":{}}")]
    [InlineData("{\"id\":\"a\nb\"}")]
    [InlineData("{\"id\":\"\\x\"}")]
    [InlineData("{\"id\":\"\\ud800\"}")]
    [InlineData("{\"id\":\"\\udc00\\ud800\"}")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"x\":\"\\u12\"}")]
    [InlineData("{\"x\":01}")]
    [InlineData("{\"x\":NaN}")]
    [InlineData("{\"x\":1/*c*/}")]
    [InlineData("\ufeff{}")]
    public void broken_json_is_refused(string json)
    {
        Codec.Refusal<AccountDevice>(Codecs.Rest, json);
        Codec.Refusal<AccountDevice>(Codecs.Json, json);
    }

    [Theory]
    [InlineData(0xC3, 0x28)] // a start without its follower
    [InlineData(0xA0, 0xA1)] // followers without a start
    [InlineData(0xC0, 0xAF)] // a slash in two bytes
    [InlineData(0xFF, 0xFE)] // bytes that never occur
    public void text_that_is_no_utf8_is_refused_wherever_it_stands(byte first, byte second)
    {
        Codec.Refusal<AccountDevice>(Codecs.Rest, [.. "{\"id\":\""u8, first, second, .. "\"}"u8]);
        Codec.Refusal<AccountDevice>(Codecs.Rest, [.. "{\"unknown\":\""u8, first, second, .. "\"}"u8]);
        Codec.Refusal<AccountDevice>(Codecs.Rest, [.. "{\"un"u8, first, second, .. "known\":1}"u8]);
        Codec.Refusal<AccountDevice>(Codecs.Rest, [.. "{\"vars\":{\""u8, first, second, .. "\":\"x\"}}"u8]);
        Codec.Refusal<AccountDevice>(Codecs.Rest, [.. "{\"vars\":{\"x\":\""u8, first, second, .. "\"}}"u8]);
    }

    [Theory]
    [InlineData('[')]
    [InlineData('{')]
    public void bottomless_nesting_is_refused(char opening)
    {
        var deep = string.Concat(Enumerable.Repeat(opening == '[' ? "[" : "{\"a\":", 50_000));
        Codec.Refusal<AccountDevice>(Codecs.Rest, $"{{\"x\":{deep}");
        Codec.Refusal<AccountDevice>(Codecs.Rest, $"{{\"vars\":{deep}");
    }

    [Fact]
    public void a_number_of_a_hundred_thousand_digits_is_refused() =>
        Codec.Refusal<LeaderboardRecordWrite>(Codecs.Rest, $"{{\"score\":{new string('9', 100_000)}}}");

    [Fact]
    public void a_refusal_names_the_way_to_the_field() =>
        Codec.Refusal<Envelope>(Codecs.Json, """{"match_data_send":{"presences":[{"user_id":7}]}}""")
            .ShouldBe("field \"match_data_send\": field \"presences\": field \"user_id\": a string is wanted");

    [Theory]
    [InlineData("")] // nothing
    [InlineData("c0")] // nil
    [InlineData("01")] // a number
    [InlineData("90")] // a list
    [InlineData("81")] // an entry short
    [InlineData("8101")] // a value short
    [InlineData("8101a2c328")] // no UTF-8
    [InlineData("8101a561")] // a text cut short
    [InlineData("810101")] // a number for a text
    [InlineData("81a26964a178")] // a name for a number
    [InlineData("dfffffffff")] // four billion entries
    [InlineData("8163c1")] // a byte that never occurs
    [InlineData("8163ddffffffff")] // four billion values nobody asked for
    [InlineData("8001")] // something after the message
    public void broken_messagepack_is_refused(string hex) =>
        Codec.Refusal<AccountDevice>(Codecs.MessagePack, Convert.FromHexString(hex)).ShouldStartWith("malformed MessagePack: ");

    [Fact]
    public void deep_unknown_values_do_not_exhaust_the_stack() =>
        Codec.From<AccountDevice>(Codecs.MessagePack,
            [0x82, 0x63, .. Enumerable.Repeat((byte)0x91, 200_000), 0xC0, 0x01, 0xA1, (byte)'x']).Id.ShouldBe("x");

    [Fact]
    public void messagepack_is_a_map_by_field_number() =>
        Convert.ToHexStringLower(Codec.Bytes(Codecs.MessagePack, new ChannelMessage { ChannelId = "é", Code = 0, Persistent = false }))
            .ShouldBe("83" + "01a2" + Convert.ToHexStringLower(Encoding.UTF8.GetBytes("é")) + "0300" + "09c2");
}
