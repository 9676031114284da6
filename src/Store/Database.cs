using System.Security.Cryptography;
using KaosNet.Store.Personal;
using Npgsql;

namespace KaosNet.Store;

/// <summary>The ways to the one database: a few connections for the Journal, multiplexed ones for queries, ordinary ones for everything else.</summary>
public sealed class Database : IAsyncDisposable
{
    /// <summary>The schema that everything of ours lives in unless a test says otherwise.</summary>
    public const string DefaultSchema = "kaos";

    /// <summary>How long a query rides out an outage that has just begun.</summary>
    static readonly TimeSpan PatienceOfQueries = TimeSpan.FromSeconds(1);

    /// <summary>In milliseconds; the pauses double up to it.</summary>
    const int PauseMax = 400;

    readonly NpgsqlConnectionStringBuilder _readsFrom;
    NpgsqlDataSource _reads;

    /// <summary>Opens no connection yet.</summary>
    /// <param name="connectionString">Host, database and account; what it says about pools and preparation is overruled.</param>
    /// <param name="schema">A plain lower-case name.</param>
    /// <param name="readConnections">Connections that all queries share.</param>
    public Database(string connectionString, string schema = DefaultSchema, int readConnections = 4)
    {
        if (schema.Length is 0 or > 40 || !schema.All(letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_'))
            throw new ArgumentException($"\"{schema}\" is not a plain lower-case schema name.", nameof(schema));
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        Schema = schema;
        ConnectionString = connectionString;
        PersonalKeys = new(this);
        Writes = SourceOf(new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "kaos-journal",
            Pooling = true,
            Multiplexing = false,
            MinPoolSize = 0,
            MaxPoolSize = 64,
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 2,
            // Nothing of the Journal's changes a session, so there is nothing to reset before the next batch.
            NoResetOnClose = true,
            Timeout = 5,
            CommandTimeout = 20,
            // Every statement of the Journal reads by key from a short list. A planner that has not seen statistics yet might scan a whole table for
            // it, so it is told not to, and one plan serves short lists and long ones. A lock that cannot be had is a lost race, not a reason to
            // hang.
            Options = given.Options + " -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c plan_cache_mode=force_generic_plan"
                + " -c lock_timeout=5s -c jit=off",
        });
        _readsFrom = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "kaos-reads",
            Pooling = true,
            Multiplexing = true,
            MinPoolSize = 0,
            MaxPoolSize = readConnections,
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 2,
            Timeout = 5,
            CommandTimeout = 15,
            Options = given.Options + " -c jit=off",
        };
        _reads = SourceOf(_readsFrom);
        General = SourceOf(new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "kaos",
            Pooling = true,
            Multiplexing = false,
            MinPoolSize = 0,
            MaxPoolSize = 32,
            Timeout = 5,
        });
        Feed = SourceOf(new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "kaos-feed",
            Pooling = true,
            Multiplexing = false,
            MinPoolSize = 0,
            MaxPoolSize = 32,
            Timeout = 5,
            Options = given.Options + " -c synchronous_commit=off",
        });
    }

    /// <summary>This use of the database, as no other server or run of it is called.</summary>
    public string Instance { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));

    /// <summary>As given.</summary>
    public string ConnectionString { get; }

    /// <summary>The schema that everything of ours lives in.</summary>
    public string Schema { get; }

    /// <summary>What the keys of users lie under; without any nothing is sealed.</summary>
    public MasterKeys Masters { get; init; } = MasterKeys.None;

    /// <summary>The keys of users.</summary>
    public PersonalKeys PersonalKeys { get; }

    /// <summary>For the Journal only: its sessions plan for key look-ups.</summary>
    public NpgsqlDataSource Writes { get; }

    /// <summary>For queries: many share few connections, and each statement is prepared at its second use. No transactions, no session state.</summary>
    public NpgsqlDataSource Reads => Volatile.Read(ref _reads);

    /// <summary>How long a query may take to its first row.</summary>
    public TimeSpan QueryMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether it is away, as far as anybody has noticed.</summary>
    public DatabaseOutage Outage { get; } = new();

    /// <summary>For schema changes, bulk work and whatever needs a transaction of its own.</summary>
    public NpgsqlDataSource General { get; }

    /// <summary>
    /// For Marten, whose daemon keeps how far the feed's readers have come. Each time they are woken it commits that several times over; it does not wait
    /// for the disk, as a crash then repeats a moment of events, which handlers are made for. Nothing that must last is written through it.
    /// </summary>
    public NpgsqlDataSource Feed { get; }

    /// <summary>
    /// Asks <see cref="Reads"/> a single statement. Connections that died while they lay idle, and a database that is back within a moment, cost time and
    /// no failure; in a longer outage it fails at once.
    /// </summary>
    /// <exception cref="DatabaseAwayException">The database is away.</exception>
    public ValueTask<NpgsqlDataReader> Query(NpgsqlCommand command, CancellationToken cancel) => Query(command, source: null, cancel);

    /// <summary>Asks any of the sources a single statement that only reads, in the same way.</summary>
    /// <param name="command">A command of the source.</param>
    /// <param name="source">Whose it is; null for <see cref="Reads"/>, which may be another one at the next try.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="DatabaseAwayException">The database is away.</exception>
    public async ValueTask<NpgsqlDataReader> Query(NpgsqlCommand command, NpgsqlDataSource? source, CancellationToken cancel)
    {
        for (var pause = 0; ; pause = pause == 0 ? 25 : pause * 2)
        {
            var reads = Reads;
            var asking = command.ExecuteReaderAsync(cancel);
            try
            {
                var reader = asking.IsCompleted ? await asking : await asking.WaitAsync(QueryMax, CancellationToken.None);
                Outage.IsOver();
                await SocketThreads.Leave();
                return reader;
            }
            catch (Exception failure) when (DatabaseAwayException.IsCause(failure) && !cancel.IsCancellationRequested)
            {
                var isTimeout = failure is TimeoutException || failure.InnerException is TimeoutException;
                // The first failure may be the connection's own; only the next is the database's.
                if (pause > 0 || isTimeout) Outage.Met(failure);
                if (isTimeout) Renew(reads);
                if (!asking.IsCompleted) _ = DisposeOf(asking);
                // However long it has been away for others, a connection that died in its pool says nothing of now.
                if (isTimeout || pause > PauseMax || (pause > 0 && Outage.Duration > PatienceOfQueries)) throw new DatabaseAwayException(failure);
                if (pause > 0) await Task.Delay(pause, cancel);
                command = Copy(command, source ?? Reads);
            }
        }
    }

    /// <summary>The name stands in metrics, where the address would otherwise.</summary>
    static NpgsqlDataSource SourceOf(NpgsqlConnectionStringBuilder address) =>
        new NpgsqlDataSourceBuilder(address.ConnectionString) { Name = address.ApplicationName }.Build();

    public async ValueTask DisposeAsync()
    {
        await Writes.DisposeAsync();
        await Close(Reads);
        await General.DisposeAsync();
        await Feed.DisposeAsync();
    }

    /// <summary>
    /// Multiplexed connections know no timeouts: a database that hung once can leave the whole source waiting for ever, also when it answers others again.
    /// So a source on which a query timed out is not asked any more.
    /// </summary>
    void Renew(NpgsqlDataSource timedOut)
    {
        if (!ReferenceEquals(Reads, timedOut)) return;
        var fresh = SourceOf(_readsFrom);
        if (ReferenceEquals(Interlocked.CompareExchange(ref _reads, fresh, timedOut), timedOut)) _ = Close(timedOut);
        else fresh.Dispose();
    }

    /// <summary>A command that failed remembers what was prepared on the connection that it lost, so it can't be asked again itself.</summary>
    static NpgsqlCommand Copy(NpgsqlCommand command, NpgsqlDataSource source)
    {
        var copy = source.CreateCommand(command.CommandText);
        foreach (NpgsqlParameter parameter in command.Parameters) copy.Parameters.Add(parameter.Clone());
        return copy;
    }

    /// <summary>Gives back what a query has got after nobody waited for it any more.</summary>
    static async Task DisposeOf(Task<NpgsqlDataReader> asking)
    {
        await ((Task)asking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (asking.IsCompletedSuccessfully) await (await asking).DisposeAsync();
    }

    /// <summary>Closes a source, but does not wait without end for one that hangs.</summary>
    static async Task Close(NpgsqlDataSource source)
    {
        await source.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(5)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
