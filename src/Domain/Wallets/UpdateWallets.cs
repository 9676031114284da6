using System.Collections.Immutable;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Wallets;

/// <summary>One update of a batch.</summary>
/// <param name="UserId">Whose wallet; a lower-case UUID.</param>
/// <param name="Changeset">How much to give, or to take if negative, by key.</param>
/// <param name="Metadata">What the ledger says about it: a JSON object in any spelling.</param>
public sealed record WalletUpdate(string UserId, IReadOnlyDictionary<string, long> Changeset, string Metadata = "{}");

/// <summary>What an update came to.</summary>
/// <param name="UserId">Whose wallet.</param>
/// <param name="Previous">The balances before this update.</param>
/// <param name="Updated">The balances after all updates of the batch.</param>
public sealed record WalletResult(string UserId, ImmutableDictionary<string, long> Previous, ImmutableDictionary<string, long> Updated)
{
    /// <summary>The ledger entry that was written; null when none was asked for.</summary>
    public string? EntryId { get; init; }
}

/// <summary>
/// Server code gives to players and takes from them: all of it or nothing, in the order of the list, and never below zero at any step (parity 8.2). Users that
/// do not exist are passed over.
/// </summary>
/// <param name="Updates">At most <see cref="Limits.BatchMax"/>.</param>
/// <param name="WritesLedger">Whether each update leaves an entry in the ledger.</param>
public sealed record UpdateWallets(IReadOnlyList<WalletUpdate> Updates, bool WritesLedger) : Command<IReadOnlyList<WalletResult>>
{
    /// <summary>Stands in for streams that the store cannot even be asked for: such a batch is refused, or nothing, by its input alone.</summary>
    static readonly StreamRef[] NoStreams = [Wallet.Kind.New("none")];

    public override IReadOnlyList<StreamRef> Streams { get; } = StreamsOf(Updates);

    public override Decision<IReadOnlyList<WalletResult>> Decide(StreamStates states, DecisionContext context)
    {
        if (Updates.Count > Limits.BatchMax) return WalletFaults.TooManyUpdates;
        var metadata = new string[Updates.Count];
        for (var i = 0; i < metadata.Length; i++)
        {
            if (FlawOf(Updates[i]) is { } flaw) return flaw;
            if (!Metadata.Of(Updates[i].Metadata).IsGranted(out metadata[i]!, out var fault)) return fault;
        }

        var results = new List<WalletResult>(Updates.Count);
        var decision = Decision.Granted<IReadOnlyList<WalletResult>>(results);
        var wallets = new Dictionary<string, Wallet>(StringComparer.Ordinal);
        for (var i = 0; i < metadata.Length; i++)
        {
            var update = Updates[i];
            if (!states.Of(Account.Kind.Of(update.UserId)).IsAlive) continue;
            var stream = Wallet.Kind.Of(update.UserId);
            var wallet = wallets.GetValueOrDefault(update.UserId) ?? states.Of(stream);
            var changes = Amounts.Sorted(update.Changeset);
            if (!wallet.Book(changes).IsGranted(out var bookings, out var refusal)) return refusal;

            var entryId = WritesLedger ? context.Dice.Uuid().ToString() : null;
            var booked = new WalletBooked(bookings, entryId);
            decision.Append(stream, booked);
            if (entryId is not null)
            {
                var entry = new LedgerEntryWritten(update.UserId, wallet.Entries + 1, changes, metadata[i]);
                decision.Append(LedgerEntry.Kind.New(entryId), Ledger.Of(entry, context));
            }

            wallets[update.UserId] = Wallet.Evolve(wallet, booked, context.Now);
            results.Add(new(update.UserId, wallet.Balances, wallet.Balances) { EntryId = entryId });
        }

        // Whoever is in the list more than once is shown as the whole batch left them.
        for (var i = 0; i < results.Count; i++) results[i] = results[i] with { Updated = wallets[results[i].UserId].Balances };
        return decision;
    }

    static Fault? FlawOf(WalletUpdate update)
    {
        if (!TextRules.IsId(update.UserId)) return WalletFaults.InvalidUser;
        if (update.Changeset.Count > Limits.KeysMax) return WalletFaults.TooManyKeys;
        return update.Changeset.Keys.All(Amounts.IsKey) ? null : WalletFaults.InvalidKey;
    }

    static IReadOnlyList<StreamRef> StreamsOf(IReadOnlyList<WalletUpdate> updates)
    {
        if (updates.Count is 0 or > Limits.BatchMax || updates.Any(update => !TextRules.IsId(update.UserId))) return NoStreams;
        var streams = new List<StreamRef>(2 * updates.Count);
        foreach (var userId in updates.Select(update => update.UserId).Distinct(StringComparer.Ordinal))
        {
            streams.Add(Account.Kind.Of(userId));
            streams.Add(Wallet.Kind.Of(userId));
        }

        return streams;
    }
}
