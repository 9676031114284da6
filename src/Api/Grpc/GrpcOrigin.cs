using Grpc.Core;
using KaosNet.Api.Operations;
using KaosNet.Api.Rest;
using Microsoft.Extensions.Primitives;

namespace KaosNet.Api.Grpc;

/// <summary>A gRPC call as the pipeline sees it. Its deadline is the client's, which the framework watches.</summary>
sealed class GrpcOrigin : RequestOrigin
{
    readonly ServerCallContext _context;
    readonly HttpContext _http;

    public GrpcOrigin(ServerCallContext context, int proxyCount)
    {
        (_context, _http) = (context, context.GetHttpContext());
        (ClientAddress, ClientPort) = Rest.ClientAddress.Of(_http, proxyCount);
    }

    public override StringValues Authorization => _http.Request.Headers.Authorization;

    public override string ClientAddress { get; }

    public override string ClientPort { get; }

    public override IReadOnlyDictionary<string, IReadOnlyList<string>> Headers => HttpOrigin.HeadersOf(_http.Request);

    protected override CancellationToken ClientGone => _context.CancellationToken;
}
