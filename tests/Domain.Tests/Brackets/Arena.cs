using System.Globalization;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Brackets;
using KaosNet.Domain.Brackets.Drawing;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Tests.Brackets;

/// <summary>A bracket with players p(1), p(2), …, who are seeded in that order.</summary>
static class Arena
{
    public const string Id = "b0000000-0000-4000-8000-000000000001";

    public static readonly StreamRef<Bracket> Cup = Bracket.Kind.Of(Id);

    public static readonly Caller Server = new() { Source = Source.Server, Actor = "http_key", Operation = "Test" };

    /// <summary>The id of a player.</summary>
    public static string P(int number) => string.Create(CultureInfo.InvariantCulture, $"a0000000-0000-4000-8000-{number:D12}");

    /// <summary>An open bracket that these many players have entered.</summary>
    public static Specification Open(BracketSettings settings, int players) => WithAccounts(players + 2)
        .And(Cup, [new BracketCreated(settings.Checked().Value), .. Enumerable.Range(1, players).Select(number => new BracketEntered(P(number)))]);

    /// <summary>A bracket that has just started.</summary>
    public static Specification Running(BracketSettings settings, int players) => Open(settings, players).When(new StartBracket(Id, Seeding.Entry), Server).After;

    /// <summary>The first player of a pairing wins 1:0, or the second 0:1.</summary>
    public static Specification Win(this Specification given, int pairing, Slot winner) =>
        given.When(new ReportResult(Id, pairing, winner == Slot.First ? new(1, 0) : new(0, 1)), Server).Granted().After;

    public static Specification Wins(this Specification given, params (int Pairing, Slot Winner)[] results) =>
        results.Aggregate(given, (before, result) => before.Win(result.Pairing, result.Winner));

    public static Bracket Now(this Specification given)
    {
        Bracket? bracket = null;
        given.State(Cup, state => bracket = state);
        return bracket!;
    }

    /// <summary>Numbers of the pairings that wait for their results.</summary>
    public static IReadOnlyList<int> Ready(this Bracket bracket) => [.. bracket.Pairings.Where(pairing => pairing.IsReady).Select(pairing => pairing.Number)];

    static Outcome<Bracket> Granted(this Outcome<Bracket> outcome)
    {
        outcome.Result.ShouldNotBeNull();
        return outcome;
    }

    static Specification WithAccounts(int players) => Enumerable.Range(1, players).Aggregate(Specification.GivenNothing(), (given, number) =>
        given.And(Account.Kind.Of(P(number)), new AccountCreated($"player{number}", IdentityKind.Device, $"device-of-{number}")));
}
