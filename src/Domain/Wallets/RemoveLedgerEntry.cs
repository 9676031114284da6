using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Wallets;

/// <summary>An operator takes an entry out of a ledger. The wallet stays as it is (parity 8.5); doing it twice does nothing.</summary>
/// <param name="UserId">Whose ledger; an entry of another's is as good as unknown.</param>
/// <param name="EntryId">Which; a lower-case UUID.</param>
public sealed record RemoveLedgerEntry(string UserId, string EntryId) : StreamCommand<LedgerEntry, Done>
{
    public override StreamRef<LedgerEntry> Stream => TextRules.StreamOf(LedgerEntry.Kind, EntryId);

    protected override Decision<Done> Decide(LedgerEntry state, DecisionContext context) =>
        Decision.Granted().AppendIf(state.Exists && state.UserId == UserId, Stream, () => new LedgerEntryRemoved());
}
