using KaosNet.Domain.Kernel;

namespace KaosNet.Realtime.Scripts;

/// <summary>Functions that server modules registered for clients and other servers to call (parity runtime.md sections 5 and 6).</summary>
public interface IRpcFunctions
{
    /// <summary>Whether a module registered this id. Ids are compared in lower case.</summary>
    bool Knows(string id);

    /// <summary>Calls the function.</summary>
    /// <param name="id">The registered id, any case.</param>
    /// <param name="payload">Raw text from the caller; may be empty.</param>
    /// <param name="request">Who calls and how.</param>
    /// <param name="cancel">The caller went away.</param>
    /// <returns>The function's text (empty when it returned nothing), or its error as a fault.</returns>
    ValueTask<Answer<string>> Call(string id, string payload, RpcRequest request, CancellationToken cancel);
}

/// <summary>What an RPC function can see of the request that called it.</summary>
/// <param name="Caller">The player, or nobody for a call with the HTTP key.</param>
/// <param name="Headers">Request headers by canonical name; empty over a socket.</param>
/// <param name="QueryParameters">Query parameters without <c>http_key</c>; empty over a socket.</param>
/// <param name="Language">The socket's language, empty elsewhere.</param>
public sealed record RpcRequest(
    Caller Caller,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Headers,
    IReadOnlyDictionary<string, IReadOnlyList<string>> QueryParameters,
    string Language = "");
