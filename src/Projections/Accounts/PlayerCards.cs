using System.Collections.Frozen;
using System.Runtime.InteropServices;
using KaosNet.Domain.Accounts;
using KaosNet.Projections.Feed;
using KaosNet.Projections.Kernel;
using KaosNet.Store;
using KaosNet.Store.Journal;
using Npgsql;

namespace KaosNet.Projections.Accounts;

/// <summary>How much memory players' cards may take.</summary>
public sealed record PlayerCardSettings
{
    /// <summary>In bytes, about; a card is half a kilobyte.</summary>
    public long BytesMax { get; init; } = 64L << 20;
}

/// <summary>
/// The cards of players whom lists showed lately, in memory (see docs/decisions/0008-cards-of-players.md). The Journal keeps them true: whoever
/// reads after a change on this server sees it. Changes that other servers made arrive with the event feed.
/// </summary>
/// <remarks>Commands on an account have its stream first, so all its changes come through one lane, in order.</remarks>
public sealed class PlayerCards : ICommitObserver, IMemoryOfTables
{
    static readonly FrozenDictionary<Guid, PlayerCard> Nobody = FrozenDictionary<Guid, PlayerCard>.Empty;

    readonly Database _database;
    readonly KeptRows<Guid, PlayerCard> _kept;
    readonly string _ofUsers;

    public PlayerCards(Database database, PlayerCardSettings settings)
    {
        _database = database;
        _ofUsers = $"select {PlayerCard.Columns} from {database.Schema}.accounts where user_id = any($1)";
        _kept = new(settings.BytesMax, static card => card.Weight);
    }

    /// <summary>About how many bytes are taken.</summary>
    public long Bytes => _kept.Bytes;

    /// <summary>How many cards are in memory.</summary>
    public int Count => _kept.Count;

    /// <summary>The cards of these players. Who has no account (any more) is not in the answer.</summary>
    /// <param name="userIds">Whose; the same id may come twice.</param>
    public ValueTask<IReadOnlyDictionary<Guid, PlayerCard>> Of(IReadOnlyCollection<Guid> userIds, CancellationToken cancel = default)
    {
        if (userIds.Count == 0) return new(Nobody);
        var cards = new Dictionary<Guid, PlayerCard>(userIds.Count);
        List<Missing>? missing = null;
        foreach (var userId in userIds)
        {
            if (cards.ContainsKey(userId)) continue;
            if (_kept.Find(userId, out var changes) is { } card) cards[userId] = card;
            else (missing ??= []).Add(new(userId, changes));
        }

        return missing is null ? new(cards) : Read(missing, cards, cancel);
    }

    /// <summary>The player's card, or null without an account.</summary>
    public async ValueTask<PlayerCard?> Of(Guid userId, CancellationToken cancel = default) =>
        _kept.Find(userId, out _) ?? (await Of([userId], cancel)).GetValueOrDefault(userId);

    public void Committed(IReadOnlyList<CommittedStream> changes)
    {
        foreach (var change in changes)
        {
            if (change.After is not Account account) continue;
            var userId = Guid.Parse(account.Id);
            _kept.Change(userId, account.IsAlive ? PlayerCard.Of(account) : null, change.Version);
        }
    }

    /// <summary>Told by the event feed that an account has changed, here or elsewhere: a card that is not known to be as new is read anew.</summary>
    /// <param name="userId">Whose account.</param>
    /// <param name="version">The version of its stream.</param>
    public void Announce(Guid userId, long version) => _kept.Outdate(userId, version);

    public ValueTask TablesSwitched(CancellationToken cancel)
    {
        _kept.Clear();
        return ValueTask.CompletedTask;
    }

    async ValueTask<IReadOnlyDictionary<Guid, PlayerCard>> Read(List<Missing> missing, Dictionary<Guid, PlayerCard> cards, CancellationToken cancel)
    {
        await using var command = _database.Reads.CreateCommand(_ofUsers);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. missing.Select(one => one.UserId)] });
        await using var reader = await _database.Query(command, cancel);
        while (await reader.ReadAsync(cancel))
        {
            var card = PlayerCard.Read(reader);
            cards[card.UserId] = card;
        }

        foreach (var (userId, changes) in missing)
        {
            if (cards.TryGetValue(userId, out var card)) cards[userId] = _kept.Keep(userId, card, changes);
        }

        return cards;
    }

    /// <summary>A player who was not in memory, and how many changes the shard had been told of then.</summary>
    [StructLayout(LayoutKind.Auto)]
    readonly record struct Missing(Guid UserId, long Changes);
}
