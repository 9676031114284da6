using System.Net;

namespace KaosNet.Realtime.Sessions.Rudp;

/// <summary>Knows who may connect over UDP.</summary>
public interface IRudpDoor
{
    /// <summary>Reads what a peer sent with its request to connect. Answers at once, without I/O.</summary>
    /// <param name="parameters">A query as of <c>/ws</c>, or a session token alone.</param>
    /// <param name="from">Where it comes from.</param>
    /// <returns>Who opens the session; null when there is no token that is good now.</returns>
    SessionOpening? Admit(string parameters, IPEndPoint from);
}
