using KaosNet.Domain.Brackets.Drawing;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Brackets;

/// <summary>A player says that they are there for their pairing. The answer is the bracket.</summary>
/// <param name="BracketId">The bracket.</param>
/// <param name="Pairing">Number of the pairing; 0 for the one that the player has to play now.</param>
/// <param name="UserId">Who; a lower-case UUID.</param>
public sealed record CheckIn(string BracketId, int Pairing, string UserId) : StreamCommand<Bracket, Bracket>
{
    public override StreamRef<Bracket> Stream { get; } = Bracket.Kind.Of(BracketId);

    protected override Decision<Bracket> Decide(Bracket state, DecisionContext context)
    {
        if (!state.Exists) return BracketFaults.NotFound;
        if (state.Settings.CheckInSeconds == 0) return BracketFaults.NoCheckIn;
        if (state.Phase != BracketPhase.Running) return BracketFaults.NotRunning;
        var seed = state.SeedOf(UserId);
        if (seed == 0) return BracketFaults.EntrantNotFound;
        var pairing = Pairing == 0 ? state.ReadyPairingOf(UserId) : state.Find(Pairing);
        if (pairing is null) return Pairing == 0 ? BracketFaults.NoPairing : BracketFaults.PairingNotFound;
        if (pairing.SlotOf(seed) is not { } slot) return BracketFaults.NotInPairing;
        if (pairing.IsDecided) return BracketFaults.PairingDecided;
        if (!pairing.IsReady) return BracketFaults.PairingNotReady;
        if (slot == Slot.First ? pairing.FirstIsIn : pairing.SecondIsIn) return Decision.Granted(state);

        var areBothIn = slot == Slot.First ? pairing.SecondIsIn : pairing.FirstIsIn;
        var deadline = !areBothIn ? pairing.DeadlineAt : state.Settings.PlaySeconds > 0 ? context.Now.AddSeconds(state.Settings.PlaySeconds) : null as DateTimeOffset?;
        var play = new BracketPlay(Stream, state, context);
        play.Add(new BracketCheckedIn(pairing.Number, UserId, deadline));
        return play.End();
    }
}
