namespace KaosNet.Realtime.Sessions;

/// <summary>
/// Which socket of a player stays when each closes the others (<c>session.single_socket</c>): the later one, and always exactly one, however many are opened at one moment on
/// however many servers. Servers' clocks differ, so who knew of whom counts first: a server looks for a player's sockets elsewhere before it shows the new one, so of two
/// sockets at most one knew of the other. Where neither did, the order of their ids decides, in which all servers agree.
/// </summary>
static class SoleSocket
{
    /// <summary>Whether a socket's id is later than another's: by its time, and by the rest of it for one moment.</summary>
    public static bool IsLater(Guid one, Guid other)
    {
        var byTime = SessionIds.TimeOf(one).CompareTo(SessionIds.TimeOf(other));
        return byTime != 0 ? byTime > 0 : one.CompareTo(other) > 0;
    }

    /// <summary>Whether a socket of this server gives way to one that another server has let in.</summary>
    /// <param name="own">The socket of this server.</param>
    /// <param name="ownKnew">Sockets elsewhere that were known before it was shown.</param>
    /// <param name="other">The other server's socket.</param>
    /// <param name="otherKnew">The same for that.</param>
    public static bool GivesWay(Guid own, IReadOnlyCollection<Guid> ownKnew, Guid other, IReadOnlyCollection<Guid> otherKnew) =>
        otherKnew.Contains(own) || (!ownKnew.Contains(other) && IsLater(other, own));

    /// <summary>
    /// Whether a new socket gives way to one of another server that was told of while it was let in: that one's server may have asked for way before there was anybody to give it.
    /// </summary>
    public static bool GivesWayAtOnce(Guid own, IReadOnlyCollection<Guid> ownKnew, Guid there) => !ownKnew.Contains(there) && IsLater(there, own);
}
