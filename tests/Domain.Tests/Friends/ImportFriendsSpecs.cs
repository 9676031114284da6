using KaosNet.Domain.Accounts;
using KaosNet.Domain.Friends;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Notifications;
using static KaosNet.Domain.Tests.Friends.Given;

namespace KaosNet.Domain.Tests.Friends;

public class ImportFriendsSpecs
{
    const string Noted = """{"provider": "steam"}""";

    static readonly FriendImported Imported = new(Ann, TodaysPosition, "steam", Noted, Noted);

    [Theory]
    [InlineData("--")]
    [InlineData("12")]
    [InlineData("21")]
    public void who_is_no_friend_yet_becomes_one_and_is_told(string pair) => Between(pair).When(Import(Bob))
        .Then(Imported, Told(Bob, Notice.FriendJoinedGame("ann")))
        .ThenState(AnnAndBob, friends =>
        {
            PairOf(friends).ShouldBe("00");
            friends.First.ShouldBe(new FriendEdge(
                FriendState.Friend, pair == "--" ? TodaysPosition : YesterdaysPosition, Specification.Now, """{"provider": "steam"}"""));
            friends.Second.ShouldBe(friends.First);
        });

    [Theory]
    [InlineData("00")]
    [InlineData("3-")]
    [InlineData("-3")]
    [InlineData("33")]
    public void friends_stay_and_blocked_pairs_are_left_alone(string pair) => Between(pair).When(Import(Bob)).ThenNothing();

    [Fact]
    public void the_provider_is_merged_into_what_the_edges_carry() => Everybody().And(AnnAndBob, Yesterday, Invited(Ann, """{"a": 1}""")).When(Import(Bob))
        .ThenState(AnnAndBob, pair => (pair.First!.Metadata, pair.Second!.Metadata)
            .ShouldBe(("""{"a": 1, "provider": "steam"}""", """{"provider": "steam"}""")));

    [Fact]
    public void an_empty_list_does_nothing() => Between("00").When(Import()).ThenNothing();

    [Theory]
    [InlineData("00")]
    [InlineData("12")]
    [InlineData("21")]
    public void a_reset_takes_off_without_a_word_who_is_not_among_the_imported(string pair) => Between(pair)
        .When(Reset([Bob], Cat))
        .ThenState(AnnAndBob, bob => PairOf(bob).ShouldBe("--"))
        .ThenIn(AnnAndCat, Imported);

    [Theory]
    [InlineData("3-")]
    [InlineData("-3")]
    [InlineData("33")]
    public void a_reset_leaves_blocks_alone(string pair) => Between(pair).When(Reset([Bob], Bob)).ThenNothing();

    [Fact]
    public void who_is_taken_off_and_imported_again_starts_anew() => Between("00").When(Reset([Bob], Bob))
        .Then(new FriendRemoved(Ann), Imported, Told(Bob, Notice.FriendJoinedGame("ann")))
        .ThenState(AnnAndBob, pair => pair.First!.Position.ShouldBe(TodaysPosition));

    [Fact]
    public void doing_it_twice_is_fine() => Between("--").When(Import(Bob)).After.When(Import(Bob)).ThenNothing();

    [Fact]
    public void who_has_no_account_is_passed_over() => Everybody().And(Account.Kind.Of(Bob), new AccountDeleted()).When(Import(Bob, Nobody, Ann)).ThenNothing();

    [Fact]
    public void a_player_without_an_account_imports_nobody() =>
        Everybody().When(new ImportFriends(Nobody, "nobody", "steam", [Bob], [], FriendFaults.SteamImportFailed))
            .ThenRefused(FaultCode.Internal, "Error importing Steam friends.");

    static ImportFriends Import(params string[] friends) => Reset([], friends);

    static ImportFriends Reset(string[] reset, params string[] friends) => new(Ann, "ann", "steam", friends, reset, FriendFaults.SteamImportFailed);
}
