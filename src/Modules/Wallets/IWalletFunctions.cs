using KaosNet.Modules.Kernel;

namespace KaosNet.Modules.Wallets;

/// <summary>Wallets and their ledger.</summary>
public interface IWalletFunctions
{
    /// <summary>Changes a wallet. No amount may become negative.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="changeset">What to add to each amount.</param>
    /// <param name="metadata">What the ledger is to hold with it.</param>
    /// <param name="updateLedger">Whether the ledger gets an entry.</param>
    [ServerFunction("wallet_update", LuaReturnsMembers = true, LuaMembers = 2)]
    ValueTask<WalletUpdated> Update(
        [Expects("expects a valid user id")] Guid userId, IReadOnlyDictionary<string, long> changeset, JsonText? metadata = null, bool updateLedger = false);

    /// <summary>Changes wallets, all of them or none.</summary>
    /// <param name="updates">Which, and what to add.</param>
    /// <param name="updateLedger">Whether the ledgers get entries.</param>
    [ServerFunction("wallets_update", Failure = "failed to update user wallet: ")]
    ValueTask<IReadOnlyList<WalletUpdated>> UpdateMany([Expects("expects a valid set of updates"), AtMost(1000)] IReadOnlyList<WalletUpdate> updates, bool updateLedger = false);

    /// <summary>Lists a ledger, the latest entry first.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="limit">The most on a page.</param>
    /// <param name="cursor">Where the page begins; empty for the first.</param>
    [ServerFunction("wallet_ledger_list", Failure = "failed to retrieve user wallet ledger: ", LuaReturnsMembers = true)]
    ValueTask<LedgerPage> ListLedger(
        [Expects("expects a valid user id")] Guid userId, [Expects("expects limit to be 0-100"), Between(0, 100)] int limit = 100, string cursor = "");

    /// <summary>Replaces what an entry of the ledger holds beside its amounts.</summary>
    /// <param name="itemId">The entry.</param>
    /// <param name="metadata">What it is to hold.</param>
    [ServerFunction("wallet_ledger_update", Failure = "failed to update user wallet ledger: ")]
    ValueTask<LedgerItem> UpdateLedger([Expects("expects a valid item id")] Guid itemId, JsonText metadata);

    /// <summary>Takes an entry back by another one that names it. Of this server alone.</summary>
    /// <param name="itemId">The entry.</param>
    /// <param name="options">How.</param>
    [ServerFunction("wallet_ledger_reverse", Failure = "failed to reverse user wallet ledger: ")]
    ValueTask<LedgerItem> Reverse([Expects("expects a valid item id")] Guid itemId, LedgerReversal? options = null);
}

/// <summary>A change of one wallet.</summary>
public sealed record WalletUpdate
{
    /// <summary>Whose.</summary>
    [Expects("expects a valid user id")]
    public required Guid UserId { get; init; }

    /// <summary>What to add to each amount.</summary>
    public required IReadOnlyDictionary<string, long> Changeset { get; init; }

    /// <summary>What the ledger is to hold with it.</summary>
    public JsonText? Metadata { get; init; }
}

/// <summary>How an entry is taken back.</summary>
public sealed record LedgerReversal
{
    /// <summary>Whether to take what is there if that is less than the entry gave.</summary>
    public bool TakeWhatIsThere { get; init; }

    /// <summary>What the new entry is to hold.</summary>
    public JsonText? Metadata { get; init; }

    /// <summary>Who wants it.</summary>
    public string? Author { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }
}

/// <summary>What a wallet has become.</summary>
/// <param name="Updated">What is in it now.</param>
/// <param name="Previous">What was in it before.</param>
/// <param name="UserId">Whose it is.</param>
public sealed record WalletUpdated(IReadOnlyDictionary<string, long> Updated, IReadOnlyDictionary<string, long> Previous, Guid UserId);

/// <summary>An entry of a ledger.</summary>
public sealed record LedgerItem
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required Guid UserId { get; init; }

    /// <summary>When it was made; a number of seconds in scripts.</summary>
    public DateTimeOffset CreateTime { get; init; }

    /// <summary>When its metadata last changed; a number of seconds in scripts.</summary>
    public DateTimeOffset UpdateTime { get; init; }

    /// <summary>What was added to each amount.</summary>
    public required JsonText Changeset { get; init; }

    /// <summary>What it holds beside.</summary>
    public required JsonText Metadata { get; init; }

    /// <summary>What it was made for.</summary>
    public string? Cause { get; init; }

    /// <summary>The request that it was made in.</summary>
    public string? Correlation { get; init; }

    /// <summary>The entry that it takes back.</summary>
    public string? Reverses { get; init; }

    /// <summary>The entry that takes it back.</summary>
    public string? ReversedBy { get; init; }

    /// <summary>What could not be taken back, as it was not there.</summary>
    public JsonText? Shortfall { get; init; }

    /// <summary>Who took it back.</summary>
    public string? Author { get; init; }

    /// <summary>Why it was taken back.</summary>
    public string? Reason { get; init; }
}

/// <summary>A page of a ledger.</summary>
/// <param name="Items">The entries.</param>
/// <param name="Cursor">Where the next page begins; empty on the last.</param>
public sealed record LedgerPage(IReadOnlyList<LedgerItem> Items, string Cursor);
