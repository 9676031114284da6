using System.Collections.Concurrent;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Sessions;
using KaosNet.Realtime.Sessions.Framing;
using KaosNet.Realtime.Sessions.Messages;
using KaosNet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace KaosNet.Realtime.Tests.Sessions;

/// <summary>Sessions on connections in memory, with a clock turned by hand and a router that answers a ping with a pong and all else with nothing.</summary>
sealed class SessionBench : IMessageRouter, ISessionWatcher
{
    readonly ServiceProvider _services;
    int _pings;

    public SessionBench(SocketSettings? settings = null)
    {
        var services = new ServiceCollection().AddLogging().AddMetrics();
        services.AddSingleton(new NodeName("node1")).AddSingleton(settings ?? new()).AddSingleton<TimeProvider>(Time);
        services.AddSingleton<IMessageRouter>(this).AddSingleton<ISessionWatcher>(this);
        services.AddSingleton<RealtimeMeter>().AddSingleton<SessionIds>().AddSingleton<SocketTraffic>();
        services.AddSingleton<SessionServer>().AddSingleton<SocketServer>().AddStreams();
        _services = services.BuildServiceProvider();
    }

    public FakeTimeProvider Time { get; } = new();

    /// <summary>What watchers were told, in order.</summary>
    public ConcurrentQueue<string> Told { get; } = new();

    /// <summary>Whether a watcher has something against every new session.</summary>
    public bool Objects { get; set; }

    /// <summary>For each message, whether it was handled on a thread of the pool.</summary>
    public ConcurrentQueue<bool> OnPool { get; } = new();

    public SessionRegistry Registry => Get<SessionRegistry>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Opens a socket; its session is welcome and its timers run when this returns.</summary>
    public (WireStream Wire, Task Serving) Open(Guid? user = null, bool online = false, WireStream? wire = null)
    {
        wire ??= new();
        var opening = new SessionOpening(user ?? Guid.NewGuid(), "ann", new Dictionary<string, string>(), 0, SocketFormat.Json, online, "en", "", "");
        return (wire, Get<SocketServer>().Serve(wire, opening, wire.Cut));
    }

    /// <summary>Waits until the server has handled all that the client has sent: it answers a protocol ping behind it.</summary>
    public async Task Handled(WireStream wire)
    {
        var number = (byte)Interlocked.Increment(ref _pings);
        wire.Send(FrameKind.Ping, [number]);
        await Eventually.Is(() => wire.Frames.Any(frame => frame.Kind == FrameKind.Pong && frame.Payload is [var one] && one == number), "a pong");
    }

    public void Pass(double seconds) => Time.Advance(TimeSpan.FromSeconds(seconds));

    public ValueTask<bool> Handle(Session session, Envelope envelope)
    {
        OnPool.Enqueue(Thread.CurrentThread.IsThreadPoolThread);
        if (envelope.Ping is not null) session.Send(new Envelope { Cid = envelope.Cid, Pong = new() });
        return ValueTask.FromResult(true);
    }

    void ISessionWatcher.Opening(Session session) => Tell("opening", session);

    void ISessionWatcher.Opened(Session session) => Tell("opened", session);

    SessionEnd? ISessionWatcher.Objection(Session session) => Objects ? SessionEnd.ServerSide : null;

    void ISessionWatcher.Closing(Session session) => Tell("closing", session);

    void ISessionWatcher.Closed(Session session, SessionEnd end)
    {
        Tell("closed", session);
        Told.Enqueue($"{end.Status} {end.Text}");
    }

    void Tell(string what, Session session)
    {
        var streams = Get<PresenceTracker>().Streams.Count(stream => stream.Subject == session.UserId);
        Told.Enqueue($"{what}, {(Registry.TryFind(session.Id, out _) ? "known" : "unknown")}, {streams} streams{(session.Closed.IsCancellationRequested ? ", cancelled" : "")}");
    }
}
