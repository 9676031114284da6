using Grpc.Core;
using KaosNet.Api.Metrics;
using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol;

namespace KaosNet.Api.Grpc;

/// <summary>The client API over gRPC (section 1.10): the same pipeline, refusals as statuses with the same code and text.</summary>
public sealed class NakamaService(OperationPipeline pipeline, OperationMetrics metrics, FrontSettings settings)
{
    /// <summary>The service's full name.</summary>
    public const string Name = "nakama.api.Nakama";

    /// <summary>Answers one call.</summary>
    public async Task<TResponse> Run<TResponse>(Operation operation, object request, ServerCallContext context)
        where TResponse : class
    {
        var started = metrics.Now;
        using var origin = new GrpcOrigin(context, settings.ProxyCount);
        var outcome = await pipeline.Run(operation, request, origin);
        metrics.Of(operation).Count(
            outcome.Code, ProtobufCodec.Measure(request), outcome.IsGranted ? ProtobufCodec.Measure(outcome.Response) : 0, started);
        return outcome.IsGranted ? (TResponse)outcome.Response : throw new RpcException(StatusOf(outcome.Fault));
    }

    static Status StatusOf(Fault fault) => new((StatusCode)(int)fault.Code, fault.Message);
}
