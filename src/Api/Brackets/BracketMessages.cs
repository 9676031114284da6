using KaosNet.Api.Operations;
using KaosNet.Domain.Brackets;
using KaosNet.Domain.Brackets.Drawing;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Accounts;
using KaosNet.Projections.Brackets;
using Kaos = KaosNet.Protocol.Api.Kaos;

namespace KaosNet.Api.Brackets;

/// <summary>Brackets in the words of clients, and what all their operations check.</summary>
static class BracketMessages
{
    /// <summary>A bracket's id as streams spell it, or the refusal.</summary>
    public static Answer<string> Id(string text) =>
        Uuids.TryRead(text, out var id) && id != Guid.Empty ? id.ToString() : BracketFaults.IdInvalid;

    /// <summary>A player's id as streams spell it, or the refusal.</summary>
    public static Answer<string> UserId(string text) =>
        Uuids.TryRead(text, out var id) && id != Guid.Empty ? id.ToString() : BracketFaults.UserIdInvalid;

    /// <summary>Players' ids as streams spell them, or the refusal.</summary>
    public static Answer<IReadOnlyList<string>> UserIds(List<string> texts)
    {
        if (texts.Count > Limits.EliminationEntrantsMax) return BracketFaults.TooManyUsers;
        var ids = new string[texts.Count];
        for (var i = 0; i < ids.Length; i++)
        {
            if (!UserId(texts[i]).IsGranted(out var id, out var fault)) return fault;
            ids[i] = id;
        }

        return ids;
    }

    public static GivenResult Of(Kaos.BracketResult? result) => result is null
        ? new(0, 0)
        : new(result.FirstScore, result.SecondScore, Uuids.TryRead(result.WinnerId, out var id) ? id.ToString() : result.WinnerId);

    /// <summary>The rules that a request asks for, or the refusal of a word that is none.</summary>
    public static Answer<BracketSettings> Of(Kaos.BracketRules? rules)
    {
        if (rules is null || BracketWords.Read<BracketFormat>(rules.Format) is not { } format) return BracketFaults.FormatInvalid;
        NoShowRule? noShow = rules.NoShow.Length == 0 ? NoShowRule.BetterSeed : BracketWords.Read<NoShowRule>(rules.NoShow);
        if (noShow is null) return BracketFaults.NoShowInvalid;
        var tieBreaks = rules.TieBreaks.ConvertAll(BracketWords.Read<TieBreak>);
        if (tieBreaks.Contains(null)) return BracketFaults.TieBreaksInvalid;
        var usual = new BracketSettings(format);
        return usual with
        {
            Title = rules.Title,
            Category = rules.Category,
            Metadata = rules.Metadata.Length == 0 ? "{}" : rules.Metadata,
            SizeMax = rules.SizeMax,
            OpenEntry = rules.OpenEntry,
            SelfReport = rules.SelfReport,
            BestOf = rules.BestOf,
            ThirdPlace = rules.ThirdPlace,
            GrandFinalReset = rules.GrandFinalReset,
            Legs = rules.Legs ?? usual.Legs,
            Draws = rules.Draws,
            WinPoints = rules.WinPoints ?? usual.WinPoints,
            DrawPoints = rules.DrawPoints ?? usual.DrawPoints,
            LossPoints = rules.LossPoints ?? usual.LossPoints,
            TieBreaks = tieBreaks.Count == 0 ? usual.TieBreaks : [.. tieBreaks.OfType<TieBreak>()],
            CheckInSeconds = rules.CheckInSeconds,
            PlaySeconds = rules.PlaySeconds,
            NoShow = noShow.Value,
        };
    }

    /// <summary>Answers a bracket after a command, or its refusal.</summary>
    public static async ValueTask<Answer<Kaos.Bracket>> Answered(ValueTask<Answer<Bracket>> running) =>
        (await running).IsGranted(out var bracket, out var fault) ? Of(BracketRow.Of(bracket)) : fault;

    /// <summary>Answers a pairing after a command, or its refusal.</summary>
    /// <param name="running">The command.</param>
    /// <param name="number">Which pairing.</param>
    public static async ValueTask<Answer<Kaos.BracketPairing>> Answered(ValueTask<Answer<Bracket>> running, Func<Bracket, int> number)
    {
        if (!(await running).IsGranted(out var bracket, out var fault)) return fault;
        return bracket.Find(number(bracket)) is { } pairing ? Of(bracket, pairing) : BracketFaults.PairingNotFound;
    }

    /// <summary>All of a bracket, with the names of its players.</summary>
    /// <param name="bracket">The bracket.</param>
    /// <param name="ofUser">Only the pairings of this player; null for all.</param>
    /// <param name="call">Finds the names.</param>
    public static async ValueTask<Kaos.BracketSheet> Sheet(Bracket bracket, string? ofUser, OperationCall call)
    {
        var cards = await call.Get<PlayerCards>().Of([.. bracket.Entrants.Select(entrant => Guid.Parse(entrant.UserId))], call.Aborted);
        var isDrawn = bracket.Pairings.Length > 0;
        var seedOfUser = ofUser is null ? 0 : bracket.SeedOf(ofUser);
        return new()
        {
            Bracket = Of(BracketRow.Of(bracket)),
            Entrants = [.. BracketPlaces.Table(bracket).Select(seed =>
            {
                var entrant = bracket.Entrants[seed - 1];
                var card = cards.GetValueOrDefault(Guid.Parse(entrant.UserId));
                return new Kaos.BracketEntrant
                {
                    UserId = entrant.UserId,
                    Username = card?.Username ?? "",
                    DisplayName = card?.DisplayName ?? "",
                    Seed = isDrawn ? seed : 0,
                    Place = entrant.Place,
                    IsOut = BracketPlaces.IsOut(bracket, seed),
                    HasWithdrawn = entrant.HasWithdrawn,
                    HasBye = isDrawn && bracket.Layout.HasBye(seed),
                    Wins = entrant.Wins,
                    Draws = entrant.Draws,
                    Losses = entrant.Losses,
                    Points = entrant.Points,
                    ScoreFor = entrant.ScoreFor,
                    ScoreAgainst = entrant.ScoreAgainst,
                };
            })],
            Pairings = [.. bracket.Pairings.Where(pairing => ofUser is null || pairing.SlotOf(seedOfUser) is not null).Select(pairing => Of(bracket, pairing))],
        };
    }

    public static Kaos.Bracket Of(BracketRow row) => new()
    {
        Id = row.Id.ToString(),
        Phase = BracketWords.Of(row.Phase),
        Rules = Of(row.Settings),
        EntrantCount = row.EntrantCount,
        Seeding = row.StartTime is null ? "" : BracketWords.Of(row.Seeding),
        Board = row.Board ?? "",
        BoardExpiry = row.BoardExpiry ?? 0,
        WinnerId = row.WinnerId?.ToString() ?? "",
        Endings = row.Endings,
        CreateTime = row.CreateTime,
        StartTime = row.StartTime,
        EndTime = row.EndTime,
    };

    static Kaos.BracketRules Of(BracketSettings settings) => new()
    {
        Format = BracketWords.Of(settings.Format),
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
        TieBreaks = [.. settings.TieBreaks.Select(BracketWords.Of)],
        CheckInSeconds = settings.CheckInSeconds,
        PlaySeconds = settings.PlaySeconds,
        NoShow = BracketWords.Of(settings.NoShow),
    };

    static Kaos.BracketPairing Of(Bracket bracket, BracketPairing pairing)
    {
        var drawn = bracket.Layout.Pairings[pairing.Number - 1];
        return new()
        {
            Number = pairing.Number,
            Side = BracketWords.Of(drawn.Side),
            Round = drawn.Round,
            Position = drawn.Position,
            State = pairing.IsDecided ? "decided" : pairing.IsReady ? "ready" : "pending",
            First = Seat(bracket, pairing, Slot.First),
            Second = Seat(bracket, pairing, Slot.Second),
            Outcome = BracketWords.Of(pairing.Outcome),
            WinnerId = bracket.At(pairing.Winner)?.UserId ?? "",
            MatchId = pairing.MatchId ?? "",
            IsDisputed = pairing.IsDisputed,
            ReadyTime = pairing.ReadyAt,
            Deadline = pairing.DeadlineAt,
            DecideTime = pairing.DecidedAt,
            WinnerTo = drawn.WinnerTo?.Pairing ?? 0,
            LoserTo = drawn.LoserTo?.Pairing ?? 0,
        };
    }

    static Kaos.BracketSeat Seat(Bracket bracket, BracketPairing pairing, Slot slot)
    {
        var seed = pairing.Of(slot);
        var claim = slot == Slot.First ? pairing.FirstClaim : pairing.SecondClaim;
        return new()
        {
            UserId = bracket.At(seed)?.UserId ?? "",
            Seed = Math.Max(0, seed),
            IsEmpty = seed == BracketPairing.Nobody,
            Score = (slot == Slot.First ? pairing.Score?.First : pairing.Score?.Second) ?? 0,
            CheckedIn = slot == Slot.First ? pairing.FirstIsIn : pairing.SecondIsIn,
            Claim = claim is null ? null : new()
            {
                FirstScore = claim.First,
                SecondScore = claim.Second,
                WinnerId = claim.Winner is { } winner ? bracket.At(pairing.Of(winner))?.UserId ?? "" : "",
            },
        };
    }
}
