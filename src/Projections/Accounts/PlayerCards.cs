using System.Collections.Frozen;
using System.Runtime.InteropServices;
using KaosNet.Domain.Accounts;
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
/// <remarks>
/// A card that was read from the table is only kept when nothing changed meanwhile: each shard counts the changes that it was told of, and a read that
/// began under another count is answered but not kept. Commands on an account have its stream first, so all its changes come through one lane, in order.
/// </remarks>
public sealed class PlayerCards : ICommitObserver
{
    const int ShardCount = 64;

    static readonly FrozenDictionary<Guid, PlayerCard> Nobody = FrozenDictionary<Guid, PlayerCard>.Empty;

    readonly Database _database;
    readonly Shard[] _shards = new Shard[ShardCount];
    readonly string _ofUsers;

    public PlayerCards(Database database, PlayerCardSettings settings)
    {
        _database = database;
        _ofUsers = $"select {PlayerCard.Columns} from {database.Schema}.accounts where user_id = any($1)";
        for (var i = 0; i < ShardCount; i++) _shards[i] = new(settings.BytesMax / ShardCount);
    }

    /// <summary>About how many bytes are taken.</summary>
    public long Bytes => _shards.Sum(shard => shard.Bytes);

    /// <summary>How many cards are in memory.</summary>
    public int Count => _shards.Sum(shard => shard.Count);

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
            if (ShardOf(userId).Find(userId, out var changes) is { } card) cards[userId] = card;
            else (missing ??= []).Add(new(userId, changes));
        }

        return missing is null ? new(cards) : Read(missing, cards, cancel);
    }

    /// <summary>The player's card, or null without an account.</summary>
    public async ValueTask<PlayerCard?> Of(Guid userId, CancellationToken cancel = default) =>
        ShardOf(userId).Find(userId, out _) ?? (await Of([userId], cancel)).GetValueOrDefault(userId);

    public void Committed(IReadOnlyList<CommittedStream> changes)
    {
        foreach (var change in changes)
        {
            if (change.After is not Account account) continue;
            var userId = Guid.Parse(account.Id);
            ShardOf(userId).Change(userId, account.IsAlive ? PlayerCard.Of(account) : null, change.Version);
        }
    }

    /// <summary>Told by the event feed that an account has changed, here or elsewhere: a card that is not known to be as new is read anew.</summary>
    /// <param name="userId">Whose account.</param>
    /// <param name="version">The version of its stream.</param>
    public void Announce(Guid userId, long version) => ShardOf(userId).Outdate(userId, version);

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
            if (cards.TryGetValue(userId, out var card)) cards[userId] = ShardOf(userId).Keep(card, changes);
        }

        return cards;
    }

    Shard ShardOf(Guid userId) => _shards[(uint)userId.GetHashCode() % ShardCount];

    /// <summary>A player who was not in memory, and how many changes the shard had been told of then.</summary>
    [StructLayout(LayoutKind.Auto)]
    readonly record struct Missing(Guid UserId, long Changes);

    /// <summary>
    /// Two generations: a card that is asked for again moves to the younger one, and when that has taken half of the bytes the older one is forgotten.
    /// </summary>
    sealed class Shard(long bytesMax)
    {
        readonly Lock _gate = new();
        Dictionary<Guid, Entry> _young = [];
        Dictionary<Guid, Entry> _old = [];
        long _youngBytes;
        long _oldBytes;
        long _changes;

        public long Bytes
        {
            get
            {
                lock (_gate) return _youngBytes + _oldBytes;
            }
        }

        public int Count
        {
            get
            {
                lock (_gate) return _young.Count + _old.Count;
            }
        }

        public PlayerCard? Find(Guid userId, out long changes)
        {
            lock (_gate)
            {
                changes = _changes;
                if (_young.TryGetValue(userId, out var entry)) return entry.Card;
                if (!_old.Remove(userId, out entry)) return null;
                _oldBytes -= entry.Card.Weight;
                Add(entry);
                return entry.Card;
            }
        }

        /// <summary>Keeps what was read unless something changed since, and tells what is true by now.</summary>
        public PlayerCard Keep(PlayerCard card, long changes)
        {
            lock (_gate)
            {
                if (_young.TryGetValue(card.UserId, out var newer) || _old.TryGetValue(card.UserId, out newer)) return newer.Card;
                if (_changes == changes) Add(new(card, Entry.VersionUnknown));
                return card;
            }
        }

        public void Change(Guid userId, PlayerCard? card, long version)
        {
            lock (_gate)
            {
                _changes++;
                Remove(userId);
                if (card is not null) Add(new(card, version));
            }
        }

        public void Outdate(Guid userId, long version)
        {
            lock (_gate)
            {
                if (_young.TryGetValue(userId, out var entry) || _old.TryGetValue(userId, out entry))
                {
                    if (entry.Version >= version) return;
                    Remove(userId);
                }

                _changes++;
            }
        }

        void Add(Entry entry)
        {
            _young[entry.Card.UserId] = entry;
            _youngBytes += entry.Card.Weight;
            if (_youngBytes <= bytesMax / 2) return;
            (_old, _oldBytes) = (_young, _youngBytes);
            (_young, _youngBytes) = ([], 0);
        }

        void Remove(Guid userId)
        {
            if (_young.Remove(userId, out var entry)) _youngBytes -= entry.Card.Weight;
            else if (_old.Remove(userId, out entry)) _oldBytes -= entry.Card.Weight;
        }
    }

    /// <param name="Card">The card.</param>
    /// <param name="Version">Version of the account's stream that it shows.</param>
    [StructLayout(LayoutKind.Auto)]
    readonly record struct Entry(PlayerCard Card, long Version)
    {
        /// <summary>Of a card that was read from the table.</summary>
        public const long VersionUnknown = 0;
    }
}
