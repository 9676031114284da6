using KaosNet.Modules.Utilities;
using KaosNet.Store.Journal.Transactions;

namespace KaosNet.Scripting.Server;

/// <summary>Calls of other services.</summary>
internal sealed class HttpFunctions(ServerApi api) : IHttpFunctions
{
    private static readonly Dictionary<string, string> NoHeaders = [];

    public ValueTask<HttpReply> Request(
        string url, string method, IReadOnlyDictionary<string, string>? headers, ReadOnlyMemory<byte> body, int timeout, bool insecure)
    {
        JournalTransaction.ForbidRepetition();
        return api.Get<HttpCalls>().Send(url, method, headers ?? NoHeaders, body, timeout, insecure, api.Cancel);
    }
}
