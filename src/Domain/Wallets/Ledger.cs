using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Wallets;

/// <summary>How ledger entries come to know of the call that they are written in.</summary>
static class Ledger
{
    /// <summary>The entry with the cause and the request id of the call.</summary>
    public static LedgerEntryWritten Of(LedgerEntryWritten entry, DecisionContext context) => entry with
    {
        Cause = LedgerCause.Kept(context.Caller.Cause),
        Correlation = LedgerCause.Kept(context.Caller.Correlation),
    };
}
