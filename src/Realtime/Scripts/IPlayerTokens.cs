using KaosNet.Domain.Kernel;

namespace KaosNet.Realtime.Scripts;

/// <summary>Ends tokens of players for server code.</summary>
public interface IPlayerTokens
{
    /// <summary>Ends single tokens of a player, or all that were issued so far. Open sockets stay open.</summary>
    /// <param name="userId">Whose; a lower-case UUID.</param>
    /// <param name="token">A session token; empty for none.</param>
    /// <param name="refreshToken">A refresh token; empty for none. When both are empty, all end.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancel">Gives up.</param>
    ValueTask<Answer<Done>> End(string userId, string token, string refreshToken, Caller caller, CancellationToken cancel);
}
