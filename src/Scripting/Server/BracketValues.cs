using KaosNet.Domain.Brackets;
using KaosNet.Modules.Brackets;
using KaosNet.Projections.Brackets;
using Bracket = KaosNet.Modules.Brackets.Bracket;
using BracketEntrant = KaosNet.Modules.Brackets.BracketEntrant;
using BracketFormat = KaosNet.Modules.Brackets.BracketFormat;
using BracketPairing = KaosNet.Modules.Brackets.BracketPairing;
using BracketPhase = KaosNet.Modules.Brackets.BracketPhase;
using BracketSide = KaosNet.Modules.Brackets.BracketSide;
using NoShowRule = KaosNet.Modules.Brackets.NoShowRule;
using PairingOutcome = KaosNet.Modules.Brackets.PairingOutcome;
using Played = KaosNet.Domain.Brackets;
using Seeding = KaosNet.Modules.Brackets.Seeding;
using TieBreak = KaosNet.Modules.Brackets.TieBreak;

namespace KaosNet.Scripting.Server;

/// <summary>Brackets, as modules see them.</summary>
internal static class BracketValues
{
    /// <summary>Rules that a module gives.</summary>
    public static BracketSettings Of(BracketRules rules) => new((Played.BracketFormat)rules.Format)
    {
        Title = rules.Title,
        Category = rules.Category,
        Metadata = rules.Metadata?.ToString() ?? "{}",
        SizeMax = rules.SizeMax,
        OpenEntry = rules.OpenEntry,
        SelfReport = rules.SelfReport,
        BestOf = rules.BestOf,
        ThirdPlace = rules.ThirdPlace,
        GrandFinalReset = rules.GrandFinalReset,
        Legs = rules.Legs,
        Draws = rules.Draws,
        WinPoints = rules.WinPoints,
        DrawPoints = rules.DrawPoints,
        LossPoints = rules.LossPoints,
        TieBreaks = rules.TieBreaks is null ? BracketSettings.DefaultTieBreaks : [.. rules.TieBreaks.Select(tieBreak => (Played.TieBreak)tieBreak)],
        CheckInSeconds = rules.CheckInSeconds,
        PlaySeconds = rules.PlaySeconds,
        NoShow = (Played.NoShowRule)rules.NoShow,
    };

    public static Bracket Of(BracketRow row) => new()
    {
        Id = row.Id,
        Phase = (BracketPhase)row.Phase,
        Rules = Of(row.Settings),
        EntrantCount = row.EntrantCount,
        Seeding = row.StartTime is null ? null : (Seeding)row.Seeding,
        Board = row.Board,
        BoardExpiry = row.BoardExpiry,
        WinnerId = row.WinnerId,
        Endings = row.Endings,
        CreateTime = row.CreateTime,
        StartTime = row.StartTime,
        EndTime = row.EndTime,
    };

    /// <summary>A bracket without its players and pairings.</summary>
    public static Bracket Of(Played.Bracket bracket) => Of(BracketRow.Of(bracket));

    /// <summary>All of a bracket: entrants in the order of the standings, pairings by number.</summary>
    public static Bracket Sheet(Played.Bracket bracket) => Of(bracket) with
    {
        Entrants = [.. BracketPlaces.Table(bracket).Select(seed => Entrant(bracket, seed))],
        Pairings = [.. bracket.Pairings.Select(pairing => Of(bracket, pairing))],
    };

    /// <summary>Some of a bracket's pairings.</summary>
    public static IReadOnlyList<BracketPairing> Pairings(Played.Bracket bracket, IReadOnlyList<int> numbers) =>
        [.. numbers.Select(bracket.Find).OfType<Played.BracketPairing>().Select(pairing => Of(bracket, pairing))];

    public static BracketPairing Of(Played.Bracket bracket, Played.BracketPairing pairing)
    {
        var drawn = bracket.Layout.Pairings[pairing.Number - 1];
        return new()
        {
            Number = pairing.Number,
            Side = (BracketSide)drawn.Side,
            Round = drawn.Round,
            Position = drawn.Position,
            State = pairing.IsDecided ? PairingState.Decided : pairing.IsReady ? PairingState.Ready : PairingState.Pending,
            FirstId = IdAt(bracket, pairing.First),
            SecondId = IdAt(bracket, pairing.Second),
            FirstScore = pairing.Score?.First,
            SecondScore = pairing.Score?.Second,
            FirstCheckedIn = pairing.FirstIsIn,
            SecondCheckedIn = pairing.SecondIsIn,
            Outcome = (PairingOutcome)pairing.Outcome,
            WinnerId = IdAt(bracket, pairing.Winner),
            MatchId = pairing.MatchId,
            IsDisputed = pairing.IsDisputed,
            ReadyTime = pairing.ReadyAt,
            Deadline = pairing.DeadlineAt,
            DecideTime = pairing.DecidedAt,
            WinnerTo = drawn.WinnerTo?.Pairing,
            LoserTo = drawn.LoserTo?.Pairing,
        };
    }

    private static BracketRules Of(BracketSettings settings) => new()
    {
        Format = (BracketFormat)settings.Format,
        Title = settings.Title,
        Category = settings.Category,
        Metadata = settings.Metadata,
        SizeMax = settings.SizeMax,
        OpenEntry = settings.OpenEntry,
        SelfReport = settings.SelfReport,
        BestOf = settings.BestOf,
        ThirdPlace = settings.ThirdPlace,
        GrandFinalReset = settings.GrandFinalReset,
        Legs = settings.Legs,
        Draws = settings.Draws,
        WinPoints = settings.WinPoints,
        DrawPoints = settings.DrawPoints,
        LossPoints = settings.LossPoints,
        TieBreaks = [.. settings.TieBreaks.Select(tieBreak => (TieBreak)tieBreak)],
        CheckInSeconds = settings.CheckInSeconds,
        PlaySeconds = settings.PlaySeconds,
        NoShow = (NoShowRule)settings.NoShow,
    };

    private static BracketEntrant Entrant(Played.Bracket bracket, int seed)
    {
        var entrant = bracket.Entrants[seed - 1];
        return new()
        {
            UserId = Guid.Parse(entrant.UserId),
            Seed = bracket.Pairings.Length > 0 ? seed : 0,
            Place = entrant.Place,
            IsOut = BracketPlaces.IsOut(bracket, seed),
            HasWithdrawn = entrant.HasWithdrawn,
            Wins = entrant.Wins,
            Draws = entrant.Draws,
            Losses = entrant.Losses,
            Points = entrant.Points,
            ScoreFor = entrant.ScoreFor,
            ScoreAgainst = entrant.ScoreAgainst,
        };
    }

    private static Guid? IdAt(Played.Bracket bracket, int seed) => bracket.At(seed)?.UserId is { } id ? Guid.Parse(id) : null;
}
