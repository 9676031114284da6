using KaosNet.Modules;
using KaosNet.Modules.Matches;
using KaosNet.Realtime.Matches;
using KaosNet.Store.Journal.Transactions;

namespace KaosNet.Scripting.Server;

/// <summary>Matches for modules.</summary>
internal sealed class MatchFunctions(ServerApi api) : IMatchFunctions
{
    public async ValueTask<string> Create(string handler, JsonText? parameters)
    {
        // A match goes on by itself, whatever becomes of the transaction that it was started in.
        var created = await JournalTransaction.Apart(() => api.Get<IMatches>().Create(handler, parameters?.Text ?? "{}", api.Cancel));
        return ServerApi.Granted(created);
    }

    public async ValueTask<string> Signal(string matchId, string data) => ServerApi.Granted(await api.Get<IMatches>().Signal(matchId, data, api.Cancel));
}
