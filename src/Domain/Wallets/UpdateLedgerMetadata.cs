using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Wallets;

/// <summary>Server code adds to what an entry says about itself: the keys it gives take the place of those that are there, the others stay (parity 8.4).</summary>
/// <param name="EntryId">Which; a lower-case UUID.</param>
/// <param name="Annotations">The keys as a JSON object in any spelling.</param>
public sealed record UpdateLedgerMetadata(string EntryId, string Annotations) : StreamCommand<LedgerEntry, LedgerEntry>
{
    public override StreamRef<LedgerEntry> Stream => TextRules.StreamOf(LedgerEntry.Kind, EntryId);

    protected override Decision<LedgerEntry> Decide(LedgerEntry state, DecisionContext context)
    {
        if (!TextRules.IsId(EntryId)) return WalletFaults.InvalidItem;
        if (!Metadata.Of(Annotations).IsGranted(out var annotations, out var fault)) return fault;
        if (!state.Exists) return WalletFaults.ItemNotFound;
        var annotated = new LedgerEntryAnnotated(annotations);
        var after = LedgerEntry.Evolve(state, annotated, context.Now);
        return Metadata.Fits(after.Metadata) ? Decision.Granted(after).Append(Stream, annotated) : WalletFaults.InvalidMetadata;
    }
}
