using KaosNet.Protocol.Realtime;

namespace KaosNet.Realtime.Sessions.Messages;

/// <summary>An application's own ping; protocol pings are the socket's business.</summary>
public sealed class PingHandler : IMessageHandler<Ping>
{
    public ValueTask<Reply> Handle(Session session, Ping message) => ValueTask.FromResult<Reply>(new Envelope { Pong = new() });
}

/// <summary>Accepted and ignored.</summary>
public sealed class PongHandler : IMessageHandler<Pong>
{
    public ValueTask<Reply> Handle(Session session, Pong message) => ValueTask.FromResult(Reply.Nothing);
}
