using KaosNet.Domain.Chat;

namespace KaosNet.Domain.Tests.Chat;

/// <summary>Channel ids to the letter of parity 6.1.</summary>
public sealed class ChannelIdSpecs
{
    const string Low = "0aa0aa00-0000-4000-8000-000000000001";
    const string High = "fbb0bb00-0000-4000-8000-000000000002";

    [Theory]
    [InlineData("2...lobby")]
    [InlineData("2...with.dots..in it")]
    [InlineData($"3.{Low}..")]
    [InlineData("3...")]
    [InlineData($"4.{Low}.{High}.")]
    [InlineData($"4.{High}.{Low}.")]
    [InlineData($"4..{High}.")]
    [InlineData("4...")]
    public void what_is_read_is_spelled_the_same(string text) => ChannelId.Parse(text).ShouldNotBeNull().ToString().ShouldBe(text);

    [Theory]
    [InlineData("3.0AA0AA00-0000-4000-8000-000000000001..", $"3.{Low}..")]
    [InlineData("3.0aa0aa00000040008000000000000001..", $"3.{Low}..")]
    [InlineData("3.{0aa0aa00-0000-4000-8000-000000000001}..", $"3.{Low}..")]
    [InlineData("3.{0aa0aa00000040008000000000000001}..", $"3.{Low}..")]
    [InlineData("3.00000000-0000-0000-0000-000000000000..", "3...")]
    public void ids_may_be_spelled_in_all_ways_of_requests(string text, string canonical) => ChannelId.Parse(text)!.ToString().ShouldBe(canonical);

    [Theory]
    [InlineData("")]
    [InlineData("2")]
    [InlineData("2..lobby")]
    [InlineData("2...")]
    [InlineData($"2.{Low}..lobby")]
    [InlineData($"2..{Low}.lobby")]
    [InlineData("3.group..")]
    [InlineData($"3.{Low}..label")]
    [InlineData($"3.{Low}.{High}.")]
    [InlineData($"4.{Low}.{High}.label")]
    [InlineData($"4.{Low}.bob.")]
    [InlineData("1...lobby")]
    [InlineData("5...lobby")]
    [InlineData("02...lobby")]
    [InlineData("2...lob\0by")]
    public void anything_else_is_none(string text) => ChannelId.Parse(text).ShouldBeNull();

    [Fact]
    public void a_rooms_name_has_at_most_64_bytes()
    {
        ChannelId.Parse("2..." + new string('a', 64)).ShouldNotBeNull();
        ChannelId.Parse("2..." + new string('a', 65)).ShouldBeNull();
        ChannelId.Parse("2..." + new string('é', 32)).ShouldNotBeNull();
        ChannelId.Parse("2..." + new string('é', 33)).ShouldBeNull();
        ChannelId.Parse("2..." + new string('a', 1_000_000)).ShouldBeNull();
    }

    [Fact]
    public void a_conversation_has_one_id_whoever_asks()
    {
        ChannelId.DirectMessage(Guid.Parse(Low), Guid.Parse(High)).ToString().ShouldBe($"4.{Low}.{High}.");
        ChannelId.DirectMessage(Guid.Parse(High), Guid.Parse(Low)).ToString().ShouldBe($"4.{Low}.{High}.");
        ChannelId.DirectMessage(Guid.Parse(High), Guid.Parse(Low)).IsBetween(Guid.Parse(High)).ShouldBeTrue();
        ChannelId.Group(Guid.Parse(High)).IsBetween(Guid.Parse(High)).ShouldBeFalse();
    }
}
