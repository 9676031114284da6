using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KaosNet.Store.Journal;

/// <summary>
/// A server's leave to write to the game's store, and whether it is the only one that has it. A server that is alone may answer from memory what its Journal
/// keeps true, since nobody else changes anything; see <c>docs/decisions/0019-a-server-alone-reads-from-memory.md</c>. All who write hold one advisory lock of the
/// database together, and who is alone holds it alone as well, until another one asks for it. What a server that lost the lock had already sent is fenced off
/// before another one is alone: the rows of its lanes (<see cref="LaneToken"/>) are moved, so that it can never come through any more.
/// </summary>
public sealed class WriterLease(Database database, ILogger<WriterLease> log) : IAsyncDisposable
{
    /// <summary>How often the lock is made sure of.</summary>
    static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    /// <summary>How long it is trusted after that. Shorter than <see cref="Patience"/>, so that nobody whose lock was taken away goes by it.</summary>
    static readonly TimeSpan Length = TimeSpan.FromSeconds(3);

    /// <summary>How long a commit waits for the lease.</summary>
    static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(15);

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    readonly long _lockId = BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes("writers of " + database.Schema)));
    readonly string _channel = database.Schema + "_writers";
    readonly CancellationTokenSource _ending = new();
    readonly Lock _gate = new();
    TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    Task? _running;
    long _heldUntil;
    long _doubtedAt;
    long _soleTerm;
    long _terms;

    /// <summary>By which the rows of this server's lanes are told from those of others.</summary>
    internal Guid Writer { get; } = Guid.CreateVersion7();

    /// <summary>Where those who write tell each other that they want in, and a server wakes its own lease.</summary>
    internal string Channel => _channel;

    /// <summary>How long a server that wants in waits for one that is alone, before it ends that one's connection.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a server that is not alone waits before it looks again.</summary>
    internal TimeSpan Rest { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>True while this server may commit.</summary>
    public bool IsHeld => Stopwatch.GetTimestamp() < Volatile.Read(ref _heldUntil);

    /// <summary>
    /// Not 0 while no other server can have written anything since this number was first given. What is kept in memory under one number is worth nothing
    /// under the next one.
    /// </summary>
    public long SoleTerm => Volatile.Read(ref _soleTerm) is var term and not 0 && IsHeld ? term : 0;

    /// <summary>Until this server may commit. Throws what keeps it from that.</summary>
    public async ValueTask Held()
    {
        var asked = Stopwatch.GetTimestamp();
        while (!IsHeld)
        {
            var news = Volatile.Read(ref _news).Task;
            Start();
            if (IsHeld) return;
            await news.WaitAsync(WaitMax);
            if (Stopwatch.GetElapsedTime(asked) > WaitMax) throw new TimeoutException("The lease of the game's store cannot be had.");
        }
    }

    /// <summary>Trusts the lease again only when the database has been asked anew.</summary>
    internal void Doubt()
    {
        Volatile.Write(ref _doubtedAt, Stopwatch.GetTimestamp());
        Volatile.Write(ref _heldUntil, 0);
    }

    /// <summary>Begins to look after the lease, if nothing has yet.</summary>
    public void Start()
    {
        lock (_gate) _running ??= _ending.IsCancellationRequested ? Task.CompletedTask : Task.Run(Run);
    }

    /// <summary>Gives it back, after the last commit.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_ending.IsCancellationRequested) return;
        lock (_gate) _ending.Cancel();
        if (_running is { } running) await running;
        _ending.Dispose();
    }

    async Task Run()
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                await Hold(_ending.Token);
            }
            catch (OperationCanceledException) when (_ending.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever it is, the next attempt may succeed; who waits is told.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                log.LogDebug(failure, "The lease of the game's store was lost");
                var waited = Interlocked.Exchange(ref _news, new(TaskCreationOptions.RunContinuationsAsynchronously));
                waited.TrySetException(failure);
                // Nobody may have waited.
                _ = waited.Task.Exception;
                await Task.Delay(Pause, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    async Task Hold(CancellationToken cancel)
    {
        await using var connection = await database.General.OpenConnectionAsync(cancel);
        var (isAsked, isWoken, isHad) = (false, false, false);
        connection.Notification += (_, told) =>
        {
            isWoken = true;
            if (told.PID != connection.ProcessID && told.Payload != $"{Writer}") isAsked = true;
        };
        try
        {
            await Tell(connection, $"listen {_channel}", cancel);
            var asked = await Enter(connection, cancel);
            var lookAt = asked;
            while (true)
            {
                if (isAsked)
                {
                    isAsked = false;
                    Volatile.Write(ref _soleTerm, 0);
                    if (isHad) await Tell(connection, $"select pg_advisory_unlock({_lockId})", cancel);
                    isHad = false;
                    lookAt = asked + Ticks(Rest);
                }
                else if (_soleTerm == 0 && asked >= lookAt)
                {
                    isHad = isHad || await Ask(connection, $"select pg_try_advisory_lock({_lockId})", cancel) is true;
                    if (!isHad) lookAt = asked + Ticks(Rest);
                    else if (await Ask(connection, FenceOff, cancel) is 0L) Volatile.Write(ref _soleTerm, ++_terms);
                }
                else
                {
                    await Tell(connection, "select 1", cancel);
                }

                Renew(asked);
                if (!isWoken) await connection.WaitAsync(Beat, cancel);
                isWoken = false;
                asked = Stopwatch.GetTimestamp();
            }
        }
        finally
        {
            Volatile.Write(ref _soleTerm, 0);
            Volatile.Write(ref _heldUntil, 0);
            await Leave(connection);
        }
    }

    /// <summary>Takes the common lock, after whoever is alone has let it go; answers when it was last asked for.</summary>
    async Task<long> Enter(NpgsqlConnection connection, CancellationToken cancel)
    {
        await Tell(connection, $"set lock_timeout = {(int)Patience.TotalMilliseconds}", cancel);
        while (true)
        {
            await Tell(connection, $"select pg_notify('{_channel}', '')", cancel);
            try
            {
                await Tell(connection, $"select pg_advisory_lock_shared({_lockId})", cancel);
                return Stopwatch.GetTimestamp();
            }
            catch (PostgresException timeout) when (timeout.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                // It hangs, and has long ceased to go by its lock.
                var ended = await Ask(connection, EndTheSole, cancel);
                log.LogWarning("A server that writes to the game's store alone did not answer; its connections for that were closed: {Count}", ended);
            }
        }
    }

    string EndTheSole => $"""
        select count(pg_terminate_backend(pid)) from pg_locks
        where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database()) and mode = 'ExclusiveLock' and granted
          and classid = {(uint)(_lockId >> 32)} and objid = {(uint)_lockId} and objsubid = 1 and pid <> pg_backend_pid()
        """;

    /// <summary>
    /// Moves the rows of other servers' lanes to where none of their transactions looks for them, and counts those rows that a transaction still holds. A lane
    /// still finds out from its row whether its last transaction came through.
    /// </summary>
    string FenceOff => $"""
        update {database.Schema}.journal_lanes set token = -1 - token
        where lane in (select lane from {database.Schema}.journal_lanes where writer <> '{Writer}' and token >= 0 for update skip locked);
        select count(*) from {database.Schema}.journal_lanes where writer <> '{Writer}' and token >= 0
        """;

    void Renew(long asked)
    {
        if (asked < Volatile.Read(ref _doubtedAt)) return;
        Volatile.Write(ref _heldUntil, asked + Ticks(Length));
        Interlocked.Exchange(ref _news, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    /// <summary>A connection that goes back to its pool keeps its locks until it is used again, hence in words.</summary>
    static async Task Leave(NpgsqlConnection connection)
    {
        try
        {
            if (connection.FullState is System.Data.ConnectionState.Open) await Tell(connection, "select pg_advisory_unlock_all()", CancellationToken.None);
        }
        catch (NpgsqlException)
        {
            // The lock went with the connection.
        }
    }

    static async Task Tell(NpgsqlConnection connection, string statement, CancellationToken cancel) => await Ask(connection, statement, cancel);

    static async Task<object?> Ask(NpgsqlConnection connection, string statement, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 10 };
        return await command.ExecuteScalarAsync(cancel);
    }

    static long Ticks(TimeSpan span) => (long)(span.TotalSeconds * Stopwatch.Frequency);
}
