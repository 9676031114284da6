using KaosNet.Modules.Kernel;

namespace KaosNet.Modules.Utilities;

/// <summary>What a statement has come to.</summary>
/// <param name="RowsAffected">Rows that it changed.</param>
public sealed record SqlOutcome(long RowsAffected);

/// <summary>
/// A PostgreSQL database of the game's own, which <c>runtime.sql_address</c> names: never the server's, whose tables are written by the Journal alone. Without it every
/// call is refused.
/// </summary>
public interface ISqlFunctions
{
    /// <summary>
    /// Runs a query. Moments in its rows are Unix seconds in scripts, bytes are strings in Lua; numbers of any precision, UUIDs and JSON are texts. A match in C# gets
    /// moments and bytes as texts, as its record keeps them.
    /// </summary>
    /// <param name="query">The query, with <c>$1</c>, <c>$2</c>, … for parameters.</param>
    /// <param name="parameters">Texts, numbers, booleans and nothing.</param>
    [ServerFunction("sql_query", Failure = "sql query error: ")]
    ValueTask<IReadOnlyList<IReadOnlyDictionary<string, object?>>> Query(
        [Expects("expects query string")] string query,
        [Expects("expects parameters to be texts, numbers or booleans"), AtMost(1000)] IReadOnlyList<object?>? parameters = null);

    /// <summary>Runs a statement and tells how many rows it changed.</summary>
    /// <param name="query">The statement, with <c>$1</c>, <c>$2</c>, … for parameters.</param>
    /// <param name="parameters">Texts, numbers, booleans and nothing.</param>
    [ServerFunction("sql_exec", Failure = "sql exec error: ", LuaReturnsMembers = true)]
    ValueTask<SqlOutcome> Exec(
        [Expects("expects query string")] string query,
        [Expects("expects parameters to be texts, numbers or booleans"), AtMost(1000)] IReadOnlyList<object?>? parameters = null);
}
