using System.Collections.Immutable;
using KaosNet.Protocol.Realtime;

namespace KaosNet.Realtime.Parties.Deciding;

/// <summary>
/// A party as its server knows it. There is a leader as long as it lives; members and those on the way in are never more than its size; each socket is in
/// it once.
/// </summary>
public sealed record Party
{
    /// <summary>The label of a party that was given none.</summary>
    public const string NoLabel = "{}";

    public required PartyKey Key { get; init; }

    /// <summary>Whether players come in without asking.</summary>
    public bool Open { get; init; }

    /// <summary>Whether players' lists leave it out.</summary>
    public bool Hidden { get; init; }

    /// <summary>0 to 256; nobody can be in a party of size 0, not even its leader.</summary>
    public int MaxSize { get; init; }

    /// <summary>A JSON object.</summary>
    public string Label { get; init; } = NoLabel;

    public DateTimeOffset CreateTime { get; init; }

    public required PartyMember Leader { get; init; }

    /// <summary>Who is in, the longest first.</summary>
    public ImmutableArray<PartyMember> Members { get; init; } = [];

    /// <summary>Those who have a place and are on their way in.</summary>
    public ImmutableArray<PartyMember> Arriving { get; init; } = [];

    /// <summary>Who waits to be let in.</summary>
    public ImmutableArray<PartyMember> Requests { get; init; } = [];

    public bool IsOver { get; init; }

    /// <summary>Whether no place is free, counting those that are kept.</summary>
    public bool IsFull => Members.Length + Arriving.Length >= MaxSize;

    /// <summary>Everybody who has a place.</summary>
    public IEnumerable<PartyMember> Everybody => Members.Concat(Arriving);

    /// <summary>A party begins with its creator as the leader, on the way in.</summary>
    public static Party Begin(PartyKey key, PartyMember creator, PartyCreate wish, DateTimeOffset now) => new()
    {
        Key = key,
        Open = wish.Open,
        Hidden = wish.Hidden,
        MaxSize = wish.MaxSize,
        Label = wish.Label.Length == 0 ? NoLabel : wish.Label,
        CreateTime = now,
        Leader = creator,
        Arriving = wish.MaxSize > 0 ? [creator] : [],
    };

    public static Party Evolve(Party party, PartyNews news) => news switch
    {
        JoinRequested(var who) => party with { Requests = party.Requests.Add(who) },
        JoinRequestAnswered(var who) => party with { Requests = party.Requests.Remove(who) },
        PlaceReserved(var who) => party with { Arriving = party.Arriving.Add(who) },
        PlaceReleased(var who) => party with { Arriving = party.Arriving.Remove(who) },
        MemberArrived(var who) => party with { Arriving = party.Arriving.Remove(who), Members = party.Members.Add(who) },
        LeaderNamed(var who) => party with { Leader = who },
        MemberLeft(var who, _) => party with { Members = party.Members.Remove(who) },
        PartyDescribed(var label, var open, var hidden) => party with { Label = label.Length == 0 ? NoLabel : label, Open = open, Hidden = hidden },
        PartyEnded => party with { Members = [], Arriving = [], Requests = [], IsOver = true },
        _ => party,
    };

    /// <summary>Whether this one may rule.</summary>
    public bool IsLedBy(PartyMember who) => Leader == who;

    public bool HasMember(PartyMember who) => Members.Contains(who);

    public bool IsAwaiting(PartyMember who) => Arriving.Contains(who);
}
