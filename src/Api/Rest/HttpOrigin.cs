using KaosNet.Api.Operations;
using Microsoft.Extensions.Primitives;

namespace KaosNet.Api.Rest;

/// <summary>An HTTP request as the pipeline sees it.</summary>
sealed class HttpOrigin : RequestOrigin
{
    readonly HttpContext _context;
    readonly TimeSpan _deadline;
    readonly QueryParameters? _query;

    /// <param name="context">The request.</param>
    /// <param name="settings">Its limits.</param>
    /// <param name="query">Its query parameters, where functions may see them.</param>
    public HttpOrigin(HttpContext context, FrontSettings settings, QueryParameters? query = null)
    {
        (_context, _deadline, _query) = (context, settings.RequestDeadline, query);
        (ClientAddress, ClientPort) = Rest.ClientAddress.Of(context, settings.ProxyCount);
    }

    public override StringValues Authorization => _context.Request.Headers.Authorization;

    public override string HttpKey => _context.Request.Query["http_key"].ToString();

    public override string ClientAddress { get; }

    public override string ClientPort { get; }

    public override IReadOnlyDictionary<string, IReadOnlyList<string>> Headers => HeadersOf(_context.Request);

    public override IReadOnlyDictionary<string, IReadOnlyList<string>> QueryParameters =>
        _query?.Where(parameter => parameter.Key != "http_key").ToDictionary(parameter => parameter.Key, IReadOnlyList<string> (parameter) => parameter.Value)
        ?? base.QueryParameters;

    protected override TimeSpan Deadline => _deadline;

    protected override CancellationToken ClientGone => _context.RequestAborted;

    /// <summary>A copy of the headers, which stays true when the request is over.</summary>
    internal static Dictionary<string, IReadOnlyList<string>> HeadersOf(HttpRequest request)
    {
        var headers = new Dictionary<string, IReadOnlyList<string>>(request.Headers.Count);
        foreach (var (name, values) in request.Headers)
        {
            // Names that begin with a colon belong to the transport.
            if (name.StartsWith(':') || name.Equals("grpc-timeout", StringComparison.OrdinalIgnoreCase)) continue;
            headers[CanonicalHeader.Of(name)] = [.. values.OfType<string>()];
        }
        return headers;
    }
}
