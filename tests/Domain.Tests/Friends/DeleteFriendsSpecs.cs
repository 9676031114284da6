using KaosNet.Domain.Accounts;
using KaosNet.Domain.Friends;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Notifications;
using Limits = KaosNet.Domain.Friends.Limits;
using static KaosNet.Domain.Tests.Friends.Given;

namespace KaosNet.Domain.Tests.Friends;

public class DeleteFriendsSpecs
{
    [Fact]
    public void a_friend_is_removed_and_told() => Between("00").When(Delete(Bob))
        .Then(new FriendRemoved(Ann), Told(Bob, Notice.FriendRemove("ann")))
        .ThenState(AnnAndBob, pair =>
        {
            PairOf(pair).ShouldBe("--");
            (pair.FirstCountedAt, pair.SecondCountedAt).ShouldBe((Specification.Now, Specification.Now));
        });

    [Fact]
    public void an_invite_is_withdrawn_and_the_invited_told() => Between("12").When(Delete(Bob))
        .Then(new FriendInviteWithdrawn(Ann), Told(Bob, Notice.FriendRemove("ann")))
        .ThenState(AnnAndBob, pair => PairOf(pair).ShouldBe("--"));

    [Fact]
    public void an_invite_is_rejected_and_its_sender_told() => Between("21").When(Delete(Bob))
        .Then(new FriendInviteRejected(Ann), Told(Bob, Notice.FriendRemove("ann")))
        .ThenState(AnnAndBob, pair => PairOf(pair).ShouldBe("--"));

    [Theory]
    [InlineData("3-", "--")]
    [InlineData("33", "-3")]
    public void a_block_is_lifted_and_nobody_told(string before, string after) => Between(before).When(Delete(Bob))
        .Then(new UserUnblocked(Ann))
        .ThenState(AnnAndBob, pair =>
        {
            PairOf(pair).ShouldBe(after);
            pair.FirstCountedAt.ShouldBe(Specification.Now);
            pair.SecondCountedAt.ShouldBe(before == "33" ? Yesterday : null);
        });

    [Theory]
    [InlineData("--")]
    [InlineData("-3")]
    public void nothing_happens_and_nobody_is_told(string pair) => Between(pair).When(Delete(Bob)).ThenNothing();

    [Fact]
    public void doing_it_twice_is_fine() => Between("00").When(Delete(Bob)).After.When(Delete(Bob)).ThenNothing();

    [Fact]
    public void all_are_removed_at_once_and_each_only_once() => Between("00").And(AnnAndCat, Invited(Ann)).When(Delete(Cat, Bob, Nobody, Cat))
        .Then(new FriendInviteWithdrawn(Ann), Told(Cat, Notice.FriendRemove("ann")), new FriendRemoved(Ann), Told(Bob, Notice.FriendRemove("ann")));

    [Fact]
    public void who_has_no_account_any_more_is_not_told() => Between("00").And(Account.Kind.Of(Bob), new AccountDeleted())
        .When(Delete(Bob)).Then(new FriendRemoved(Ann));

    [Fact]
    public void nobody_deletes_themselves() => Everybody().When(Delete(Ann)).ThenRefused(FaultCode.InvalidArgument, "Cannot delete self.");

    [Fact]
    public void the_number_of_users_is_bounded() => Everybody()
        .When(Delete([.. Enumerable.Range(0, Limits.UsersPerCall + 1).Select(number => $"{number:x8}-0000-4000-8000-000000000000")]))
        .ThenRefused(FaultCode.InvalidArgument, "Too many users - at most 1000 in one call.");

    static DeleteFriends Delete(params string[] friends) => new(Ann, "ann", friends);
}
