using KaosNet.Modules.Utilities;
using KaosNet.Store.Journal.Transactions;

namespace KaosNet.Scripting.Server;

/// <summary>The database of the game's own.</summary>
internal sealed class SqlFunctions(ServerApi api) : ISqlFunctions
{
    public ValueTask<IReadOnlyList<IReadOnlyDictionary<string, object?>>> Query(string query, IReadOnlyList<object?>? parameters) =>
        api.Get<SqlDatabase>().Query(query, parameters ?? [], api.Cancel);

    public async ValueTask<SqlOutcome> Exec(string query, IReadOnlyList<object?>? parameters)
    {
        JournalTransaction.ForbidRepetition();
        return new(await api.Get<SqlDatabase>().Exec(query, parameters ?? [], api.Cancel));
    }
}
