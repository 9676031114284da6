using KaosNet.Api.Errors;
using KaosNet.Api.Metrics;
using KaosNet.Api.Operations;
using KaosNet.Api.Rpc;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol;

namespace KaosNet.Api.Rest;

/// <summary>
/// The client API over HTTP: the rules H1 to H12 in their order, in one step of the server's own pipeline, because the framework's routing and
/// binding differ from what clients rely on.
/// </summary>
public sealed class RestFront
{
    const string RpcPath = "/v2/rpc/";

    readonly OperationPipeline _pipeline;
    readonly FrontSettings _settings;
    readonly OperationMetrics _metrics;
    readonly RpcOverHttp _rpc;
    readonly ILogger<RestFront> _log;
    readonly RouteTable _routes;
    readonly RequestBody _bodies;
    readonly Dictionary<Operation, IStreamedAnswer> _streams;

    public RestFront(
        OperationRegistry registry, OperationPipeline pipeline, FrontSettings settings, OperationMetrics metrics, RpcOverHttp rpc, ILogger<RestFront> log,
        IEnumerable<IStreamedAnswer> streams)
    {
        _streams = streams.ToDictionary(stream => stream.Operation);
        (_pipeline, _settings, _metrics, _rpc, _log) = (pipeline, settings, metrics, rpc, log);
        _routes = new RouteTable(registry.All, metrics);
        _bodies = new RequestBody(settings);
    }

    /// <summary>Answers a request, or leaves it to what comes after: gRPC, sockets and the pages that were named.</summary>
    /// <param name="context">The request.</param>
    /// <param name="others">What comes after.</param>
    /// <param name="isOther">Whether a path belongs to what comes after.</param>
    public async Task Handle(HttpContext context, RequestDelegate others, Func<PathString, bool> isOther)
    {
        if (IsGrpc(context.Request) || isOther(context.Request.Path))
        {
            await others(context);
            return;
        }
        foreach (var (name, value) in _settings.ResponseHeaders) context.Response.Headers[name] = value;
        if (Cors.Answers(context)) return;
        try
        {
            await HandleClient(context, others);
        }
        catch (Exception failure) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            _log.LogError(failure, "{Method} {Path} failed", context.Request.Method, context.Request.Path);
            await Replies.WriteFault(context, Refusals.Unexpected);
        }
        catch (Exception failure) when (context.RequestAborted.IsCancellationRequested)
        {
            _log.LogDebug(failure, "{Method} {Path} lost its client", context.Request.Method, context.Request.Path);
        }
    }

    static bool IsGrpc(HttpRequest request) =>
        !HttpProtocol.IsHttp11(request.Protocol) && HttpProtocol.IsHttp2(request.Protocol)
        && request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) == true;

    async ValueTask HandleClient(HttpContext context, RequestDelegate others)
    {
        var target = RequestTarget.Of(context);
        if (!PercentEncoding.TryDecode(RequestTarget.PathOf(target), plusIsSpace: false, out var path, out var refusal))
        {
            Replies.AddCommonHeaders(context);
            await Replies.WriteFault(context, Fault.InvalidArgument(refusal!));
            return;
        }
        var cleaned = RequestTarget.Clean(path);
        if (!ReferenceEquals(cleaned, path))
        {
            context.Response.StatusCode = StatusCodes.Status301MovedPermanently;
            context.Response.Headers.Location = LocationOf(cleaned, target);
            return;
        }
        var isGet = HttpMethods.IsGet(context.Request.Method);
        if (isGet && path == "/") return;
        if (isGet && path == "/ws")
        {
            await others(context);
            return;
        }
        Replies.AddCommonHeaders(context);
        if (path.StartsWith(RpcPath, StringComparison.Ordinal) && (isGet || HttpMethods.IsPost(context.Request.Method)))
            await _rpc.Handle(context, path[RpcPath.Length..], RequestTarget.QueryOf(target).ToString(), _bodies);
        else await HandleOperation(context, path, target);
    }

    async ValueTask HandleOperation(HttpContext context, string path, string target)
    {
        var started = _metrics.Now;
        var isForm = IsForm(context.Request);
        var method = isForm && context.Request.Headers["X-HTTP-Method-Override"] is [{ Length: > 0 } other] ? other.ToUpperInvariant() : context.Request.Method;
        var match = _routes.Find(method, path);
        if (match.Route is not { } route)
        {
            await Replies.WriteFault(context, match.IsKnownPath ? Refusals.MethodNotAllowed : Refusals.RouteNotFound);
            return;
        }

        var request = route.Request.Create();
        var received = 0;
        Fault? refusal;
        if (RequestBinder.ReadsBody(route, isForm))
        {
            using var body = PooledBuffer.Rent();
            refusal = await _bodies.Read(context, body)
                ?? RequestBinder.Bind(route, request, match.Parameters, RequestTarget.QueryOf(target), body.Span, isForm)
                ?? RequestBinder.Measure(request, body.Length, _settings.RequestBytesMax);
            received = body.Length;
        }
        else refusal = RequestBinder.Bind(route, request, match.Parameters, RequestTarget.QueryOf(target), [], isForm: false);

        if (refusal is null && route.Operation.IsStreamed && WantsStream(context.Request))
        {
            await Stream(context, route, request, started);
            return;
        }

        var (code, sent) = refusal is null
            ? await Run(context, route, request)
            : (refusal.Code, await Replies.WriteFault(context, refusal));
        route.Calls.Count(code, received, sent, started);
    }

    async ValueTask<(FaultCode Code, int Sent)> Run(HttpContext context, Route route, object request)
    {
        using var origin = new HttpOrigin(context, _settings);
        var outcome = await _pipeline.Run(route.Operation, request, origin);
        if (!outcome.IsGranted)
            return (outcome.Code, await Replies.WriteFault(context, outcome.Fault, outcome.Correlation, outcome.RetryAfterSeconds));
        using var body = PooledBuffer.Rent();
        JsonCodec.Serialize(body, outcome.Response);
        return (default, await Replies.WriteJson(context, StatusCodes.Status200OK, body));
    }

    /// <summary>The call is counted when it is known what comes of it; the stream itself is no part of its time.</summary>
    async ValueTask Stream(HttpContext context, Route route, object request, long started)
    {
        var stream = _streams[route.Operation];
        stream.Prepare(request, context.Request);
        OperationOutcome outcome;
        using (var origin = new HttpOrigin(context, _settings)) outcome = await _pipeline.Run(route.Operation, request, origin);
        route.Calls.Count(outcome.Code, 0, 0, started);
        var refusal = outcome.IsGranted ? await stream.Answer(context, outcome.Response) : outcome.Fault;
        if (refusal is not null) await Replies.WriteFault(context, refusal, outcome.Correlation, outcome.RetryAfterSeconds);
    }

    static bool WantsStream(HttpRequest request) =>
        request.Headers.Accept.Any(accepted => accepted?.Contains("text/event-stream", StringComparison.OrdinalIgnoreCase) == true);

    static bool IsForm(HttpRequest request) =>
        HttpMethods.IsPost(request.Method)
        && request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true;

    static string LocationOf(string path, string target)
    {
        var query = RequestTarget.QueryOf(target);
        var location = string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
        return query.IsEmpty ? location : $"{location}?{query}";
    }
}
