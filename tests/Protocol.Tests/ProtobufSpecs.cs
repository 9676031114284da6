using System.Buffers;
using System.Runtime.Serialization;
using KaosNet.Protocol.Api;
using KaosNet.Protocol.Realtime;

namespace KaosNet.Protocol.Tests;

/// <summary>Protobuf bytes, worked out by hand from the format's description.</summary>
public class ProtobufSpecs
{
    [Fact]
    public void an_empty_message_has_no_bytes() => Codec.Hex(new LeaderboardRecord()).ShouldBe("");

    [Fact]
    public void a_wrapped_zero_is_an_empty_message() =>
        Codec.Hex(new UpdateAccountRequest { Username = "" }).ShouldBe("0a00");

    [Fact]
    public void a_wrapped_value_is_field_one_of_its_message() =>
        Codec.Hex(new ChannelMessage { Code = 5, Persistent = true }).ShouldBe("1a0208054a020801");

    [Fact]
    public void a_negative_number_of_32_bits_takes_ten_bytes() =>
        Codec.Hex(new Notification { Code = -1 }).ShouldBe("20ffffffffffffffffff01");

    [Fact]
    public void a_negative_number_of_64_bits_takes_ten_bytes() =>
        Codec.Hex(new LeaderboardRecordWrite { Score = -2 }).ShouldBe("08feffffffffffffffff01");

    [Fact]
    public void a_time_is_seconds_and_nanoseconds() =>
        Codec.Hex(new Friend { UpdateTime = DateTimeOffset.UnixEpoch.AddSeconds(1).AddTicks(1) }).ShouldBe("1a0408011064");

    [Fact]
    public void a_time_before_1970_counts_nanoseconds_forwards() =>
        Codec.Hex(new Friend { UpdateTime = DateTimeOffset.UnixEpoch.AddTicks(-1) })
            .ShouldBe("1a1108ffffffffffffffffff01109c93ebdc03");

    [Fact]
    public void a_time_of_zero_is_an_empty_message() =>
        Codec.Hex(new Friend { UpdateTime = DateTimeOffset.UnixEpoch }).ShouldBe("1a00");

    [Fact]
    public void a_map_is_a_list_of_entries_that_carry_both_parts() =>
        Codec.Hex(new AccountDevice { Vars = new() { ["a"] = "" } }).ShouldBe("12050a01611200");

    [Fact]
    public void an_enum_is_its_number() => Codec.Hex(new LeaderboardRecordWrite { Operator = Operator.Set }).ShouldBe("2002");

    [Fact]
    public void a_list_of_texts_repeats_its_tag() =>
        Codec.Hex(new AddFriendsRequest { Ids = ["a", ""] }).ShouldBe("0a01610a00");

    [Fact]
    public void a_message_inside_is_preceded_by_its_size() =>
        Codec.Hex(new Envelope { Cid = "1", MatchData = new MatchData { OpCode = 1, Data = [7] } }).ShouldBe("0a01317205180122" + "0107");

    [Fact]
    public void a_text_of_128_bytes_has_a_size_of_two() =>
        Codec.Hex(new AccountDevice { Id = new string('a', 128) }).ShouldStartWith("0a8001" + "6161");

    [Fact]
    public void numbers_in_a_list_are_packed() =>
        Codec.Hex(new Numbers { Small = [0, 1, 300, -1], Real = [1] }).ShouldBe("0a0e0001ac02ffffffffffffffffff01" + "1208000000000000f03f");

    [Theory]
    [InlineData("0a03000102")]
    [InlineData("080008010802")]
    [InlineData("08000a020102")]
    public void numbers_in_a_list_are_read_packed_or_not(string hex) => From<Numbers>(hex).Small.ShouldBe([0, 1, 2]);

    [Fact]
    public void a_message_in_two_parts_is_one() =>
        From<Account>("0a030a0161" + "0a03120162").User.ShouldSatisfyAllConditions(
            user => user!.Id.ShouldBe("a"), user => user!.Username.ShouldBe("b"));

    [Fact]
    public void of_a_single_field_the_last_value_counts() => From<AccountDevice>("0a01610a0162").Id.ShouldBe("b");

    [Fact]
    public void of_a_choice_the_last_member_counts() =>
        From<MatchJoin>("0a01611200").ShouldSatisfyAllConditions(join => join.MatchId.ShouldBeNull(), join => join.Token.ShouldBe(""));

    [Fact]
    public void of_an_envelope_the_last_message_counts() => From<Envelope>("82020012008a0200").Message.ShouldBeOfType<Pong>();

    [Theory]
    [InlineData("f83f01")] // a number
    [InlineData("f93f0102030405060708")] // eight bytes
    [InlineData("fa3f0161")] // a text
    [InlineData("fd3f01020304")] // four bytes
    [InlineData("fb3f0a0161" + "13" + "14" + "fc3f")] // a group with a group inside
    [InlineData("0801")] // the field's own number in another shape
    public void unknown_fields_are_passed_over(string hex) => From<AccountDevice>(hex + "0a0178").Id.ShouldBe("x");

    [Theory]
    [InlineData("0a")] // no size
    [InlineData("0a0561")] // shorter than said
    [InlineData("0affffffffffffffffff01")] // a size beyond all input
    [InlineData("0a02c328")] // no UTF-8
    [InlineData("0a03eda080")] // half a surrogate pair
    [InlineData("00")] // field 0
    [InlineData("ffffffffffffffffffff01")] // a tag of 71 bits
    [InlineData("f83fffffffffffffffffff02")] // a number of 65 bits
    [InlineData("fb3f")] // a group without an end
    [InlineData("fb3f14")] // a group with another's end
    [InlineData("fc3f")] // an end without a group
    [InlineData("fe3f")] // a wire type that does not exist
    [InlineData("fd3f0102")] // four bytes cut short
    [InlineData("1203" + "0a0561")] // an entry cut short inside
    [InlineData("1204" + "0a02c328")] // a key that is no UTF-8
    public void malformed_bytes_are_refused(string hex) =>
        Codec.Refusal<AccountDevice>(Codecs.Protobuf, Convert.FromHexString(hex)).ShouldStartWith("malformed protobuf: ");

    [Theory]
    [InlineData("1a0a0880808080808080800f")]
    [InlineData("1a0510ffffffff0f")]
    [InlineData("1a06108094ebdc03")]
    public void times_out_of_range_are_refused(string hex) => Codec.Refusal<Friend>(Codecs.Protobuf, Convert.FromHexString(hex));

    [Fact]
    public void deep_groups_are_refused_before_they_hurt() =>
        Codec.Refusal<AccountDevice>(Codecs.Protobuf, [.. Enumerable.Repeat((byte)0x1b, 100_000)]);

    [Fact]
    public void marshallers_are_told_by_exception() =>
        Should.Throw<InvalidDataException>(() => ProtobufCodec.Deserialize<AccountDevice>(new ReadOnlySequence<byte>([0x0a])));

    static T From<T>(string hex) where T : class, new() => Codec.From<T>(Codecs.Protobuf, Convert.FromHexString(hex));

    /// <summary>A message as the client API has none: with lists of numbers.</summary>
    [DataContract]
    public sealed class Numbers
    {
        [DataMember(Name = "small", Order = 1)] public List<int> Small { get; set; } = [];
        [DataMember(Name = "real", Order = 2)] public List<double> Real { get; set; } = [];
    }
}
