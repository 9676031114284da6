using System.Text.Json;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Wallets;

namespace KaosNet.Domain.Tests.Wallets;

static class Given
{
    public static readonly string Ann = Specification.Player.UserId;
    public static readonly string Bob = "0bb0bb00-0000-4000-8000-000000000002";
    public static readonly Caller Script = new() { Source = Source.Script, Actor = "main.lua", Correlation = "r1", Cause = "end:cup:60" };
    public static readonly DateTimeOffset Later = Specification.Now.AddMinutes(1);

    /// <summary>Ann and Bob have accounts, and wallets with this in them (JSON; null for none yet).</summary>
    public static Specification Players(string? ann = null, string? bob = null) => With(With(Specification.GivenNothing(), Ann, ann), Bob, bob);

    public static WalletUpdate Update(string userId, string changeset, string metadata = "{}") => new(userId, Map(changeset), metadata);

    public static UpdateWallets Batch(params WalletUpdate[] updates) => new(updates, WritesLedger: false);

    public static UpdateWallets Booked(params WalletUpdate[] updates) => new(updates, WritesLedger: true);

    public static StreamRef<Wallet> Wallet(string userId) => Domain.Wallets.Wallet.Kind.Of(userId);

    /// <summary>The ids of the ledger entries that an outcome wrote.</summary>
    public static string[] Entries<TResult>(this Outcome<TResult> outcome) =>
        [.. outcome.Events.Where(appended => appended.Event is LedgerEntryWritten).Select(appended => appended.Stream.Id)];

    public static Outcome<TResult> ThenHas<TResult>(this Outcome<TResult> outcome, string userId, string wallet)
    {
        outcome.IsRefused.ShouldBeFalse();
        outcome.After.Has(userId, wallet);
        return outcome;
    }

    public static void Has(this Specification world, string userId, string wallet) =>
        world.State(Wallet(userId), state => Amounts.Text(state.Balances).ShouldBe(wallet));

    static Specification With(Specification world, string userId, string? wallet)
    {
        var created = world.And(Account.Kind.Of(userId), new AccountCreated("u" + userId[..3], IdentityKind.Device, userId));
        return wallet is null ? created : created.And(Wallet(userId), new WalletReplaced(Amounts.Sorted(Map(wallet))));
    }

    static Dictionary<string, long> Map(string json) => JsonSerializer.Deserialize<Dictionary<string, long>>(json)!;
}
