using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel.Undoing;

namespace KaosNet.Domain.Brackets;

/// <summary>How entering and leaving a bracket is undone. What was played is corrected by correcting the result, which knows what builds on it.</summary>
public static class BracketReversals
{
    const string Played = "a bracket that runs goes on; a result is put right by correcting it";

    const string Said = "what players said of a pairing stands; a result is put right by correcting it";

    /// <summary>The rules.</summary>
    public static readonly StreamReversals Rules = new StreamReversals<Bracket, BracketEvent>(Bracket.Kind, Of, new Dictionary<Type, string>
    {
        [typeof(BracketStarted)] = Played,
        [typeof(BracketPairingsReady)] = Played,
        [typeof(BracketCheckedIn)] = Said,
        [typeof(BracketResultClaimed)] = Said,
        [typeof(BracketPairingDecided)] = Played,
        [typeof(BracketDeadlinePassed)] = Played,
        [typeof(BracketResultTakenBack)] = Played,
        [typeof(BracketEntrantWithdrew)] = Played,
        [typeof(BracketFinished)] = Played,
        [typeof(BracketCancelled)] = "a bracket that was called off stays so",
        [typeof(BracketFunctionsCalled)] = "that the game's functions were called is not undone; what they changed are events of their own",
    });

    static Reversal Of(Happening<Bracket, BracketEvent> past, UndoWorld world)
    {
        if (past.Now.Phase != BracketPhase.Open) return Reversal.Later("the bracket was started or called off since");
        switch (past.Event)
        {
            case BracketEntered entered:
                return past.Now.SeedOf(entered.UserId) == 0 ? Reversal.Later("the player left the bracket since") : past.By(new BracketEntryWithdrawn(entered.UserId));
            case BracketEntryWithdrawn gone:
                if (past.Now.SeedOf(gone.UserId) != 0) return Reversal.Later("the player entered again since");
                return world.IsGone(gone.UserId) ? Reversal.Refused("the player's account is deleted") : past.By(new BracketEntered(gone.UserId));
            default:
                return past.Now.Entrants.Length > 0 ? Reversal.Later("players entered the bracket") : past.By(new BracketCancelled("undone"));
        }
    }
}
