using System.Data;
using Npgsql;

namespace KaosNet.Store.Chain.Audit;

/// <summary>Two connections that see the store as it was at one moment: one for the events that pass by, one for what is looked up meanwhile.</summary>
sealed class AuditSession : IAsyncDisposable
{
    AuditSession(NpgsqlConnection events, NpgsqlConnection side) => (Events, Side) = (events, side);

    public NpgsqlConnection Events { get; }

    public NpgsqlConnection Side { get; }

    public static async Task<AuditSession> Open(Database database, CancellationToken cancel)
    {
        var events = await database.General.OpenConnectionAsync(cancel);
        var side = await database.General.OpenConnectionAsync(cancel);
        var session = new AuditSession(events, side);
        try
        {
            await events.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
            await side.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
            await using var export = new NpgsqlCommand("set transaction read only; select pg_export_snapshot()", events);
            var snapshot = (string)(await export.ExecuteScalarAsync(cancel))!;
            await using var import = new NpgsqlCommand($"set transaction snapshot '{snapshot}'; set transaction read only", side);
            await import.ExecuteNonQueryAsync(cancel);
            // Events lie on the disk nearly in the order of their numbers; sorting them all would take as much room as they do.
            await using var plan = new NpgsqlCommand("set local enable_sort = off; set local enable_seqscan = off; set local enable_bitmapscan = off", events);
            await plan.ExecuteNonQueryAsync(cancel);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Closing rolls the transactions back.</summary>
    public async ValueTask DisposeAsync()
    {
        await Side.DisposeAsync();
        await Events.DisposeAsync();
    }
}
