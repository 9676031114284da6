using System.Text;
using System.Text.Json;
using KaosNet.Api.Errors;
using KaosNet.Api.Metrics;
using KaosNet.Api.Operations;
using KaosNet.Api.Rest;
using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Scripts;
using KaosNet.Store;

namespace KaosNet.Api.Rpc;

/// <summary><c>GET|POST /v2/rpc/{id}</c>: functions of server modules, called by players and by servers (P1 to P14). No hooks run.</summary>
public sealed class RpcOverHttp(
    IServiceProvider services, Authentication authentication, OperationPipeline pipeline, RateLimits limits, FrontSettings settings, OperationMetrics metrics)
{
    /// <summary>The operation's name, also for rate limits.</summary>
    public const string OperationName = "RpcFunc";

    readonly Lazy<IRpcFunctions?> _functions = new(services.GetService<IRpcFunctions>);

    internal async ValueTask Handle(HttpContext context, string path, string rawQuery, RequestBody bodies)
    {
        var started = metrics.Now;
        var correlation = TimeOrderedId.OfRequest();
        var query = QueryParameters.Parse(rawQuery, out var broken);
        if (query is null)
        {
            await Refuse(context, Fault.InvalidArgument(broken!));
            return;
        }
        using var origin = new HttpOrigin(context, settings, query);
        if (!authentication.IdentifyForRpc(query.First("http_key"), origin).IsGranted(out var player, out var fault))
        {
            await Refuse(context, fault);
            return;
        }
        var id = path.ToLowerInvariant();
        if (id.Length == 0 || _functions.Value?.Knows(id) != true)
        {
            await Refuse(context, id.Length == 0 ? Refusals.RpcIdRequired : Refusals.RpcNotFound);
            return;
        }
        if (!limits.TryTake(OperationName, player?.UserId ?? origin.ClientAddress, out var retryAfter))
        {
            metrics.CountRateLimited(OperationName);
            await Replies.WriteFault(context, Refusals.TooManyRequests, correlation, retryAfter);
            return;
        }
        using var body = PooledBuffer.Rent();
        if (HttpMethods.IsPost(context.Request.Method) && await bodies.Read(context, body) is { } unreadable)
        {
            // The one refusal here without an "error" member (P9).
            await Replies.WriteFault(context, unreadable);
            return;
        }
        var isUnwrapped = query.Has("unwrap");
        if (PayloadOf(body.Span, isUnwrapped) is not { } payload)
        {
            await Refuse(context, Refusals.RpcBodyNotText);
            return;
        }
        var caller = OperationPipeline.CallerOf(OperationName, player, origin, correlation);
        var answer = await Call(id, payload, new RpcRequest(caller, origin.Headers, origin.QueryParameters), origin, correlation);
        var sent = answer.IsGranted(out var result, out fault)
            ? await Reply(context, result, isUnwrapped && HttpMethods.IsPost(context.Request.Method))
            : await RefuseByFunction(context, FaultStatus.Clamp(fault), correlation);
        metrics.CountRpc(id, answer.Fault is null ? default : FaultStatus.Clamp(answer.Fault).Code, body.Length, sent, started);
    }

    async ValueTask<Answer<string>> Call(string id, string payload, RpcRequest request, RequestOrigin origin, string correlation)
    {
        try
        {
            var running = _functions.Value!.Call(id, payload, request, origin.Aborted);
            return running.IsCompleted ? await running : await pipeline.Within(running, origin, correlation);
        }
        catch (Exception failure)
        {
            return pipeline.FaultOf(failure, "RPC " + id, correlation, origin);
        }
    }

    /// <summary>The payload in a body; null when the body must be a JSON string and is not (P6, P7).</summary>
    static string? PayloadOf(ReadOnlySpan<byte> body, bool isUnwrapped)
    {
        if (body.IsEmpty) return "";
        if (isUnwrapped) return Encoding.UTF8.GetString(body);
        try
        {
            var reader = new Utf8JsonReader(body);
            if (!reader.Read() || reader.TokenType != JsonTokenType.String) return null;
            var payload = reader.GetString();
            return reader.Read() ? null : payload;
        }
        catch (Exception refusal) when (refusal is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    static async ValueTask<int> Reply(HttpContext context, string result, bool isUnwrapped)
    {
        using var body = PooledBuffer.Rent();
        if (!isUnwrapped)
        {
            Replies.WritePayload(body, result);
            return await Replies.WriteJson(context, StatusCodes.Status200OK, body);
        }
        body.Advance(Encoding.UTF8.GetBytes(result, body.GetSpan(Encoding.UTF8.GetMaxByteCount(result.Length))));
        var contentType = context.Request.ContentType;
        context.Response.ContentType = string.IsNullOrEmpty(contentType) ? "text/plain" : contentType;
        await Replies.Write(context, StatusCodes.Status200OK, body);
        return body.Length;
    }

    static async ValueTask<int> Refuse(HttpContext context, Fault fault)
    {
        using var body = PooledBuffer.Rent();
        Replies.WriteFaultBody(body, fault, error: fault.Message);
        return await Replies.WriteJson(context, FaultStatus.HttpOf(fault.Code), body);
    }

    static async ValueTask<int> RefuseByFunction(HttpContext context, Fault fault, string correlation)
    {
        using var body = PooledBuffer.Rent();
        Replies.WriteFunctionFault(body, fault);
        if (fault.Code == FaultCode.Internal) context.Response.Headers["X-Request-Id"] = correlation;
        return await Replies.WriteJson(context, FaultStatus.HttpOf(fault.Code), body);
    }
}
