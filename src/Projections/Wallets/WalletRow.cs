using KaosNet.Domain.Wallets;
using KaosNet.Store.Tables;

namespace KaosNet.Projections.Wallets;

/// <summary>What a player owns.</summary>
/// <param name="Wallet">A JSON object in its canonical spelling.</param>
/// <param name="UpdatedAt">When it was last touched, which counts as a change of the account (parity 8.2).</param>
public sealed record WalletRow(Guid UserId, string Wallet, DateTimeOffset UpdatedAt)
{
    /// <summary>The table: inline, because a player who was just paid finds it in the account.</summary>
    public static readonly StateTable<Wallet, WalletRow> Table = new(
        "wallets",
        Domain.Wallets.Wallet.Kind,
        (id, wallet) => wallet.Exists ? [new(Guid.Parse(id), Amounts.Text(wallet.Balances), wallet.UpdatedAt)] : [],
        table => table
            .Uuid("user_id", row => row.UserId)
            .Text("wallet", row => row.Wallet)
            .Time("wallet_updated_at", row => row.UpdatedAt)
            .Key("user_id"));
}
