using System.Collections.Frozen;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Scripts;
using KaosNet.Store;
using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Sessions.Messages;

/// <summary>Makes of a decoded envelope what is to be made of it.</summary>
public interface IMessageRouter
{
    /// <summary>Handles one message of a session. False when the session is to be closed for it.</summary>
    ValueTask<bool> Handle(Session session, Envelope envelope);
}

/// <summary>Takes a decoded envelope to its handler and the answer back, with the hooks around it (parity realtime.md 2.3).</summary>
public sealed class MessageRouter : IMessageRouter
{
    readonly FrozenDictionary<Type, Route> _routes;
    readonly IScriptHooks _hooks;
    readonly ILogger _log;

    public MessageRouter(IServiceProvider services, IScriptHooks hooks, ILogger<MessageRouter> log)
    {
        _routes = MessageKinds.All.ToFrozenDictionary(kind => kind.Type, kind => new Route(kind.Name, kind.Bind(services), kind.IsQuick));
        _hooks = hooks;
        _log = log;
    }

    public ValueTask<bool> Handle(Session session, Envelope envelope)
    {
        if (envelope.Message is not { } message) return Unprocessable(session, envelope.Cid, ErrorCode.MissingPayload, "Missing message.");
        if (!_routes.TryGetValue(message.GetType(), out var route))
            return Unprocessable(session, envelope.Cid, ErrorCode.UnrecognizedPayload, "Unrecognized message.");
        var hooked = message is not Protocol.Api.Rpc && (_hooks.HasBefore(route.Name) || _hooks.HasAfter(route.Name));
        if (hooked) return HandleWithHooks(session, envelope, route);
        return route.IsQuick || SocketThreads.Leave().IsCompleted ? Handle(session, envelope.Cid, message, route) : HandleOnPool(session, envelope.Cid, message, route);
    }

    async ValueTask<bool> HandleOnPool(Session session, string cid, object message, Route route)
    {
        await SocketThreads.Leave();
        return await Handle(session, cid, message, route);
    }

    ValueTask<bool> Handle(Session session, string cid, object message, Route route)
    {
        // Most messages are done at once; only the others pay for a state machine.
        ValueTask<Reply> handling;
        try
        {
            handling = route.Handle(session, message);
        }
        catch (Exception bug)
        {
            return ValueTask.FromResult(Broken(session, cid, route.Name, bug));
        }

        if (!handling.IsCompletedSuccessfully) return Finish(session, cid, route.Name, handling);
        Answer(session, cid, handling.GetAwaiter().GetResult());
        return ValueTask.FromResult(true);
    }

    async ValueTask<bool> Finish(Session session, string cid, string name, ValueTask<Reply> handling)
    {
        try
        {
            Answer(session, cid, await handling);
            return true;
        }
        catch (Exception bug)
        {
            return Broken(session, cid, name, bug);
        }
    }

    async ValueTask<bool> HandleWithHooks(Session session, Envelope envelope, Route route)
    {
        await SocketThreads.Leave();
        var cid = envelope.Cid;
        try
        {
            var caller = session.Caller with { Operation = route.Name, Correlation = TimeOrderedId.OfRequest() };
            if (_hooks.HasBefore(route.Name))
            {
                var before = await _hooks.Before(route.Name, envelope, caller, session.Closed);
                if (!before.IsGranted(out var hooked, out var fault))
                {
                    Answer(session, cid, Reply.Refused(ErrorCode.RuntimeFunctionException, fault.Message));
                    return true;
                }

                if (hooked.Request is not Envelope replaced)
                    return await Unprocessable(session, cid, ErrorCode.UnrecognizedPayload, "Requested resource was not found.");
                if (replaced.Message?.GetType() != envelope.Message!.GetType())
                {
                    Answer(session, cid, Reply.Refused(ErrorCode.RuntimeFunctionException, "The before hook returned another kind of message."));
                    return true;
                }

                envelope = replaced;
                cid = replaced.Cid;
            }

            var reply = await route.Handle(session, envelope.Message!);
            Answer(session, cid, reply);
            if (reply.Succeeded && _hooks.HasAfter(route.Name))
                await _hooks.After(route.Name, envelope, reply.Envelope ?? new Envelope(), caller, session.Closed);
            return true;
        }
        catch (Exception bug)
        {
            return Broken(session, cid, route.Name, bug);
        }
    }

    static void Answer(Session session, string cid, Reply reply)
    {
        if (reply.Envelope is not { } envelope) return;
        if (!reply.WithoutCid) envelope.Cid = cid;
        session.Send(envelope);
    }

    static ValueTask<bool> Unprocessable(Session session, string cid, ErrorCode code, string text)
    {
        Answer(session, cid, Reply.Refused(code, text));
        return ValueTask.FromResult(false);
    }

    bool Broken(Session session, string cid, string name, Exception bug)
    {
        if (bug is OperationCanceledException && session.Closed.IsCancellationRequested) return true;
        _log.LogError(bug, "{Message} failed", name);
        Answer(session, cid, Reply.Refused(ErrorCode.RuntimeException, "Internal error."));
        return true;
    }

    sealed record Route(string Name, Func<Session, object, ValueTask<Reply>> Handle, bool IsQuick);
}
