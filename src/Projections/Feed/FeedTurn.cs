using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using KaosNet.Store;
using Npgsql;

namespace KaosNet.Projections.Feed;

/// <summary>
/// Whose turn it is, among the servers of a game, to do what one of them does for all: whoever holds an advisory lock of the database, on a connection kept
/// for nothing else. It is free again as soon as that server stops, dies or loses its connection.
/// </summary>
/// <param name="database">The game's database.</param>
/// <param name="lockId">The lock; another one for each game.</param>
public sealed class FeedTurn(Database database, long lockId) : IAsyncDisposable
{
    NpgsqlConnection? _holding;

    /// <summary>The lock of a kind of work. Two games in one database must not wait for each other's.</summary>
    public static long LockOf(string work, string schema) =>
        BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{work} of {schema}")));

    /// <summary>Takes the turn if nobody has it, or makes sure of it. Throws when the database cannot be asked; then it is not ours.</summary>
    public async Task<bool> IsOurs(CancellationToken cancel)
    {
        try
        {
            if (_holding is { } held)
            {
                await using var alive = new NpgsqlCommand("select 1", held);
                await alive.ExecuteNonQueryAsync(cancel);
                return true;
            }

            var connection = await database.General.OpenConnectionAsync(cancel);
            await using var attempt = new NpgsqlCommand("select pg_try_advisory_lock($1)", connection);
            attempt.Parameters.Add(new NpgsqlParameter<long> { TypedValue = lockId });
            _holding = connection;
            if (await attempt.ExecuteScalarAsync(cancel) is true) return true;
        }
        catch
        {
            await Leave();
            throw;
        }

        await Leave();
        return false;
    }

    /// <summary>Lets another server have it.</summary>
    public async Task Leave()
    {
        if (_holding is not { } held) return;
        _holding = null;
        // Closing gives the connection back to the pool, which frees the lock when it is cleaned for its next use; not before, hence in words.
        try
        {
            if (held.FullState is System.Data.ConnectionState.Open)
            {
                await using var free = new NpgsqlCommand("select pg_advisory_unlock_all()", held);
                await free.ExecuteNonQueryAsync();
            }
        }
        catch (NpgsqlException)
        {
            // The lock went with the connection.
        }

        await held.DisposeAsync();
    }

    public async ValueTask DisposeAsync() => await Leave();
}
