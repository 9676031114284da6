namespace KaosNet.Projections.Accounts;

/// <summary>Who is online: at least one of the player's sockets shows a status (parity 3.2). A socket without one does not count.</summary>
public interface IOnlinePlayers
{
    /// <summary>Whether the player is online now.</summary>
    bool IsOnline(Guid userId);
}
