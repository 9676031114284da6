namespace KaosNet.Store.Tables;

/// <summary>Tables and conditions for passes over events.</summary>
static class EventQueries
{
    /// <summary>For the reading transaction: events are sorted in memory, and few rows are no reason to compile a query.</summary>
    public const string Settings = "set local work_mem = '64MB'; set local jit = off";

    /// <summary>Every event.</summary>
    public static string All(string schema) => $"{schema}.mt_events";

    /// <summary>The events of the kinds of streams that some tables show.</summary>
    public static string OfKinds(string schema, IEnumerable<IInlineTable> tables) => $"{schema}.mt_events where {IsOfKinds("stream_id", tables)}";

    /// <summary>Whether a key is of a kind that some tables show.</summary>
    public static string IsOfKinds(string key, IEnumerable<IInlineTable> tables) =>
        $"split_part({key}, '-', 1) in ({string.Join(", ", tables.Select(table => $"'{table.Kind.Prefix}'").Distinct())})";
}
