using KaosNet.Domain.Matches;

namespace KaosNet.Realtime.Matches;

/// <summary>The players' side of matches: their stream and their sockets.</summary>
public interface IMatchAudience
{
    /// <summary>Data for these members' sessions.</summary>
    void Send(MatchKey match, MatchPresence? sender, long opCode, byte[] data, bool reliable, IReadOnlyList<string> sessionIds);

    /// <summary>Takes these off the match's stream; their leave events follow.</summary>
    void Kick(MatchKey match, IReadOnlyList<MatchPresence> presences);

    /// <summary>Drops the whole stream without events.</summary>
    void Close(MatchKey match);

    /// <summary>Closes these sockets, as their match has failed.</summary>
    void Disconnect(IReadOnlyList<MatchPresence> presences);

    /// <summary>Members of a relayed match, hidden ones included.</summary>
    int SizeOfRelayed(MatchKey match);
}
