using Npgsql;

namespace KaosNet.Store;

/// <summary>The ways to the one database: a few connections for the Journal, multiplexed ones for queries, ordinary ones for everything else.</summary>
public sealed class Database : IAsyncDisposable
{
    /// <summary>The schema that everything of ours lives in unless a test says otherwise.</summary>
    public const string DefaultSchema = "kaos";

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
        Writes = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
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
        Reads = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
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
        });
        General = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "kaos",
            Pooling = true,
            Multiplexing = false,
            MinPoolSize = 0,
            MaxPoolSize = 32,
            Timeout = 5,
        });
    }

    /// <summary>As given.</summary>
    public string ConnectionString { get; }

    /// <summary>The schema that everything of ours lives in.</summary>
    public string Schema { get; }

    /// <summary>For the Journal only: its sessions plan for key look-ups.</summary>
    public NpgsqlDataSource Writes { get; }

    /// <summary>For queries: many share few connections, and each statement is prepared at its second use. No transactions, no session state.</summary>
    public NpgsqlDataSource Reads { get; }

    /// <summary>For Marten, schema changes, bulk work and whatever needs a transaction of its own.</summary>
    public NpgsqlDataSource General { get; }

    public async ValueTask DisposeAsync()
    {
        await Writes.DisposeAsync();
        await Reads.DisposeAsync();
        await General.DisposeAsync();
    }
}
