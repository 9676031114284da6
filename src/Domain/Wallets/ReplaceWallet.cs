using System.Text.Json;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Wallets;

/// <summary>An operator puts another wallet in place of what a player has. The ledger does not tell of it (parity 8.5).</summary>
/// <param name="UserId">Whose; a lower-case UUID.</param>
/// <param name="Balances">A JSON object of whole numbers that are not negative.</param>
public sealed record ReplaceWallet(string UserId, string Balances) : Command<Done>
{
    public override IReadOnlyList<StreamRef> Streams { get; } =
        [TextRules.StreamOf(Account.Kind, UserId), TextRules.StreamOf(Wallet.Kind, UserId)];

    public override Decision<Done> Decide(StreamStates states, DecisionContext context)
    {
        if (!TextRules.IsId(UserId)) return WalletFaults.InvalidUser;
        if (!Read(Balances).IsGranted(out var balances, out var fault)) return fault;
        if (!states.Of(Account.Kind.Of(UserId)).IsAlive) return WalletFaults.UserNotFound;
        var stream = Wallet.Kind.Of(UserId);
        var isAlready = Amounts.Text(states.Of(stream).Balances) == Amounts.Text(balances);
        return Decision.Granted().AppendIf(!isAlready, stream, () => new WalletReplaced(balances));
    }

    static Answer<Amount[]> Read(string text)
    {
        Dictionary<string, long>? read;
        try
        {
            read = JsonDocumentText.IsObject(text) ? JsonSerializer.Deserialize<Dictionary<string, long>>(text) : null;
        }
        catch (JsonException)
        {
            return WalletFaults.NotAWallet;
        }

        if (read is null || read.Count > Limits.KeysMax || !read.Keys.All(Amounts.IsKey)) return WalletFaults.NotAWallet;
        var balances = Amounts.Sorted(read);
        return balances.FirstOrDefault(amount => amount.Value < 0) is { } negative
            ? WalletFaults.NegativeBalance(negative.Key)
            : (Answer<Amount[]>)(Amount[])[.. balances];
    }
}
