using KaosNet.Realtime.Scripts;
using KaosNet.Realtime.Sessions;
using KaosNet.Realtime.Tests.Sessions;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaosNet.Realtime.Tests.Scripts;

/// <summary>Sessions that begin and end, as events (parity runtime.md section 8).</summary>
public class SessionEventsSpecs : IEventFunctions
{
    readonly SessionBench _bench = new();
    readonly HashSet<EventKind> _taken = [EventKind.SessionStart, EventKind.SessionEnd];
    readonly List<GameEvent> _events = [];

    [Fact]
    public async Task both_tell_the_session_and_the_end_its_reason()
    {
        var queue = Queue();
        var watcher = new SessionEvents(queue, _bench.Time);
        var session = Session();
        watcher.Opened(session);
        watcher.Closed(session, SessionEnd.QueueFull);
        await queue.StopAsync(CancellationToken.None);
        _events.OrderBy(happened => happened.Kind).Select(happened => (
                happened.Name, happened.Kind, happened.Language, happened.IsExternal, Reason: happened.Properties.GetValueOrDefault("reason"), happened.Caller.SessionId))
            .ShouldBe([
                ("session_start", EventKind.SessionStart, "de", false, null, session.UserPresence.SessionId),
                ("session_end", EventKind.SessionEnd, "de", false, "session outgoing queue full", session.UserPresence.SessionId),
            ]);
        _events.ShouldAllBe(happened => happened.UnixSeconds == _bench.Time.GetUtcNow().ToUnixTimeSeconds() && happened.Caller.UserId == session.UserPresence.UserId);
    }

    [Theory]
    [InlineData(EventKind.SessionStart)]
    [InlineData(EventKind.SessionEnd)]
    public async Task only_what_somebody_asked_for_is_told(EventKind kind)
    {
        _taken.RemoveWhere(taken => taken != kind);
        var queue = Queue();
        var watcher = new SessionEvents(queue, _bench.Time);
        var session = Session();
        watcher.Opened(session);
        watcher.Closed(session, SessionEnd.ServerSide);
        await queue.StopAsync(CancellationToken.None);
        _events.Select(happened => happened.Kind).ShouldBe([kind]);
    }

    bool IEventFunctions.Takes(EventKind kind) => _taken.Contains(kind);

    ValueTask IEventFunctions.Take(GameEvent happened, CancellationToken cancel)
    {
        lock (_events) _events.Add(happened);
        return ValueTask.CompletedTask;
    }

    EventQueue Queue()
    {
        var queue = new EventQueue(this, new() { Workers = 1 }, _bench.Get<RealtimeMeter>(), _bench.Time, NullLogger<EventQueue>.Instance);
        queue.StartAsync(CancellationToken.None).ShouldBe(Task.CompletedTask);
        return queue;
    }

    Session Session() => _bench.Get<SessionServer>().Open(
        new(Guid.NewGuid(), "ann", new Dictionary<string, string>(), 0, SocketFormat.Json, false, "de", "10.0.0.1", "5000"), new Deaf());

    sealed class Deaf : IConnection
    {
        public SessionEnd? Send(ReadOnlySpan<byte> message, bool isReliable) => null;

        public void SendLast(ReadOnlySpan<byte> message)
        {
        }

        public void Close(SessionEnd end)
        {
        }
    }
}
