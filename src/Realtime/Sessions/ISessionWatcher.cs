namespace KaosNet.Realtime.Sessions;

/// <summary>Whoever has to do with sessions coming and going (parity realtime.md 1.2 and 1.4). Called in the order of registration; must not wait.</summary>
public interface ISessionWatcher
{
    /// <summary>The session can be found from now on; it is on no stream yet.</summary>
    void Opening(Session session)
    {
    }

    /// <summary>It is on its first streams; what its client sends is read after this.</summary>
    void Opened(Session session)
    {
    }

    /// <summary>
    /// Why it must end at once after all, or null: asked when whoever ends a player's sessions can find this one, so that none slips through that was let in a
    /// moment before.
    /// </summary>
    SessionEnd? Objection(Session session) => null;

    /// <summary>It closes. It is on its streams still.</summary>
    void Closing(Session session)
    {
    }

    /// <summary>It is off all streams and can't be found any more; its client has been told.</summary>
    void Closed(Session session, SessionEnd end)
    {
    }
}
