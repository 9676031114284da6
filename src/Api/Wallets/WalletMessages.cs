using KaosNet.Domain.Wallets;
using KaosNet.Projections.Wallets;
using KaosNet.Protocol.Api.Kaos;

namespace KaosNet.Api.Wallets;

/// <summary>Wallets and their ledger on the wire.</summary>
static class WalletMessages
{
    /// <summary>Balances in the order in which documents show them.</summary>
    public static Dictionary<string, long> Of(IEnumerable<KeyValuePair<string, long>> balances) =>
        Amounts.Sorted(balances).ToDictionary(amount => amount.Key, amount => amount.Value, StringComparer.Ordinal);

    public static WalletLedgerItem Of(LedgerRow row) => new()
    {
        Id = row.Id.ToString(),
        UserId = row.UserId.ToString(),
        Changeset = Of(Amounts.Read(row.Changeset)),
        Metadata = row.Metadata,
        CreateTime = row.CreateTime,
        UpdateTime = row.UpdateTime,
        Number = row.Number,
        Cause = row.Cause ?? "",
        Correlation = row.Correlation ?? "",
        Reverses = row.Reverses?.ToString() ?? "",
        ReversedBy = row.ReversedBy?.ToString() ?? "",
        Shortfall = Of(Amounts.Read(row.Shortfall)),
        Author = row.Author ?? "",
        Reason = row.Reason ?? "",
    };
}
