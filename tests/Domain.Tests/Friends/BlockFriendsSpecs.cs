using KaosNet.Domain.Accounts;
using KaosNet.Domain.Friends;
using KaosNet.Domain.Kernel;
using Limits = KaosNet.Domain.Friends.Limits;
using static KaosNet.Domain.Tests.Friends.Given;

namespace KaosNet.Domain.Tests.Friends;

public class BlockFriendsSpecs
{
    [Theory]
    [InlineData("--", "3-")]
    [InlineData("12", "3-")]
    [InlineData("21", "3-")]
    [InlineData("00", "3-")]
    [InlineData("3-", "3-")]
    [InlineData("-3", "33")]
    public void whatever_was_there_the_other_is_blocked_and_not_told(string before, string after) => Between(before).When(Block(Bob))
        .Then(new UserBlocked(Ann, TodaysPosition))
        .ThenState(AnnAndBob, pair =>
        {
            PairOf(pair).ShouldBe(after);
            var isNew = before[0] == '-';
            pair.First.ShouldBe(new FriendEdge(FriendState.Blocked, isNew ? TodaysPosition : YesterdaysPosition, Specification.Now, "{}"));
            pair.FirstCountedAt.ShouldBe(isNew ? Specification.Now : Yesterday);
            pair.SecondCountedAt.ShouldBe(before[1] switch { '-' => null, '3' => Yesterday, _ => Specification.Now });
        });

    [Fact]
    public void of_two_who_block_each_other_nothing_changes() => Between("33").When(Block(Bob)).ThenNothing();

    [Fact]
    public void doing_it_twice_only_renews_it() => Between("00").When(Block(Bob)).After.When(Block(Bob), now: Specification.Now.AddHours(1))
        .ThenState(AnnAndBob, pair => pair.First!.ShouldSatisfyAllConditions(
            edge => edge.UpdatedAt.ShouldBe(Specification.Now.AddHours(1)), edge => edge.Position.ShouldBe(YesterdaysPosition)));

    [Fact]
    public void metadata_of_the_edge_is_kept() => Everybody().And(AnnAndBob, Invited(Ann, """{"a": 1}""")).When(Block(Bob))
        .ThenState(AnnAndBob, pair => pair.First!.Metadata.ShouldBe("""{"a": 1}"""));

    [Fact]
    public void all_are_blocked_at_once_and_who_has_no_account_is_passed_over() => Everybody().And(Account.Kind.Of(Bob), new AccountDeleted())
        .When(Block(Bob, Cat, Nobody, Cat)).Then(new UserBlocked(Ann, TodaysPosition + 1));

    [Fact]
    public void nobody_blocks_themselves() => Everybody().When(Block(Ann)).ThenRefused(FaultCode.InvalidArgument, "Cannot block self.");

    [Fact]
    public void a_player_without_an_account_blocks_nobody() => Everybody().When(new BlockFriends(Nobody, [Bob]))
        .ThenRefused(FaultCode.Unauthenticated, "Auth token invalid");

    [Fact]
    public void the_number_of_users_is_bounded() => Everybody()
        .When(Block([.. Enumerable.Range(0, Limits.UsersPerCall + 1).Select(number => $"{number:x8}-0000-4000-8000-000000000000")]))
        .ThenRefused(FaultCode.InvalidArgument, "Too many users - at most 1000 in one call.");

    static BlockFriends Block(params string[] friends) => new(Ann, friends);
}
