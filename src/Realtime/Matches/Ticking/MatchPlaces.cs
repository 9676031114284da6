using KaosNet.Domain.Matches;

namespace KaosNet.Realtime.Matches.Ticking;

/// <summary>Members of a match who are on its list and not on its stream: accepted ones on their way, and those whose sockets went with the server.</summary>
sealed class MatchPlaces
{
    const int CheckSeconds = 30;

    static readonly Dictionary<string, MatchPresence> Nobody = [];
    static readonly Dictionary<string, long> NobodyIsComing = [];

    Dictionary<string, long> _coming = NobodyIsComing;
    Dictionary<string, MatchPresence> _lost = Nobody;
    long _keptUntil;

    /// <summary>This one was accepted and has to arrive before the tick.</summary>
    public void Expect(MatchPresence presence, long beforeTick)
    {
        if (_coming.Count == 0) _coming = new(StringComparer.Ordinal);
        _coming[presence.SessionId] = beforeTick;
    }

    /// <summary>The match was resumed: the places of all are kept up to the tick.</summary>
    public void Keep(IReadOnlyList<MatchPresence> members, long untilTick)
    {
        if (members.Count > 0) _lost = members.ToDictionary(member => member.SessionId, StringComparer.Ordinal);
        _keptUntil = untilTick;
    }

    /// <summary>These have arrived or left.</summary>
    public void Settle(IReadOnlyList<MatchPresence> presences)
    {
        foreach (var presence in presences)
        {
            _coming.Remove(presence.SessionId);
            _lost.Remove(presence.SessionId);
        }

        if (_coming.Count == 0) _coming = NobodyIsComing;
    }

    /// <summary>A player's places in the resumed match.</summary>
    public IReadOnlyList<MatchPresence> KeptFor(string userId) => _lost.Count == 0 ? [] : [.. _lost.Values.Where(lost => lost.UserId == userId)];

    /// <summary>Members of the resumed match who had their time to come back.</summary>
    public IReadOnlyList<MatchPresence> NotBack(long tick) => _lost.Count == 0 || tick < _keptUntil ? [] : [.. _lost.Values];

    /// <summary>Accepted ones who had their time to arrive; looked for now and then only, as the reference does.</summary>
    public IReadOnlyList<MatchPresence> NeverCame(MatchCore match)
    {
        if (_coming.Count == 0 || match.Tick % (CheckSeconds * match.TickRate) != 0) return [];
        var late = _coming.Where(coming => coming.Value <= match.Tick).Select(coming => coming.Key).ToHashSet(StringComparer.Ordinal);
        return late.Count == 0 ? [] : [.. match.Members.Where(member => late.Contains(member.SessionId))];
    }
}
