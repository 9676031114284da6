using KaosNet.Realtime.Sessions;
using KaosNet.Store;

namespace KaosNet.Realtime.Scripts;

/// <summary>Reports <c>session_start</c> and <c>session_end</c> to the functions that modules registered for them (parity runtime.md section 8).</summary>
public sealed class SessionEvents(EventQueue events, TimeProvider time) : ISessionWatcher
{
    public const string Start = "session_start";

    public const string End = "session_end";

    static readonly Dictionary<string, string> NoProperties = [];

    public void Opened(Session session) => Report(session, EventKind.SessionStart, Start, NoProperties);

    /// <summary>The reason is the text that the socket was closed with.</summary>
    public void Closed(Session session, SessionEnd end)
    {
        if (events.Takes(EventKind.SessionEnd)) Report(session, EventKind.SessionEnd, End, new() { ["reason"] = end.Text });
    }

    void Report(Session session, EventKind kind, string name, Dictionary<string, string> properties)
    {
        // Sockets come and go by the thousand; what nobody asked for costs nothing.
        if (!events.Takes(kind)) return;
        var caller = session.Caller with { Operation = name, Correlation = TimeOrderedId.OfRequest() };
        events.Report(new(name, properties, time.GetUtcNow().ToUnixTimeSeconds(), IsExternal: false, caller) { Kind = kind, Language = session.Opening.Language });
    }
}
