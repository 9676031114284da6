using KaosNet.Protocol.Realtime;

namespace KaosNet.Simulation.Tests.Realtime.Checking;

/// <summary>One session's time in one place, with whom it saw there. Belongs to the session's listener.</summary>
/// <param name="Place">A channel, a match or a party.</param>
/// <param name="Known">When the session was told that it is in.</param>
/// <param name="IsHidden">Whether others do not see it.</param>
public sealed record Stay(string Place, long Known, bool IsHidden)
{
    /// <summary>When it began to leave.</summary>
    public long LeaveAsked { get; set; } = long.MaxValue;

    /// <summary>When it was told that it is out.</summary>
    public long Left { get; set; } = long.MaxValue;

    public bool IsOver => Left != long.MaxValue;

    public bool IsCurrent => LeaveAsked == long.MaxValue && !IsOver;

    /// <summary>The sessions in the place, as far as this one knows.</summary>
    public HashSet<string> Seen { get; } = [];

    /// <summary>What it knows of them, by session.</summary>
    public Dictionary<string, UserPresence> Presences { get; } = [];

    /// <summary>Of a party.</summary>
    public string Leader { get; set; } = "";

    public int MaxSize { get; set; }

    /// <summary>Those who ask to be let into the party; only its leader hears of them.</summary>
    public List<UserPresence> Requests { get; } = [];

    /// <summary>Whether what it says in the channel is kept.</summary>
    public bool IsKept { get; init; }

    /// <summary>What it was told of members, for whoever looks for a fault.</summary>
    public List<string> Told { get; } = [];

    /// <summary>Comings and goings, leaves before joins.</summary>
    public void Hear(IEnumerable<UserPresence> joins, IEnumerable<UserPresence> leaves)
    {
        Told.Add(string.Join(' ', joins.Select(one => "+" + one.SessionId[..8]).Concat(leaves.Select(one => "-" + one.SessionId[..8]))));
        foreach (var presence in leaves) Seen.Remove(presence.SessionId);
        foreach (var presence in joins) See(presence);
    }

    public void See(UserPresence presence)
    {
        Seen.Add(presence.SessionId);
        Presences[presence.SessionId] = presence;
    }
}
