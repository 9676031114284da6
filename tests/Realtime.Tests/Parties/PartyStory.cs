using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Parties.Deciding;
using Party = KaosNet.Realtime.Parties.Deciding.Party;

namespace KaosNet.Realtime.Tests.Parties;

/// <summary>A party without sockets: what is decided happens at once, and what its members are told is kept as lines such as <c>ann,bob: + cat</c>.</summary>
sealed class PartyStory
{
    public static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    PartyStory(Party party) => Party = party;

    public Party Party { get; private set; }

    /// <summary>What went out, in order.</summary>
    public List<string> Told { get; } = [];

    /// <summary>The envelopes that went out, in order.</summary>
    public List<PartyPush> Pushes { get; } = [];

    /// <summary>How often all tickets of the party went.</summary>
    public int SearchesGivenUp { get; private set; }

    /// <summary>A party of the named ones who are in, the first of them the leader.</summary>
    public static PartyStory Of(string names, int maxSize = 4, bool open = true)
    {
        var all = names.Split(',');
        var creator = Player(all[0]);
        var story = new PartyStory(
            Party.Begin(new(Guid.Parse("886313e1-3b8a-5372-9b90-0c9aee199e5d"), "node"), creator, new() { MaxSize = maxSize, Open = true }, Noon));
        story.Do(ArriveAtParty.Decide(story.Party, creator));
        foreach (var name in all[1..]) story.Enter(name);
        story.Party = story.Party with { Open = open };
        story.Forget();
        return story;
    }

    public static PartyMember Player(string name) => new("user-" + name, "session-" + name, name, "node");

    public static UserPresence Shown(string name) => Player(name).Wire;

    public string Names => string.Join(",", Party.Members.Select(member => member.Username));

    public PartyStory Forget()
    {
        Told.Clear();
        Pushes.Clear();
        SearchesGivenUp = 0;
        return this;
    }

    /// <summary>Joins, and is there.</summary>
    public PartyStory Enter(string name) => Do(JoinParty.Decide(Party, Player(name))).Do(ArriveAtParty.Decide(Party, Player(name)));

    public PartyStory Do(PartyNews[] news) => Do((Answer<PartyNews[]>)news);

    public PartyStory Do(Answer<PartyNews[]> decided)
    {
        if (!decided.IsGranted(out var news, out var refusal))
        {
            Told.Add("refused: " + refusal.Message);
            return this;
        }

        var before = Party;
        Party = news.Aggregate(before, Party.Evolve);
        SearchesGivenUp += news.Count(one => one is SearchesGivenUp);
        foreach (var push in PartyPushes.Of(news, before, Party))
        {
            Pushes.Add(push);
            if (push.To.Count > 0) Told.Add($"{string.Join(",", push.To.Select(who => who.Username))}: {Line(push.Envelope)}");
        }

        return this;
    }

    static string Line(Envelope envelope) => envelope.Message switch
    {
        Protocol.Realtime.Party party =>
            $"party of {party.Leader!.Username} [{Listed(party.Presences)}] {(party.Open ? "open" : "closed")} {party.MaxSize}{party.Label}",
        PartyPresenceEvent change => string.Join(" ", change.Joins.Select(who => "+ " + who.Username).Concat(change.Leaves.Select(who => "- " + who.Username))),
        PartyLeader leader => "led by " + leader.Presence!.Username,
        PartyJoinRequest request => "? " + Listed(request.Presences),
        PartyUpdate update => $"update '{update.Label}' {(update.Open ? "open" : "closed")}{(update.Hidden ? " hidden" : "")}",
        PartyClose => "closed",
        _ => "something else",
    };

    static string Listed(List<UserPresence> presences) => string.Join(",", presences.Select(presence => presence.Username));
}
