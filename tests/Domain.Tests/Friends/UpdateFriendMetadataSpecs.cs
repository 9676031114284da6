using KaosNet.Domain.Friends;
using KaosNet.Domain.Kernel;
using static KaosNet.Domain.Tests.Friends.Given;

namespace KaosNet.Domain.Tests.Friends;

public class UpdateFriendMetadataSpecs
{
    [Fact]
    public void it_takes_the_place_of_what_was_on_that_edge() => Everybody().And(AnnAndBob, Invited(Ann, """{"a": 1}"""))
        .When(new UpdateFriendMetadata(Ann, Bob, """{"b":2}"""))
        .Then(new FriendMetadataEdited(Ann, """{"b": 2}"""))
        .ThenState(AnnAndBob, pair => (pair.First!.Metadata, pair.Second!.Metadata).ShouldBe(("""{"b": 2}""", "{}")));

    [Fact]
    public void doing_it_twice_is_fine() => Between("00").When(new UpdateFriendMetadata(Ann, Bob, """{"b":2}""")).After
        .When(new UpdateFriendMetadata(Ann, Bob, """{ "b": 2 }""")).ThenNothing();

    [Theory]
    [InlineData("--")]
    [InlineData("-3")]
    public void without_an_edge_nothing_happens(string pair) => Between(pair).When(new UpdateFriendMetadata(Ann, Bob, """{"b":2}""")).ThenNothing();

    [Fact]
    public void what_is_no_object_is_refused() => Between("00").When(new UpdateFriendMetadata(Ann, Bob, "[]"))
        .ThenRefused(FaultCode.InvalidArgument, "Metadata must be a JSON object.");
}
