using KaosNet.Domain.Kernel.Undoing;

namespace KaosNet.Domain.Seals;

/// <summary>A seal is what somebody outside may hold the history against.</summary>
public static class SealReversals
{
    const string Evidence = "a seal says what the history was: it stays, whatever happens later";

    /// <summary>How events of the chain of seals are undone: never.</summary>
    public static StreamReversals Rules { get; } = new StreamReversals<SealChain, SealEvent>(
        SealChain.Kind,
        (_, _) => Reversal.Refused(Evidence),
        new Dictionary<Type, string> { [typeof(StoreSealed)] = Evidence });
}
