using System.Globalization;
using KaosNet.Domain.Brackets;
using KaosNet.Domain.Brackets.Drawing;
using KaosNet.Store.Tables;

namespace KaosNet.Projections.Brackets;

/// <summary>A bracket as lists show it.</summary>
/// <param name="Id">The bracket.</param>
/// <param name="Phase">Where it is in its life.</param>
/// <param name="Settings">Its rules.</param>
/// <param name="EntrantCount">How many are in.</param>
/// <param name="Seeding">Where the seeds came from.</param>
/// <param name="Board">The board that seeded it.</param>
/// <param name="BoardExpiry">The board's period.</param>
/// <param name="WinnerId">Who won.</param>
/// <param name="Endings">How often it was finished.</param>
/// <param name="CreateTime">When it was made.</param>
/// <param name="StartTime">When it started.</param>
/// <param name="EndTime">When it was finished or cancelled.</param>
public sealed record BracketRow(
    Guid Id, BracketPhase Phase, BracketSettings Settings, int EntrantCount, Seeding Seeding, string? Board, long? BoardExpiry, Guid? WinnerId, int Endings,
    DateTimeOffset CreateTime, DateTimeOffset? StartTime, DateTimeOffset? EndTime)
{
    /// <summary>The row that shows a bracket.</summary>
    public static BracketRow Of(Bracket bracket) => new(
        Guid.Parse(bracket.Id), bracket.Phase, bracket.Settings, bracket.Entrants.Length, bracket.Seeding, bracket.Board, bracket.BoardExpiry,
        bracket.WinnerId is null ? null : Guid.Parse(bracket.WinnerId), bracket.Endings, bracket.CreatedAt, bracket.StartedAt, bracket.EndedAt);
}

/// <summary>A player in a bracket.</summary>
/// <param name="BracketId">The bracket.</param>
/// <param name="UserId">The player.</param>
/// <param name="Phase">The bracket's.</param>
/// <param name="CreateTime">The bracket's.</param>
/// <param name="Seed">From 1; 0 before the start.</param>
/// <param name="Entrant">What they have done in it.</param>
public sealed record EntrantRow(Guid BracketId, Guid UserId, BracketPhase Phase, DateTimeOffset CreateTime, int Seed, BracketEntrant Entrant);

/// <summary>A pairing of a bracket.</summary>
/// <param name="BracketId">The bracket.</param>
/// <param name="FirstId">Its first player; null while unknown, or for nobody.</param>
/// <param name="SecondId">Its second player; null while unknown, or for nobody.</param>
/// <param name="DueAt">When its deadline passes; null for never, and where the bracket does not run.</param>
/// <param name="Pairing">All about it.</param>
public sealed record PairingRow(Guid BracketId, Guid? FirstId, Guid? SecondId, DateTimeOffset? DueAt, BracketPairing Pairing);

/// <summary>The inline tables of brackets: inline, because who reports a result sees what follows from it at once.</summary>
public static class BracketTables
{
    /// <summary>Newest first, of a phase or a category or both: each is a walk along one index.</summary>
    public static readonly StateTable<Bracket, BracketRow> Brackets = new(
        "brackets",
        Bracket.Kind,
        (_, bracket) => bracket.Exists ? [BracketRow.Of(bracket)] : [],
        table => table
            .Uuid("id", row => row.Id)
            .Whole("phase", row => (int)row.Phase)
            .Whole("category", row => row.Settings.Category)
            .JsonOf("settings", row => row.Settings)
            .Whole("entrant_count", row => row.EntrantCount)
            .Whole("seeding", row => (int)row.Seeding)
            .TextOrNull("board", row => row.Board)
            .BigintOrNull("board_expiry", row => row.BoardExpiry)
            .UuidOrNull("winner_id", row => row.WinnerId)
            .Whole("endings", row => row.Endings)
            .Time("create_time", row => row.CreateTime)
            .TimeOrNull("start_time", row => row.StartTime)
            .TimeOrNull("end_time", row => row.EndTime)
            .Key("id")
            .Index("brackets_by_time", "create_time, id")
            .Index("brackets_by_phase", "phase, create_time, id")
            .Index("brackets_by_category", "category, create_time, id")
            .Index("brackets_by_category_phase", "category, phase, create_time, id"));

    /// <summary>A result touches its two players, however many there are.</summary>
    public static readonly StateTable<Bracket, EntrantRow> Entrants = new StateTable<Bracket, EntrantRow>(
        "bracket_entrants",
        Bracket.Kind,
        (id, bracket) => bracket.Entrants.Select((_, i) => EntrantOf(id, bracket, i + 1)!),
        table => table
            .Uuid("bracket_id", row => row.BracketId)
            .Uuid("user_id", row => row.UserId)
            .Whole("phase", row => (int)row.Phase)
            .Time("create_time", row => row.CreateTime)
            .Whole("seed", row => row.Seed)
            .Time("enter_time", row => row.Entrant.EnteredAt)
            .Boolean("has_withdrawn", row => row.Entrant.HasWithdrawn)
            .Whole("wins", row => row.Entrant.Wins)
            .Whole("draws", row => row.Entrant.Draws)
            .Whole("losses", row => row.Entrant.Losses)
            .Whole("points", row => row.Entrant.Points)
            .Bigint("score_for", row => row.Entrant.ScoreFor)
            .Bigint("score_against", row => row.Entrant.ScoreAgainst)
            .Whole("place", row => row.Entrant.Place)
            .Key("bracket_id", "user_id")
            .Index("bracket_entrants_of_user", "user_id, create_time, bracket_id")
            .Index("bracket_entrants_of_user_in_phase", "user_id, phase, create_time, bracket_id"))
        .TouchedBy<string>(
            happened => happened switch
            {
                BracketEntered entered => [entered.UserId],
                BracketEntryWithdrawn gone => [gone.UserId],
                BracketEntrantWithdrew withdrew => [withdrew.UserId],
                BracketPairingDecided decided => new[] { decided.FirstId, decided.SecondId }.OfType<string>(),
                BracketPairingsReady or BracketCheckedIn or BracketResultClaimed or BracketDeadlinePassed or BracketFunctionsCalled => [],
                _ => null,
            },
            (id, bracket, userId) => EntrantOf(id, bracket, bracket.SeedOf(userId)));

    /// <summary>A result touches its pairing and those that its players go to. What is due is found along one index over all brackets.</summary>
    public static readonly StateTable<Bracket, PairingRow> Pairings = new StateTable<Bracket, PairingRow>(
        "bracket_pairings",
        Bracket.Kind,
        (id, bracket) => bracket.Pairings.Select(pairing => PairingOf(id, bracket, pairing)),
        table => table
            .Uuid("bracket_id", row => row.BracketId)
            .Whole("number", row => row.Pairing.Number)
            .Whole("first_seed", row => row.Pairing.First)
            .Whole("second_seed", row => row.Pairing.Second)
            .UuidOrNull("first_id", row => row.FirstId)
            .UuidOrNull("second_id", row => row.SecondId)
            .TimeOrNull("ready_time", row => row.Pairing.ReadyAt)
            .TimeOrNull("due_time", row => row.DueAt)
            .Boolean("first_is_in", row => row.Pairing.FirstIsIn)
            .Boolean("second_is_in", row => row.Pairing.SecondIsIn)
            .TextOrNull("first_claim", row => Spell(row.Pairing.FirstClaim))
            .TextOrNull("second_claim", row => Spell(row.Pairing.SecondClaim))
            .Whole("outcome", row => (int)row.Pairing.Outcome)
            .TextOrNull("score", row => Spell(row.Pairing.Score))
            .TextOrNull("match_id", row => row.Pairing.MatchId)
            .TimeOrNull("decide_time", row => row.Pairing.DecidedAt)
            .Key("bracket_id", "number")
            .Index("bracket_pairings_due", "due_time, bracket_id, number", "due_time is not null"))
        .TouchedBy<int>(
            happened => happened switch
            {
                BracketPairingsReady ready => ready.Pairings.Select(pairing => pairing.Pairing),
                BracketCheckedIn checkedIn => [checkedIn.Pairing],
                BracketResultClaimed claimed => [claimed.Pairing],
                BracketDeadlinePassed passed => [passed.Pairing],
                BracketPairingDecided decided => new[] { decided.Pairing, decided.WinnerTo?.Pairing ?? 0, decided.LoserTo?.Pairing ?? 0 },
                BracketCreated or BracketEntered or BracketEntryWithdrawn or BracketEntrantWithdrew or BracketFinished
                    or BracketFunctionsCalled => [],
                _ => null,
            },
            (id, bracket, number) => bracket.Find(number) is { } pairing ? PairingOf(id, bracket, pairing) : null);

    /// <summary>A score as its column has it, e.g. <c>2:1:first</c>.</summary>
    internal static string? Spell(PairingScore? score) => score is null ? null : string.Create(
        CultureInfo.InvariantCulture, $"{score.First}:{score.Second}:{score.Winner switch { Slot.First => "first", Slot.Second => "second", _ => "" }}");

    /// <summary>The score that a column has.</summary>
    internal static PairingScore? Read(string? text)
    {
        if (text is null) return null;
        var parts = text.Split(':');
        return new(
            int.Parse(parts[0], CultureInfo.InvariantCulture),
            int.Parse(parts[1], CultureInfo.InvariantCulture),
            parts[2] switch { "first" => Slot.First, "second" => Slot.Second, _ => null });
    }

    static EntrantRow? EntrantOf(string id, Bracket bracket, int seed) => bracket.At(seed) is not { } entrant ? null : new(
        Guid.Parse(id), Guid.Parse(entrant.UserId), bracket.Phase, bracket.CreatedAt, bracket.StartedAt is null ? 0 : seed, entrant);

    static PairingRow PairingOf(string id, Bracket bracket, BracketPairing pairing) => new(
        Guid.Parse(id), IdOf(bracket, pairing.First), IdOf(bracket, pairing.Second), bracket.Phase == BracketPhase.Running ? pairing.DeadlineAt : null, pairing);

    static Guid? IdOf(Bracket bracket, int seed) => bracket.At(seed) is { } entrant ? Guid.Parse(entrant.UserId) : null;
}
