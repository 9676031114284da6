using KaosNet.Api.Errors;
using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Scripts;

namespace KaosNet.Api.Rpc;

/// <summary>Calls of server modules' functions. Over HTTP <see cref="RpcOverHttp"/> answers; this declares it, and answers gRPC.</summary>
public sealed class RpcFeature : IFeature
{
    const string QueryPrefix = "Q_";

    public static readonly Operation RpcFunc = Operation
        .Named(RpcOverHttp.OperationName, "Call a function that a server module registered.")
        .Get("/v2/rpc/{id}")
        .Post("/v2/rpc/{id}", body: "payload")
        .WithoutHooks()
        .ForPlayersAndServers<Protocol.Api.Rpc, Protocol.Api.Rpc>(Handle);

    public IReadOnlyList<Operation> Operations => [RpcFunc];

    public void AddServices(IServiceCollection services) => services.AddSingleton<RpcOverHttp>();

    static async ValueTask<Answer<Protocol.Api.Rpc>> Handle(Protocol.Api.Rpc request, OperationCall call)
    {
        if (request.Id.Length == 0) return Refusals.RpcIdRequired;
        var functions = call.Get<IServiceProvider>().GetService<IRpcFunctions>();
        var id = request.Id.ToLowerInvariant();
        if (functions?.Knows(id) != true) return Refusals.RpcNotFound;
        var (headers, query) = Split(call.Origin);
        var answer = await functions.Call(id, request.Payload, new RpcRequest(call.Caller, headers, query), call.Aborted);
        return answer.IsGranted(out var payload, out var fault) ? new Protocol.Api.Rpc { Payload = payload } : FaultStatus.Clamp(fault);
    }

    /// <summary>Over gRPC, query parameters are metadata whose keys begin with <c>q_</c>.</summary>
    static (Dictionary<string, IReadOnlyList<string>> Headers, Dictionary<string, IReadOnlyList<string>> Query) Split(RequestOrigin? origin)
    {
        var headers = new Dictionary<string, IReadOnlyList<string>>();
        var query = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var (name, values) in origin?.Headers ?? new Dictionary<string, IReadOnlyList<string>>())
        {
            if (name.StartsWith(QueryPrefix, StringComparison.OrdinalIgnoreCase)) query[name[QueryPrefix.Length..].ToLowerInvariant()] = values;
            else headers[name] = values;
        }
        return (headers, query);
    }
}
