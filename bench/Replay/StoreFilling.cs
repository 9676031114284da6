using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Storage;
using KaosNet.Domain.Wallets;
using KaosNet.Store;
using KaosNet.Store.Journal;
using Npgsql;
using NpgsqlTypes;

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
    readonly List<(string Stream, long Version)> _streams = [];
    long _sequence;

    /// <summary>Stores about that many events, and tells how many.</summary>
    public async Task<long> Fill(int events, CancellationToken cancel)
    {
        await using var connection = await database.General.OpenConnectionAsync(cancel);
        for (var left = events / EventsOfPlayer; left > 0; left -= PlayersAtOnce)
        {
            // The next event of each player, then the next.
            var players = Enumerable.Range(0, Math.Min(left, PlayersAtOnce)).Select(_ => new Queue<Stored>(EventsOf(_dice.Uuid().ToString()))).ToList();
            var copy = $"copy {database.Schema}.mt_events (seq_id, id, stream_id, version, type, data, timestamp, headers, user_name) from stdin (format binary)";
            await using var import = await connection.BeginBinaryImportAsync(copy, cancel);
            while (players.Exists(player => player.Count > 0))
            {
                foreach (var player in players.Where(player => player.Count > 0)) await Write(import, player.Dequeue(), cancel);
            }

            await import.CompleteAsync(cancel);
        }

        await CopyStreams(connection, cancel);
        await using var settle = new NpgsqlCommand(
            $"select setval('{database.Schema}.mt_events_sequence', {_sequence}); analyze {database.Schema}.mt_events; analyze {database.Schema}.mt_streams", connection) { CommandTimeout = 0 };
        await settle.ExecuteNonQueryAsync(cancel);
        return _sequence;
    }

    async Task Write(NpgsqlBinaryImporter import, Stored stored, CancellationToken cancel)
    {
        var (name, json) = codec.Encode(stored.Event);
        var at = Start.AddMilliseconds(++_sequence * 40);
        await import.StartRowAsync(cancel);
        await import.WriteAsync(_sequence, NpgsqlDbType.Bigint, cancel);
        await import.WriteAsync(Guid.CreateVersion7(at), NpgsqlDbType.Uuid, cancel);
        await import.WriteAsync(stored.Stream, NpgsqlDbType.Varchar, cancel);
        await import.WriteAsync(stored.Version, NpgsqlDbType.Bigint, cancel);
        await import.WriteAsync(name, NpgsqlDbType.Varchar, cancel);
        await import.WriteAsync(json, NpgsqlDbType.Jsonb, cancel);
        await import.WriteAsync(at.UtcDateTime, NpgsqlDbType.TimestampTz, cancel);
        await import.WriteAsync("""{"server": "bench", "source": "client"}""", NpgsqlDbType.Jsonb, cancel);
        await import.WriteAsync(stored.Player, NpgsqlDbType.Varchar, cancel);
    }

    async Task CopyStreams(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var import = await connection.BeginBinaryImportAsync($"copy {database.Schema}.mt_streams (id, version, timestamp, created) from stdin (format binary)", cancel);
        foreach (var (stream, version) in _streams)
        {
            await import.StartRowAsync(cancel);
            await import.WriteAsync(stream, NpgsqlDbType.Varchar, cancel);
            await import.WriteAsync(version, NpgsqlDbType.Bigint, cancel);
            await import.WriteAsync(Start.UtcDateTime, NpgsqlDbType.TimestampTz, cancel);
            await import.WriteAsync(Start.UtcDateTime, NpgsqlDbType.TimestampTz, cancel);
        }

        await import.CompleteAsync(cancel);
    }

    List<Stored> EventsOf(string player)
    {
        List<Stored> all = [];
        void Add(StreamRef stream, params IEnumerable<object> events)
        {
            var version = 0L;
            foreach (var happened in events) all.Add(new(player, stream.Key, ++version, happened));
            _streams.Add((stream.Key, version));
        }

        var name = $"player{player[..8]}{_streams.Count}";
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

    sealed record Stored(string Player, string Stream, long Version, object Event);
}
