using CsCheck;
using KaosNet.Domain.Friends;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Tests.Friends;

public class FriendshipProperties
{
    static readonly string[] Players = [Given.Ann, Given.Bob, Given.Cat];

    static readonly Gen<(string By, string[] On)> Acts = Gen.Select(
        Gen.Int[0, 2], Gen.Int[1, 3], (by, who) => (Players[by], (string[])[.. new[] { 1, 2 }.Where(bit => (who & bit) > 0).Select(bit => Players[(by + bit) % 3])]));

    static readonly Gen<Command<Done>> Commands = Gen.OneOf<Command<Done>>(
        Acts.Select(Command<Done> (act) => new AddFriends(act.By, "name", act.On)),
        Acts.Select(Command<Done> (act) => new AddFriends(act.By, "name", act.On, """{"a":1}""")),
        Acts.Select(Command<Done> (act) => new DeleteFriends(act.By, "name", act.On)),
        Acts.Select(Command<Done> (act) => new BlockFriends(act.By, act.On)),
        Acts.Select(Command<Done> (act) => new ImportFriends(act.By, "name", "steam", act.On, [], FriendFaults.SteamImportFailed)),
        Acts.Select(Command<Done> (act) => new ImportFriends(act.By, "name", "steam", [], act.On, FriendFaults.SteamImportFailed)),
        Acts.Select(Command<Done> (act) => new UpdateFriendMetadata(act.By, act.On[0], """{"b":2}""")));

    [Fact]
    public void whatever_players_do_both_sides_agree() => Gen.Select(Commands, Gen.Int[-3, 10]).Array[0, 25].Sample(steps =>
    {
        var world = Given.Everybody();
        var now = Specification.Now;
        foreach (var (command, seconds) in steps)
        {
            // Clocks of two servers may differ.
            now = now.AddSeconds(seconds);
            var before = Pairs(world);
            world = world.When(command, now: now).After;
            foreach (var (was, pair) in before.Zip(Pairs(world)))
            {
                States(pair).ShouldBeOneOf("--", "12", "21", "00", "3-", "-3", "33");
                if (was.First is not null && pair.First is not null) pair.First.Position.ShouldBe(was.First.Position);
                if (was.Second is not null && pair.Second is not null) pair.Second.Position.ShouldBe(was.Second.Position);
                (pair.FirstCountedAt >= was.FirstCountedAt || was.FirstCountedAt is null).ShouldBeTrue();
                (pair.First is null || pair.FirstCountedAt is not null).ShouldBeTrue();
            }
        }
    });

    static List<Friendship> Pairs(Specification world)
    {
        List<Friendship> pairs = [];
        foreach (var (one, other) in new[] { (0, 1), (1, 2), (2, 0) }) world.State(Friendship.Between(Players[one], Players[other]), pairs.Add);
        return pairs;
    }

    static string States(Friendship pair) => Letter(pair.First) + Letter(pair.Second);

    static string Letter(FriendEdge? edge) => edge is null ? "-" : ((int)edge.State).ToString();
}
