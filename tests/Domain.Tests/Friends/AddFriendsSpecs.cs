using KaosNet.Domain.Accounts;
using KaosNet.Domain.Friends;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Notifications;
using Limits = KaosNet.Domain.Friends.Limits;
using static KaosNet.Domain.Tests.Friends.Given;

namespace KaosNet.Domain.Tests.Friends;

public class AddFriendsSpecs
{
    [Fact]
    public void a_stranger_is_invited_and_told() => Between("--").When(Add(Bob))
        .Then(new FriendInvited(Ann, TodaysPosition, "{}"), Told(Bob, Notice.FriendRequest("ann")))
        .ThenState(AnnAndBob, pair =>
        {
            PairOf(pair).ShouldBe("12");
            (pair.First, pair.Second).ShouldBe((
                new FriendEdge(FriendState.InviteSent, TodaysPosition, Specification.Now, "{}"),
                new FriendEdge(FriendState.InviteReceived, TodaysPosition, Specification.Now, "{}")));
            (pair.FirstCountedAt, pair.SecondCountedAt).ShouldBe((Specification.Now, Specification.Now));
        });

    [Fact]
    public void an_invite_is_accepted_and_its_sender_told() => Between("21").When(Add(Bob))
        .Then(new FriendAccepted(Ann), Told(Bob, Notice.FriendAccept("ann")))
        .ThenState(AnnAndBob, pair =>
        {
            PairOf(pair).ShouldBe("00");
            pair.First.ShouldBe(new FriendEdge(FriendState.Friend, YesterdaysPosition, Specification.Now, "{}"), "the position is kept");
            pair.Second.ShouldBe(pair.First);
            (pair.FirstCountedAt, pair.SecondCountedAt).ShouldBe((Yesterday, Yesterday), "no edge came or went");
        });

    [Theory]
    [InlineData("12")]
    [InlineData("00")]
    [InlineData("3-")]
    [InlineData("-3")]
    [InlineData("33")]
    public void nothing_happens_and_nobody_is_told(string pair) => Between(pair).When(Add(Bob)).ThenNothing();

    [Fact]
    public void doing_it_twice_is_fine() => Between("--").When(Add(Bob)).After.When(Add(Bob)).ThenNothing();

    [Fact]
    public void invites_that_cross_make_friends() => Between("--").When(Add(Bob)).After.When(new AddFriends(Bob, "bob", [Ann]))
        .ThenState(AnnAndBob, pair => PairOf(pair).ShouldBe("00"));

    [Fact]
    public void all_are_added_at_once_in_the_order_named_and_each_only_once() => Between("21").When(Add(Cat, Bob, Cat))
        .ThenIn(AnnAndCat, new FriendInvited(Ann, TodaysPosition, "{}"))
        .ThenIn(AnnAndBob, new FriendAccepted(Ann));

    [Fact]
    public void positions_of_one_call_grow() => Everybody().When(Add(Bob, Cat))
        .ThenIn(AnnAndBob, new FriendInvited(Ann, TodaysPosition, "{}"))
        .ThenIn(AnnAndCat, new FriendInvited(Ann, TodaysPosition + 1, "{}"));

    [Fact]
    public void who_has_no_account_is_passed_over() => Everybody().When(Add(Nobody, Cat))
        .Then(new FriendInvited(Ann, TodaysPosition + 1, "{}"), Told(Cat, Notice.FriendRequest("ann")));

    [Fact]
    public void whose_account_was_deleted_is_passed_over() => Everybody().And(Account.Kind.Of(Bob), new AccountDeleted()).When(Add(Bob)).ThenNothing();

    [Fact]
    public void metadata_is_on_the_inviters_edge() => Between("--").When(Add(Bob) with { Metadata = """{"bb":1, "a":[]}""" })
        .ThenIn(AnnAndBob, new FriendInvited(Ann, TodaysPosition, """{"a": [], "bb": 1}"""))
        .ThenState(AnnAndBob, pair => pair.Second!.Metadata.ShouldBe("{}"));

    [Fact]
    public void metadata_of_an_accepting_call_is_merged_over_the_accepters_edge_only() => Everybody()
        .And(AnnAndBob, Yesterday, Invited(Bob, """{"from": "bob"}"""), new FriendMetadataEdited(Ann, """{"a": 1, "b": 2}"""))
        .When(Add(Bob) with { Metadata = """{"b":3,"c":4}""" })
        .ThenIn(AnnAndBob, new FriendAccepted(Ann, """{"a": 1, "b": 3, "c": 4}"""))
        .ThenState(AnnAndBob, pair => (pair.EdgeOf(Ann)!.Metadata, pair.EdgeOf(Bob)!.Metadata)
            .ShouldBe(("""{"a": 1, "b": 3, "c": 4}""", """{"from": "bob"}""")));

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("""{"a":"\u0000"}""")]
    public void metadata_that_is_no_object_is_refused(string metadata) => Between("--").When(Add(Bob) with { Metadata = metadata })
        .ThenRefused(FaultCode.InvalidArgument, "Error while trying to add friends.");

    [Fact]
    public void metadata_is_bounded()
    {
        var longest = "{\"a\": \"" + new string('x', Limits.MetadataBytes - 9) + "\"}";
        Between("--").When(Add(Bob) with { Metadata = longest }).ThenState(AnnAndBob, pair => PairOf(pair).ShouldBe("12"));
        Between("--").When(Add(Bob) with { Metadata = longest.Insert(9, "x") })
            .ThenRefused(FaultCode.InvalidArgument, "Metadata must be at most 65536 bytes.");
        Everybody().And(AnnAndBob, Invited(Bob), new FriendMetadataEdited(Ann, """{"b": 1}""")).When(Add(Bob) with { Metadata = longest })
            .ThenRefused(FaultCode.InvalidArgument, "Metadata must be at most 65536 bytes.");
    }

    [Fact]
    public void nobody_is_their_own_friend() =>
        Everybody().When(Add(Bob, Ann)).ThenRefused(FaultCode.InvalidArgument, "Cannot add self as friend.");

    [Fact]
    public void the_number_of_users_is_bounded()
    {
        var many = Enumerable.Range(0, Limits.UsersPerCall).Select(number => $"{number:x8}-0000-4000-8000-000000000000").ToArray();
        Everybody().When(Add(many)).ThenNothing();
        Everybody().When(Add([.. many, Bob])).ThenRefused(FaultCode.InvalidArgument, "Too many users - at most 1000 in one call.");
    }

    [Fact]
    public void a_player_without_an_account_adds_nobody() => Everybody().When(new AddFriends(Nobody, "nobody", [Bob]))
        .ThenRefused(FaultCode.Unauthenticated, "Auth token invalid");

    static AddFriends Add(params string[] friends) => new(Ann, "ann", friends);
}
