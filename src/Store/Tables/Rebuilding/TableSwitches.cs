using System.Globalization;
using KaosNet.Store.Tail;

namespace KaosNet.Store.Tables.Rebuilding;

/// <summary>
/// That rebuilt tables took the places of live ones, for servers that keep rows in memory. The switch leaves a mark in its own transaction and rings the bell of commits; a server
/// looks at the mark whenever it looks for the commits of others, so it misses no switch, however long it heard nothing.
/// </summary>
public sealed class TableSwitches(Database database)
{
    const string Part = "rebuilt tables";

    volatile string? _seen;

    /// <summary>Begins with the present: of each later switch <see cref="Follow"/> tells. Once, before anything is read into memory.</summary>
    public async ValueTask Begin(CancellationToken cancel) => _seen ??= await Last(cancel);

    /// <summary>Tells of switches since the last time; one that could not be taken in is told of again.</summary>
    /// <param name="switched">Takes it in.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask Follow(Func<ValueTask> switched, CancellationToken cancel)
    {
        var last = await Last(cancel);
        if (last == _seen) return;
        await switched();
        _seen = last;
    }

    /// <summary>What the transaction of a switch does to be noticed.</summary>
    internal static string Statement(Database database, long epoch) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        insert into {database.Schema}.store_stamps (part, stamp) values ('{Part}', '{epoch}') on conflict (part) do update set stamp = excluded.stamp;
        select pg_notify('{EventTail.ChannelOf(database.Schema)}', '{database.Instance}')
        """);

    async ValueTask<string> Last(CancellationToken cancel)
    {
        await using var command = database.General.CreateCommand($"select stamp from {database.Schema}.store_stamps where part = '{Part}'");
        await using var reader = await database.Query(command, database.General, cancel);
        return await reader.ReadAsync(cancel) ? reader.GetString(0) : "";
    }
}
