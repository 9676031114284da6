using KaosNet.Bench.Filling;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Storage;
using KaosNet.Domain.Wallets;
using KaosNet.Store;
using KaosNet.Store.Journal;
using Npgsql;

namespace KaosNet.Bench.Replay;

/// <summary>
/// Fills a store by bulk with what players of a game leave: an account with a profile, scores on three boards, three objects that are written again and again, a wallet and
/// a ledger entry for each of its bookings. Events of all players lie mixed, as they do when many play at once.
/// </summary>
sealed class StoreFilling(Database database, EventCodec codec)
{
    const int EventsOfPlayer = 33;
    const int PlayersAtOnce = 500;
    static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    readonly Dice _dice = new(7);
    int _players;
    long _count;

    /// <summary>Stores about that many events, and tells how many.</summary>
    public async Task<long> Fill(int events, CancellationToken cancel)
    {
        await using var connection = await database.General.OpenConnectionAsync(cancel);
        var stored = new BulkEvents(database, codec);
        for (var left = events / EventsOfPlayer; left > 0; left -= PlayersAtOnce)
        {
            // The next event of each player, then the next.
            var players = Enumerable.Range(0, Math.Min(left, PlayersAtOnce)).Select(_ => new Queue<BulkEvent>(EventsOf(_dice.Uuid()))).ToList();
            List<BulkEvent> mixed = [];
            while (players.Exists(player => player.Count > 0))
            {
                foreach (var player in players.Where(player => player.Count > 0)) mixed.Add(player.Dequeue() with { At = Start.AddMilliseconds(++_count * 40) });
            }

            await stored.Store(connection, mixed, cancel);
        }

        await using var analyze = new NpgsqlCommand($"analyze {database.Schema}.mt_events; analyze {database.Schema}.mt_streams", connection) { CommandTimeout = 0 };
        await analyze.ExecuteNonQueryAsync(cancel);
        return _count;
    }

    List<BulkEvent> EventsOf(Guid id)
    {
        var player = id.ToString();
        List<BulkEvent> all = [];
        void Add(StreamRef stream, params IEnumerable<object> events)
        {
            var (version, state) = (0L, stream.Kind.Initial(stream.Id));
            foreach (var happened in events)
            {
                all.Add(new(id, stream, ++version, happened, state, Start));
                state = stream.Kind.Evolve(state, happened, Start);
            }
        }

        var name = $"player{player[..8]}{++_players}";
        Add(Account.Kind.Of(player), new AccountCreated(name, IdentityKind.Device, $"device-{player}"), new ProfileEdited(DisplayName: $"Player {player[..4]}", Location: "Somewhere"));
        foreach (var board in (string[])["daily", "weekly", "ever"])
        {
            var best = 0L;
            Add(ScoreRecord.Of(board, 0, player), Enumerable.Range(0, 4).Select(_ =>
            {
                long score = _dice.Roll(100_000);
                best = Math.Max(best, score);
                return new ScoreSubmitted(score, 0, ScoreOperator.Best, SortOrder.Descending, """{"level": 7, "vehicle": "truck"}""", name, Counted: true, best, 0);
            }));
        }

        for (var number = 0; number < 3; number++)
        {
            Add(StoredObject.Kind.Of($"saves/slot{number}/{player}"), Enumerable.Range(0, 3).Select(write =>
            {
                var value = $$"""{"gold": {{_dice.Roll(10_000)}}, "level": {{write}}, "items": ["sword", "shield", "potion", "map"], "position": [{{_dice.Roll(999)}}, {{_dice.Roll(999)}}]}""";
                return new StorageObjectWritten(value, $"{_dice.Bits():x16}{_dice.Bits():x16}", 1, 1);
            }));
        }

        var entries = Enumerable.Range(1, 5).Select(number => (Id: _dice.Uuid().ToString(), Amount: (long)_dice.Roll(100) + 1, Number: (long)number)).ToList();
        var balance = 0L;
        Add(Wallet.Kind.Of(player), entries.Select(entry => new WalletBooked([new("coins", entry.Amount, balance += entry.Amount)], entry.Id)));
        foreach (var entry in entries) Add(LedgerEntry.Kind.Of(entry.Id), new LedgerEntryWritten(player, entry.Number, [new("coins", entry.Amount)], """{"reason": "quest"}"""));
        return all;
    }
}
