using KaosNet.Domain.Brackets.Drawing;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Notifications;

namespace KaosNet.Domain.Brackets;

/// <summary>
/// Unfolds what a command does to a running bracket: pairings that are decided without a game, pairings that become ready, the end. Every step is an event,
/// and the next one is decided from the bracket after it.
/// </summary>
sealed class BracketPlay(StreamRef<Bracket> stream, Bracket bracket, DecisionContext context)
{
    readonly List<BracketEvent> _events = [];
    readonly Queue<int> _touched = new();
    readonly List<ReadyPairing> _told = [];

    /// <summary>The bracket after all that has happened so far.</summary>
    public Bracket Bracket { get; private set; } = bracket;

    /// <summary>Something happened.</summary>
    public void Add(BracketEvent happened)
    {
        Bracket = Bracket.Evolve(Bracket, happened, context.Now);
        _events.Add(happened);
    }

    /// <summary>This pairing may have become ready, or decided.</summary>
    public void Touch(int pairing) => _touched.Enqueue(pairing);

    /// <summary>All open pairings of a player may have.</summary>
    public void TouchAllOf(int seed)
    {
        foreach (var pairing in Bracket.Pairings)
        {
            if (!pairing.IsDecided && pairing.SlotOf(seed) is not null) Touch(pairing.Number);
        }
    }

    /// <summary>A pairing has its result.</summary>
    public void Decide(BracketPairing pairing, PairingOutcome outcome, PairingScore score, string? matchId = null)
    {
        var drawn = Bracket.Layout.Pairings[pairing.Number - 1];
        // The grand final is played again only if it cost somebody who is still there their first loss.
        var isLast = drawn.Side == BracketSide.GrandFinal && (score.Winner == Slot.First || outcome is PairingOutcome.Walkover or PairingOutcome.Void);
        Add(new BracketPairingDecided(
            pairing.Number, Bracket.At(pairing.First)?.UserId, Bracket.At(pairing.Second)?.UserId, outcome, score,
            isLast ? null : drawn.WinnerTo, isLast ? null : drawn.LoserTo) { MatchId = matchId });
        if (Bracket.Settings.Format == BracketFormat.RoundRobin)
        {
            TouchNextOf(pairing.First);
            TouchNextOf(pairing.Second);
        }
        else if (!isLast)
        {
            if (drawn.WinnerTo is { } winnerTo) Touch(winnerTo.Pairing);
            if (drawn.LoserTo is { } loserTo) Touch(loserTo.Pairing);
        }
    }

    /// <summary>A player leaves the running bracket.</summary>
    public void Withdraw(string userId, string reason)
    {
        Add(new BracketEntrantWithdrew(userId, reason));
        TouchAllOf(Bracket.SeedOf(userId));
    }

    /// <summary>Lets all follow that follows.</summary>
    /// <returns>The decision, with the players told whose pairings have become ready.</returns>
    public Decision<Bracket> End()
    {
        var ready = new SortedSet<int>();
        while (_touched.TryDequeue(out var number))
        {
            var pairing = Bracket.Find(number)!;
            if (pairing.IsDecided || pairing.First == BracketPairing.Unknown || pairing.Second == BracketPairing.Unknown) continue;
            var (first, second) = (Bracket.IsIn(pairing.First), Bracket.IsIn(pairing.Second));
            if (first && second)
            {
                if (pairing.ReadyAt is null && IsItsTurn(pairing)) ready.Add(number);
                continue;
            }

            if (first || second) Decide(pairing, PairingOutcome.Walkover, PairingScore.Unplayed(first ? Slot.First : Slot.Second));
            else Decide(pairing, PairingOutcome.Void, PairingScore.Unplayed(null));
        }

        if (ready.Count > 0) Ready(ready);
        if (Bracket.Phase == BracketPhase.Running && IsAllDecided()) Finish();
        var decision = Decision.Granted(Bracket);
        foreach (var happened in _events) decision.Append(stream, happened);
        foreach (var pairing in _told)
        {
            Tell(decision, pairing, pairing.FirstId, pairing.SecondId);
            Tell(decision, pairing, pairing.SecondId, pairing.FirstId);
        }

        return decision;
    }

    void Tell(Decision<Bracket> decision, ReadyPairing pairing, string receiverId, string opponentId)
    {
        var notice = Notice.BracketPairingReady(Bracket.Id, Bracket.Settings.Title, pairing.Pairing, opponentId);
        decision.Notify(context, receiverId, notice.Code, notice.Subject, notice.Content, null);
    }

    void Ready(SortedSet<int> numbers)
    {
        var seconds = Bracket.Settings.CheckInSeconds > 0 ? Bracket.Settings.CheckInSeconds : Bracket.Settings.PlaySeconds;
        DateTimeOffset? deadline = seconds > 0 ? context.Now.AddSeconds(seconds) : null;
        foreach (var number in numbers)
        {
            var pairing = Bracket.Find(number)!;
            _told.Add(new(number, Bracket.At(pairing.First)!.UserId, Bracket.At(pairing.Second)!.UserId) { DeadlineAt = deadline });
        }

        Add(new BracketPairingsReady([.. _told]));
    }

    void Finish()
    {
        var places = BracketPlaces.Of(Bracket);
        var winner = places.ToList().IndexOf(1) + 1;
        Add(new BracketFinished(Bracket.At(winner)?.UserId, places));
    }

    bool IsAllDecided()
    {
        var layout = Bracket.Layout;
        return Bracket.Pairings.All(pairing => pairing.IsDecided
            || (layout.Pairings[pairing.Number - 1].Side == BracketSide.Reset && pairing.First == BracketPairing.Unknown));
    }

    /// <summary>In a round robin everybody plays one game after the other, in the order of the rounds.</summary>
    bool IsItsTurn(BracketPairing pairing) =>
        Bracket.Settings.Format != BracketFormat.RoundRobin || (IsNextOf(pairing.First, pairing) && IsNextOf(pairing.Second, pairing));

    bool IsNextOf(int seed, BracketPairing pairing) => NextOf(seed) == pairing.Number;

    void TouchNextOf(int seed)
    {
        if (NextOf(seed) is > 0 and var next) Touch(next);
    }

    int NextOf(int seed) => Bracket.Layout.PairingsOf(seed).FirstOrDefault(number => !Bracket.Pairings[number - 1].IsDecided);
}
