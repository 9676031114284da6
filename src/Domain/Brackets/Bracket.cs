using System.Collections.Immutable;
using System.Text.Json.Serialization;
using KaosNet.Domain.Brackets.Drawing;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Brackets;

/// <summary>Where a bracket is in its life; the numbers are the wire's, whose 0 means "any".</summary>
public enum BracketPhase
{
    None = 0,

    /// <summary>Players enter and leave.</summary>
    Open = 1,

    Running = 2,

    Finished = 3,

    Cancelled = 4,
}

/// <summary>A bracket as its events left it. Stream <c>bracket-{uuid}</c>.</summary>
public sealed record Bracket : IWeighed
{
    /// <summary>All brackets.</summary>
    public static readonly StreamKind<Bracket, BracketEvent> Kind =
        new("bracket", id => new Bracket { Id = id }, Evolve, About, Limits.SnapshotEvery);

    /// <summary>A lower-case UUID.</summary>
    public required string Id { get; init; }

    public BracketPhase Phase { get; init; }

    public BracketSettings Settings { get; init; } = new(BracketFormat.SingleElimination);

    /// <summary>In the order of their coming; by seed once it runs, so that seed n is at n - 1.</summary>
    public ImmutableArray<BracketEntrant> Entrants { get; init; } = [];

    /// <summary>By number: number n is at n - 1. None before the start.</summary>
    public ImmutableArray<BracketPairing> Pairings { get; init; } = [];

    public Seeding Seeding { get; init; }

    /// <summary>The board that seeded it.</summary>
    public string? Board { get; init; }

    /// <summary>The board's period.</summary>
    public long? BoardExpiry { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it was finished or cancelled.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    public string? WinnerId { get; init; }

    /// <summary>How often it was finished: again after a correction.</summary>
    public int Endings { get; init; }

    /// <summary>Version of the last event for which the game's functions were called.</summary>
    public long CalledThrough { get; init; }

    [JsonIgnore]
    public bool Exists => Phase != BracketPhase.None;

    /// <summary>Who meets whom; only once it runs.</summary>
    [JsonIgnore]
    public BracketLayout Layout => BracketLayout.Of(Settings, Entrants.Length);

    int IWeighed.Weight => 500 + (Entrants.Length * 200) + (Pairings.Length * 200);

    /// <summary>A pairing by its number; null for none.</summary>
    public BracketPairing? Find(int number) => number >= 1 && number <= Pairings.Length ? Pairings[number - 1] : null;

    /// <summary>The seed of a player, in the order of entry before the start; 0 when they are not in.</summary>
    public int SeedOf(string userId)
    {
        for (var i = 0; i < Entrants.Length; i++)
        {
            if (string.Equals(Entrants[i].UserId, userId, StringComparison.Ordinal)) return i + 1;
        }

        return 0;
    }

    /// <summary>The player with a seed; null for nobody.</summary>
    public BracketEntrant? At(int seed) => seed >= 1 && seed <= Entrants.Length ? Entrants[seed - 1] : null;

    /// <summary>Whether there is a player with that seed who has not left.</summary>
    public bool IsIn(int seed) => At(seed) is { HasWithdrawn: false };

    /// <summary>The pairing that a player has to play now; null for none.</summary>
    public BracketPairing? ReadyPairingOf(string userId)
    {
        var seed = SeedOf(userId);
        return Pairings.FirstOrDefault(pairing => pairing.IsReady && pairing.SlotOf(seed) is not null);
    }

    /// <summary>The bracket after one more event.</summary>
    public static Bracket Evolve(Bracket bracket, BracketEvent happened, DateTimeOffset at) => happened switch
    {
        BracketCreated created => new Bracket { Id = bracket.Id, Phase = BracketPhase.Open, Settings = created.Settings, CreatedAt = at },
        BracketEntered entered => bracket with { Entrants = bracket.Entrants.Add(new(entered.UserId, at)) },
        BracketEntryWithdrawn gone => bracket with { Entrants = bracket.Entrants.RemoveAll(entrant => entrant.UserId == gone.UserId) },
        BracketStarted started => bracket.Start(started, at),
        BracketPairingsReady ready => ready.Pairings.Aggregate(bracket, (before, pairing) => before.With(pairing.Pairing, was => was with
        {
            ReadyAt = at,
            DeadlineAt = pairing.DeadlineAt,
        })),
        BracketCheckedIn checkedIn => bracket.With(checkedIn.Pairing, was => was with
        {
            FirstIsIn = was.FirstIsIn || bracket.At(was.First)?.UserId == checkedIn.UserId,
            SecondIsIn = was.SecondIsIn || bracket.At(was.Second)?.UserId == checkedIn.UserId,
            DeadlineAt = checkedIn.DeadlineAt,
        }),
        BracketResultClaimed claimed => bracket.With(claimed.Pairing, was => was with
        {
            FirstClaim = bracket.At(was.First)?.UserId == claimed.UserId ? claimed.Score : was.FirstClaim,
            SecondClaim = bracket.At(was.Second)?.UserId == claimed.UserId ? claimed.Score : was.SecondClaim,
        }),
        BracketPairingDecided decided => bracket.Decide(decided, at),
        BracketDeadlinePassed passed => bracket.With(passed.Pairing, was => was with { DeadlineAt = null }),
        BracketResultTakenBack back => bracket.TakeBack(back),
        BracketEntrantWithdrew withdrew => bracket.Withdraw(withdrew.UserId),
        BracketFinished finished => bracket with
        {
            Phase = BracketPhase.Finished,
            EndedAt = at,
            WinnerId = finished.WinnerId,
            Endings = bracket.Endings + 1,
            Entrants = [.. bracket.Entrants.Select((entrant, i) => entrant with { Place = i < finished.Places.Count ? finished.Places[i] : 0 })],
        },
        BracketFunctionsCalled called => bracket with { CalledThrough = Math.Max(bracket.CalledThrough, called.Through) },
        BracketCancelled => bracket with { Phase = BracketPhase.Cancelled, EndedAt = at },
        _ => bracket,
    };

    Bracket Start(BracketStarted started, DateTimeOffset at)
    {
        var entered = Entrants.DistinctBy(entrant => entrant.UserId).ToDictionary(entrant => entrant.UserId, StringComparer.Ordinal);
        var bySeed = this with
        {
            Phase = BracketPhase.Running,
            Entrants = [.. started.Seeds.Select(userId => entered.GetValueOrDefault(userId) ?? new BracketEntrant(userId, at))],
            Seeding = started.Seeding,
            Board = started.Board,
            BoardExpiry = started.Expiry,
            StartedAt = at,
        };
        return !BracketLayout.CanDraw(Settings.Format, bySeed.Entrants.Length) ? bySeed : bySeed with
        {
            Pairings = [.. bySeed.Layout.Pairings.Select(drawn => new BracketPairing { Number = drawn.Number, First = drawn.First, Second = drawn.Second })],
        };
    }

    Bracket Decide(BracketPairingDecided decided, DateTimeOffset at)
    {
        if (Find(decided.Pairing) is not { } was) return this;
        var pairing = was with
        {
            Outcome = decided.Outcome,
            Score = decided.Score,
            MatchId = decided.MatchId,
            DecidedAt = at,
            DeadlineAt = null,
            WinnerTo = decided.WinnerTo,
            LoserTo = decided.LoserTo,
        };
        return With(pairing.Number, _ => pairing)
            .Count(pairing, 1)
            .Place(decided.WinnerTo, pairing.Winner)
            .Place(decided.LoserTo, pairing.Loser);
    }

    Bracket Undo(int number)
    {
        if (Find(number) is not { IsDecided: true } was) return this;
        return With(number, pairing => pairing.Open())
            .Count(was, -1)
            .Place(was.WinnerTo, BracketPairing.Unknown)
            .Place(was.LoserTo, BracketPairing.Unknown);
    }

    Bracket TakeBack(BracketResultTakenBack back)
    {
        var before = back.Undone.Aggregate(this, (later, undone) => later.Undo(undone)).Undo(back.Pairing);
        return Phase != BracketPhase.Finished ? before : before with
        {
            Phase = BracketPhase.Running,
            EndedAt = null,
            WinnerId = null,
            Entrants = [.. before.Entrants.Select(entrant => entrant with { Place = 0 })],
        };
    }

    Bracket Withdraw(string userId) => SeedOf(userId) is > 0 and var seed
        ? this with { Entrants = Entrants.SetItem(seed - 1, Entrants[seed - 1] with { HasWithdrawn = true }) }
        : this;

    Bracket Count(BracketPairing decided, int sign)
    {
        var entrants = Entrants;
        if (At(decided.First) is { } first) entrants = entrants.SetItem(decided.First - 1, first.Count(Settings, decided, Slot.First, sign));
        if (At(decided.Second) is { } second) entrants = entrants.SetItem(decided.Second - 1, second.Count(Settings, decided, Slot.Second, sign));
        return this with { Entrants = entrants };
    }

    Bracket Place(BracketStep? to, int seed) => to is null ? this : With(to.Pairing, pairing => pairing.With(to.Slot, seed));

    Bracket With(int number, Func<BracketPairing, BracketPairing> change) => Find(number) is { } was
        ? this with { Pairings = Pairings.SetItem(number - 1, change(was)) }
        : this;

    static IEnumerable<string> About(string id, BracketEvent happened) => happened switch
    {
        BracketEntered entered => [entered.UserId],
        BracketEntryWithdrawn gone => [gone.UserId],
        BracketStarted started => started.Seeds,
        BracketPairingsReady ready => ready.Pairings.SelectMany(pairing => new[] { pairing.FirstId, pairing.SecondId }),
        BracketCheckedIn checkedIn => [checkedIn.UserId],
        BracketResultClaimed claimed => [claimed.UserId],
        BracketPairingDecided decided => new[] { decided.FirstId, decided.SecondId }.OfType<string>(),
        BracketEntrantWithdrew withdrew => [withdrew.UserId],
        _ => [],
    };
}
