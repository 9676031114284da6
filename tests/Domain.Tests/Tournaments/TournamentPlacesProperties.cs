using CsCheck;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Tournaments;

namespace KaosNet.Domain.Tests.Tournaments;

/// <summary>Random joins, submissions, deletions and ends of accounts in limited tournaments: the places are those of the records that take one.</summary>
public class TournamentPlacesProperties
{
    static readonly Caller Script = new() { Source = Source.Script, Actor = "main.lua" };

    const int Owners = 5;
    static readonly StreamRef<Leaderboard> Board = Leaderboard.Kind.Of("cup");
    static readonly StreamRef<TournamentPlaces> Places = TournamentPlaces.Of("cup", 0);

    [Fact]
    public void places_are_taken_by_those_who_are_there_and_never_more_than_there_are() => Gen.ULong.Sample(
        seed =>
        {
            var dice = new Dice(seed);
            var size = 1 + dice.Roll(Owners);
            var world = Specification.Given(Board, new TournamentCreated(
                Authoritative: false, SortOrder.Descending, ScoreOperator.Best, null, "{}", EnableRanks: true, "", "", 0,
                Specification.Now.ToUnixTimeSeconds(), 0, 3600, size, 2, JoinRequired: dice.Roll(2) == 0));
            for (var step = 0; step < 60; step++)
            {
                var owner = OwnerOf(dice.Roll(Owners));
                world = dice.Roll(8) switch
                {
                    // A third of those who need not take a place say so.
                    < 2 => world.When(new JoinTournament("cup", 0, owner, "name", IsLimited: dice.Roll(3) > 0)).After,
                    < 5 => world.When(new SubmitTournamentScore("cup", 0, owner, dice.Roll(9) - 1, 0, NeedsPlace: dice.Roll(3) > 0)).After,
                    5 => world.When(new DeleteTournamentRecord("cup", 0, owner, LeavesPlace: dice.Roll(3) > 0)).After,
                    6 => world.When(new SubmitScore("cup", 0, owner, dice.Roll(9)), Script).After,
                    _ => world.When(new DeleteAccount(owner, [new OwnedEntry("cup", 0, owner)])).After,
                };
                var taken = 0;
                for (var i = 0; i < Owners; i++)
                    world.State(ScoreRecord.Of("cup", 0, OwnerOf(i)), record => taken += record.TakesPlace ? 1 : 0);
                world.State(Places, places => places.Taken.ShouldBe(taken));
                taken.ShouldBeLessThanOrEqualTo(size);
            }
        },
        iter: 300, threads: 1);

    static string OwnerOf(int number) => new Guid(number + 1, 0, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, 0).ToString();
}
