using System.Globalization;
using Npgsql;

namespace KaosNet.Store.Tables.Rebuilding;

/// <summary>
/// How far a rebuild has come. It is kept in one row beside the new tables and moves in the transaction of the rows that it speaks of, so that a rebuild that was
/// killed goes on where it was.
/// </summary>
/// <param name="What">The tables, their declarations and the build of the rules that fold them: another one begins anew.</param>
/// <param name="Epoch">The store's epoch in which it began.</param>
/// <param name="AsOf">The place in the store as of which all streams are folded first.</param>
/// <param name="LastKey">The last stream, in the order of their keys, that is folded so far.</param>
/// <param name="IsFolded">Whether all are.</param>
/// <param name="IsIndexed">Whether the tables have their indexes.</param>
/// <param name="Applied">The place in the store up to which later events are brought in.</param>
/// <param name="Events">Events folded, up to <see cref="AsOf"/>.</param>
/// <param name="EventsTotal">Events there are up to <see cref="AsOf"/>.</param>
sealed record RebuildPosition(
    string What, long Epoch, long AsOf, string LastKey, bool IsFolded, bool IsIndexed, long Applied, long Events, long EventsTotal)
{
    public static string CreateStatement(string schema) => $"""
        create table {schema}.rebuild_position (
          what text not null, epoch bigint not null, as_of bigint not null, last_key text not null, is_folded boolean not null, is_indexed boolean not null,
          applied bigint not null, events bigint not null, events_total bigint not null)
        """;

    /// <summary>The one that was kept, if there is any.</summary>
    public static async Task<RebuildPosition?> Find(NpgsqlConnection connection, string schema, CancellationToken cancel)
    {
        if (await connection.Ask<bool>($"select to_regclass('{schema}.rebuild_position') is null", cancel)) return null;
        await using var command = new NpgsqlCommand(
            $"select what, epoch, as_of, last_key, is_folded, is_indexed, applied, events, events_total from {schema}.rebuild_position", connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel)
            ? new(
                reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetString(3), reader.GetBoolean(4), reader.GetBoolean(5), reader.GetInt64(6),
                reader.GetInt64(7), reader.GetInt64(8))
            : null;
    }

    public Task Keep(NpgsqlConnection connection, string schema, CancellationToken cancel) => connection.Run(
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            delete from {schema}.rebuild_position;
            insert into {schema}.rebuild_position
            values ({BulkReading.Text(What)}, {Epoch}, {AsOf}, {BulkReading.Text(LastKey)}, {IsFolded}, {IsIndexed}, {Applied}, {Events}, {EventsTotal})
            """),
        cancel);
}
