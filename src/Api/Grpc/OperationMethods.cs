using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using KaosNet.Api.Operations;
using KaosNet.Protocol;

namespace KaosNet.Api.Grpc;

/// <summary>Gives the gRPC service one method for each operation of the registry; no code is generated from descriptions.</summary>
sealed class OperationMethods(OperationRegistry registry) : IServiceMethodProvider<NakamaService>
{
    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<NakamaService> context)
    {
        var adder = new Adder(context);
        foreach (var operation in registry.All) operation.Accept(adder);
    }

    sealed class Adder(ServiceMethodProviderContext<NakamaService> context) : IOperationVisitor
    {
        public void Visit<TRequest, TResponse>(Operation<TRequest, TResponse> operation)
            where TRequest : class, new()
            where TResponse : class
        {
            var method = new Method<TRequest, TResponse>(
                MethodType.Unary, NakamaService.Name, operation.Name, Messages<TRequest>.Marshaller, Messages<TResponse>.Marshaller);
            context.AddUnaryMethod(method, [], (service, request, call) => service.Run<TResponse>(operation, request, call));
        }
    }

    static class Messages<T>
        where T : class
    {
        public static readonly Marshaller<T> Marshaller = new(Write, Read);

        static void Write(T message, SerializationContext context)
        {
            context.SetPayloadLength(ProtobufCodec.Measure(message));
            ProtobufCodec.Serialize(context.GetBufferWriter(), message);
            context.Complete();
        }

        static T Read(DeserializationContext context)
        {
            try
            {
                return ProtobufCodec.Deserialize<T>(context.PayloadAsReadOnlySequence());
            }
            catch (InvalidDataException broken)
            {
                throw new RpcException(new Status(StatusCode.Internal, "grpc: error unmarshalling request: " + broken.Message));
            }
        }
    }
}
