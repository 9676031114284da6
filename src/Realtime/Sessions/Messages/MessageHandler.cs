using System.Runtime.InteropServices;
using KaosNet.Protocol.Realtime;

namespace KaosNet.Realtime.Sessions.Messages;

/// <summary>What a handler made of a message.</summary>
/// <param name="Envelope">The answer, without its cid; null for none.</param>
/// <param name="WithoutCid">Answers without the request's cid, as the reference does in one place.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Reply(Envelope? Envelope, bool WithoutCid = false)
{
    /// <summary>No answer.</summary>
    public static Reply Nothing => default;

    /// <summary>An envelope with nothing but the request's cid.</summary>
    public static Reply Acknowledged => new(new Envelope());

    /// <summary>Whether the message was handled; then its after hook runs.</summary>
    public bool Succeeded => Envelope?.Error is null;

    /// <summary>Refused.</summary>
    public static Reply Refused(ErrorCode code, string message) => new(new() { Error = new() { Code = (int)code, Message = message } });

    public static implicit operator Reply(Envelope envelope) => new(envelope);
}

/// <summary>Handles one kind of message. One instance serves all sessions; the messages of one session come one after another.</summary>
public interface IMessageHandler<in TMessage>
    where TMessage : class
{
    ValueTask<Reply> Handle(Session session, TMessage message);
}

/// <summary>A kind of message that clients may send.</summary>
public abstract class MessageKind
{
    private protected MessageKind(Type type, bool isQuick) => (Type, IsQuick) = (type, isQuick);

    /// <summary>The wire type.</summary>
    public Type Type { get; }

    /// <summary>The name for hooks, e.g. <c>MatchJoin</c>.</summary>
    public string Name => Type.Name;

    /// <summary>
    /// Whether its handler takes some microseconds at most and never blocks, so that it may run on the thread that watches the sockets
    /// (docs/decisions/0015).
    /// </summary>
    public bool IsQuick { get; }

    /// <summary>Makes the handler.</summary>
    internal abstract Func<Session, object, ValueTask<Reply>> Bind(IServiceProvider services);

    /// <summary>Handled by <typeparamref name="THandler"/>.</summary>
    public static MessageKind Of<TMessage, THandler>()
        where TMessage : class
        where THandler : IMessageHandler<TMessage> => new Handled<TMessage, THandler>(isQuick: false);

    /// <summary>Handled by <typeparamref name="THandler"/>, quickly.</summary>
    public static MessageKind QuickOf<TMessage, THandler>()
        where TMessage : class
        where THandler : IMessageHandler<TMessage> => new Handled<TMessage, THandler>(isQuick: true);

    sealed class Handled<TMessage, THandler>(bool isQuick) : MessageKind(typeof(TMessage), isQuick)
        where TMessage : class
        where THandler : IMessageHandler<TMessage>
    {
        internal override Func<Session, object, ValueTask<Reply>> Bind(IServiceProvider services)
        {
            // Made with the first message of its kind: a host may do without what others need.
            var handler = new Lazy<THandler>(() => Microsoft.Extensions.DependencyInjection.ActivatorUtilities.CreateInstance<THandler>(services));
            return (session, message) => handler.Value.Handle(session, (TMessage)message);
        }
    }
}
