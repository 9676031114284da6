using KaosNet.Protocol.Api;
using KaosNet.Protocol.Realtime;

namespace KaosNet.Protocol.Tests;

/// <summary>JSON answers, rule by rule (H40 to H49).</summary>
public class JsonWritingSpecs
{
    [Fact]
    public void H40_names_are_snake_case() =>
        Codec.Json(new User { LangTag = "en" }).ShouldBe("""{"lang_tag":"en"}""");

    [Fact]
    public void H41_zero_values_are_left_out() =>
        Codec.Json(new LeaderboardRecordWrite { Score = 0, Metadata = "", Operator = Operator.NoOverride }).ShouldBe("{}");

    [Fact]
    public void H42_empty_lists_maps_and_unset_messages_are_left_out() =>
        Codec.Json(new Account { User = null, Devices = [] }).ShouldBe("{}");

    [Fact]
    public void H42_a_set_empty_message_is_sent() =>
        Codec.Json(new Account { User = new User() }).ShouldBe("""{"user":{}}""");

    [Fact]
    public void H43_32_bit_numbers_are_numbers() =>
        Codec.Json(new LeaderboardRecord { NumScore = -3, MaxNumScore = 4_000_000_000 })
            .ShouldBe("""{"num_score":-3,"max_num_score":4000000000}""");

    [Fact]
    public void H44_64_bit_numbers_are_decimal_strings() =>
        Codec.Json(new LeaderboardRecord { Score = 1200, Subscore = long.MinValue })
            .ShouldBe("""{"score":"1200","subscore":"-9223372036854775808"}""");

    [Fact]
    public void H45_enums_are_numbers() =>
        Codec.Json(new LeaderboardRecordWrite { Operator = Operator.Decrement }).ShouldBe("""{"operator":4}""");

    [Fact]
    public void H46_values_that_remember_being_set_are_sent_even_when_zero() =>
        Codec.Json(new ChannelMessage { Code = 0, Persistent = false }).ShouldBe("""{"code":0,"persistent":false}""");

    [Fact]
    public void H46_an_empty_text_that_is_set_is_sent() =>
        Codec.Json(new UpdateAccountRequest { DisplayName = "" }).ShouldBe("""{"display_name":""}""");

    [Theory]
    [InlineData(0, "2026-01-02T03:04:05Z")]
    [InlineData(1_230_000, "2026-01-02T03:04:05.123Z")]
    [InlineData(1_234_560, "2026-01-02T03:04:05.123456Z")]
    [InlineData(1_234_567, "2026-01-02T03:04:05.123456700Z")]
    public void H47_times_are_utc_with_0_3_6_or_9_digits(long ticks, string text)
    {
        var moment = new DateTimeOffset(2026, 1, 2, 5, 4, 5, TimeSpan.FromHours(2)).AddTicks(ticks);
        Codec.Json(new Friend { UpdateTime = moment }).ShouldBe($$"""{"update_time":"{{text}}"}""");
    }

    [Fact]
    public void H47_a_set_time_at_zero_is_sent() =>
        Codec.Json(new Friend { UpdateTime = DateTimeOffset.UnixEpoch }).ShouldBe("""{"update_time":"1970-01-01T00:00:00Z"}""");

    [Fact]
    public void H48_nested_documents_are_text() =>
        Codec.Json(new User { Metadata = """{"a":"é<"}""" }).ShouldBe("""{"metadata":"{\"a\":\"é<\"}"}""");

    [Fact]
    public void H49_an_empty_result_is_an_empty_object() => Codec.Json(new Empty()).ShouldBe("{}");

    [Fact]
    public void the_example_of_a_new_device_account_reads_as_the_reference_has_it() =>
        Codec.Json(new Account
        {
            User = new User { Id = "c2f0", Username = "hQzTbLmWaE", LangTag = "en", Metadata = "{}" },
            Wallet = "{}",
            Devices = [new AccountDevice { Id = "device-000001" }],
        }).ShouldBe("""
            {"user":{"id":"c2f0","username":"hQzTbLmWaE","lang_tag":"en","metadata":"{}"},"wallet":"{}","devices":[{"id":"device-000001"}]}
            """);

    [Fact]
    public void bytes_are_standard_base64_with_padding() =>
        Codec.Json(new Envelope { MatchData = new MatchData { OpCode = 5, Data = [0xFB, 0xFF] } })
            .ShouldBe("""{"match_data":{"op_code":"5","data":"+/8="}}""");

    [Fact]
    public void numbers_that_json_cannot_write_are_strings() =>
        Codec.Json(new MatchmakerAdd { NumericProperties = new() { ["a"] = double.NaN, ["b"] = double.NegativeInfinity, ["c"] = 1.5 } })
            .ShouldBe("""{"numeric_properties":{"a":"NaN","b":"-Infinity","c":1.5}}""");

    [Fact]
    public void an_empty_acknowledgement_carries_only_its_correlation_id() =>
        Codec.Json(new Envelope { Cid = "7" }).ShouldBe("""{"cid":"7"}""");

    [Fact]
    public void an_envelope_holds_one_message_at_a_time()
    {
        var envelope = new Envelope { Ping = new Ping() };
        envelope.Pong = new Pong();
        envelope.Ping.ShouldBeNull();
        envelope.Ping = null;
        Codec.Json(envelope).ShouldBe("""{"pong":{}}""");
    }

    [Fact]
    public void half_a_surrogate_pair_does_not_stop_an_answer() =>
        Codec.Json(new User { Username = "a\ud800b" }).ShouldBe("{\"username\":\"a\\uFFFDb\"}");

    [Fact]
    public void what_is_shared_is_written_once_and_reads_as_any_other()
    {
        var own = new LeaderboardRecordList { RankCount = 3, NextCursor = "a\"b", Records = [new() { OwnerId = "ann", Score = 5 }] };
        var shared = new LeaderboardRecordList { IsShared = true, RankCount = own.RankCount, NextCursor = own.NextCursor, Records = own.Records };
        Codec.Json(shared).ShouldBe(Codec.Json(own));

        own.RankCount = shared.RankCount = 4;
        Codec.Json(own).ShouldContain("\"rank_count\":\"4\"");
        Codec.Json(shared).ShouldContain("\"rank_count\":\"3\"");
    }
}
