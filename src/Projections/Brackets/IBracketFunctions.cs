using KaosNet.Domain.Brackets;
using KaosNet.Domain.Kernel;

namespace KaosNet.Projections.Brackets;

/// <summary>What a game can have a function for, of all that happens to brackets.</summary>
public enum BracketCallback
{
    /// <summary>Pairings can be played.</summary>
    Ready,

    /// <summary>All is decided; again after a correction.</summary>
    End,
}

/// <summary>The functions that modules registered for brackets.</summary>
public interface IBracketFunctions
{
    /// <summary>True if there is one.</summary>
    bool Has(BracketCallback callback);

    /// <summary>Who a call's changes are by: the module that registered the function.</summary>
    /// <param name="callback">Which function.</param>
    /// <param name="cause">What all that it does is kept with.</param>
    Caller CallerOf(BracketCallback callback, string cause);

    /// <summary>Calls it. Refused with the error when it fails.</summary>
    /// <param name="callback">Which function.</param>
    /// <param name="bracket">The bracket as it is now.</param>
    /// <param name="pairings">Numbers of the pairings that became ready.</param>
    /// <param name="cause">What all that it does is kept with.</param>
    /// <param name="cancel">Gives up.</param>
    ValueTask<Answer<Done>> Call(BracketCallback callback, Bracket bracket, IReadOnlyList<int> pairings, string cause, CancellationToken cancel);
}
