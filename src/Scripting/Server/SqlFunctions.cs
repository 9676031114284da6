using KaosNet.Modules.Utilities;

namespace KaosNet.Scripting.Server;

/// <summary>The database of the game's own.</summary>
internal sealed class SqlFunctions(ServerApi api) : ISqlFunctions
{
    public ValueTask<IReadOnlyList<IReadOnlyDictionary<string, object?>>> Query(string query, IReadOnlyList<object?>? parameters) =>
        api.Get<SqlDatabase>().Query(query, parameters ?? [], api.Cancel);

    public async ValueTask<SqlOutcome> Exec(string query, IReadOnlyList<object?>? parameters) =>
        new(await api.Get<SqlDatabase>().Exec(query, parameters ?? [], api.Cancel));
}
