using KaosNet.Store;
using Npgsql;

namespace KaosNet.Projections.Feed;

/// <summary>
/// The rows in which Marten keeps how far each subscription has come. Those of a server's own subscriptions are good for one run of it: they go when it
/// stops, and what a killed server left goes at a later start.
/// </summary>
/// <param name="database">Where they are.</param>
/// <param name="server">This run of this server, as no other one is called.</param>
sealed class FeedProgress(Database database, string server)
{
    /// <summary>Stands between the handler's name and the server's.</summary>
    public const string OfServer = "@";

    /// <summary>
    /// Events that a subscription is behind before it is taken for dead, if it has not moved for a day: one that lives is moved along with every event.
    /// </summary>
    const long BehindMin = 1000;

    /// <summary>Removes what servers left that are gone for good.</summary>
    public async Task ForgetOthers(CancellationToken cancel)
    {
        await using var command = database.General.CreateCommand(
            $"""
            delete from {database.Schema}.mt_event_progression where name like '%{OfServer}%' and last_updated < now() - interval '1 day'
            and last_seq_id < (select coalesce(max(seq_id), 0) from {database.Schema}.mt_events) - {BehindMin}
            """);
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Removes this server's own, once nothing of it runs any more.</summary>
    public async Task ForgetOwn(CancellationToken cancel)
    {
        await using var command = database.General.CreateCommand(
            $"delete from {database.Schema}.mt_event_progression where split_part(split_part(name, '{OfServer}', 2), ':', 1) = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = server });
        await command.ExecuteNonQueryAsync(cancel);
    }
}
