using System.Diagnostics;
using Npgsql;

namespace KaosNet.Store.Tables.Rebuilding;

/// <summary>Puts new tables in the places of live ones, under their names, with their indexes and for whoever may read them.</summary>
/// <param name="live">The store's schema.</param>
/// <param name="from">The schema of the new tables.</param>
/// <param name="aside">Where the old ones go.</param>
/// <param name="tables">The tables.</param>
sealed class TableSwitch(string live, string from, string aside, IReadOnlyList<IInlineTable> tables)
{
    /// <summary>How long those who want to read the tables wait behind one who still does, per attempt.</summary>
    const int WaitMilliseconds = 200;

    /// <summary>Refuses what would only fail at the very end, and takes from a switch before what it left.</summary>
    public async Task Prepare(NpgsqlConnection connection, CancellationToken cancel)
    {
        var names = string.Join(", ", tables.Select(table => $"'{live}.{table.Name}'::regclass"));
        var foreign = await connection.List(
            $"select relname::text || ' belongs to ' || pg_get_userbyid(relowner) from pg_class where oid in ({names}) and pg_get_userbyid(relowner) <> current_user", cancel);
        if (foreign.Count > 0) throw new RebuildRefusedException($"{foreign[0]}, who alone can put another one in its place. Use the role that the server uses.");
        var views = await connection.List(
            $"""
            select distinct v.oid::regclass || ' looks at ' || d.refobjid::regclass from pg_depend d join pg_rewrite w on w.oid = d.objid join pg_class v on v.oid = w.ev_class
            where d.classid = 'pg_rewrite'::regclass and d.refobjid in ({names})
            """,
            cancel);
        if (views.Count > 0) throw new RebuildRefusedException($"The view {views[0]} and would go on showing the old one. Drop it, rebuild, and create it again.");
        await DropOld(connection, cancel);
    }

    /// <summary>
    /// Switches in the connection's open transaction. Readers wait from here to its end.
    /// </summary>
    /// <returns>Since when.</returns>
    /// <exception cref="PostgresException"><see cref="PostgresErrorCodes.LockNotAvailable"/>: somebody reads one of the tables for long.</exception>
    public async Task<long> Switch(NpgsqlConnection connection, CancellationToken cancel)
    {
        var grants = await connection.List(
            $"""
            select format('grant %s on {from}.%I to %s%s', a.privilege_type, c.relname, coalesce(quote_ident(r.rolname), 'public'),
              case when a.is_grantable then ' with grant option' else '' end)
            from pg_class c cross join lateral aclexplode(c.relacl) a left join pg_roles r on r.oid = a.grantee
            where c.oid in ({string.Join(", ", tables.Select(table => $"'{live}.{table.Name}'::regclass"))}) and a.grantee <> c.relowner
            """,
            cancel);
        foreach (var grant in grants) await connection.Run(grant, cancel);
        await connection.Run($"create schema {aside}; set local lock_timeout = {WaitMilliseconds}", cancel);
        var since = Stopwatch.GetTimestamp();
        await connection.Run($"lock table {string.Join(", ", tables.Select(table => $"{live}.{table.Name}"))} in access exclusive mode", cancel);
        await connection.Run(
            string.Join(
                '\n', tables.Select(table => $"alter table {live}.{table.Name} set schema {aside}; alter table {from}.{table.Name} set schema {live};")),
            cancel);
        return since;
    }

    /// <summary>Drops what was switched away.</summary>
    public Task DropOld(NpgsqlConnection connection, CancellationToken cancel) => connection.Run($"drop schema if exists {aside} cascade", cancel);
}
