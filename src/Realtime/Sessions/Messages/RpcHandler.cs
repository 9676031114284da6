using System.Text;
using KaosNet.Protocol.Api;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Scripts;
using KaosNet.Store;

namespace KaosNet.Realtime.Sessions.Messages;

/// <summary>Calls a server module's function (parity realtime.md 2.5).</summary>
public sealed class RpcHandler(IRpcFunctions functions, IRpcFigures? figures = null) : IMessageHandler<Rpc>
{
    static readonly Dictionary<string, IReadOnlyList<string>> None = new(0, StringComparer.Ordinal);

    public async ValueTask<Reply> Handle(Session session, Rpc message)
    {
        if (message.Id.Length == 0) return Reply.Refused(ErrorCode.BadInput, "RPC ID must be set");
        if (!functions.Knows(message.Id)) return Reply.Refused(ErrorCode.RuntimeFunctionNotFound, "RPC function not found");
        var started = figures?.Now ?? 0;
        var caller = session.Caller with { Operation = "Rpc", Correlation = TimeOrderedId.OfRequest() };
        var answer = await functions.Call(message.Id, message.Payload, new(caller, None, None, session.Opening.Language), session.Closed);
        var isGranted = answer.IsGranted(out var payload, out var fault);
        figures?.Count(
            message.Id.ToLowerInvariant(), fault, Encoding.UTF8.GetByteCount(message.Payload), payload is null ? 0 : Encoding.UTF8.GetByteCount(payload), started);
        return isGranted
            ? new Envelope { Rpc = new() { Id = message.Id, Payload = payload! } }
            : Reply.Refused(ErrorCode.RuntimeFunctionException, fault!.Message);
    }
}
