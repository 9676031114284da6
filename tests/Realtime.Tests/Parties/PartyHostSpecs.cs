using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Matchmaking;
using KaosNet.Realtime.Parties;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Sessions;
using KaosNet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Realtime.Tests.Parties;

public sealed class PartyHostSpecs : IAsyncDisposable
{
    readonly Tickets _tickets = new();
    readonly TestServer _server;

    public PartyHostSpecs() => _server = TestServer.Alone(services => services.AddSingleton<IMatchmaker>(_tickets));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task everybody_is_told_the_ticket_of_a_search_and_searched_for()
    {
        var (ann, bob, party) = await Together();
        var answer = await Search(ann, party);
        (answer.PartyMatchmakerTicket!.PartyId, answer.PartyMatchmakerTicket.Ticket).ShouldBe((party, "ticket1"));
        await bob.HasHeard(push => push.PartyMatchmakerTicket is { Ticket: "ticket1" } told && told.PartyId == party);
        ann.Pushes.ShouldNotContain(push => push.PartyMatchmakerTicket != null);
        _tickets.Added.Single().Members.ShouldBe([ann.Session.MatchPresence, bob.Session.MatchPresence]);
    }

    [Fact]
    public async Task a_search_can_begin_before_the_creator_has_heard_of_the_party()
    {
        var ann = _server.Player("ann");
        var party = await ann.Create(new() { MaxSize = 3 });
        (await Search(ann, party)).PartyMatchmakerTicket.ShouldNotBeNull();
        _tickets.Added.Single().Members.ShouldBe([ann.Session.MatchPresence]);
        await ann.HasHeardOfJoin(ann);
        _tickets.Of(party).ShouldBe(["ticket1"]);
    }

    [Fact]
    public async Task what_the_matchmaker_refuses_is_told_with_the_reason()
    {
        var (ann, _, party) = await Together();
        _tickets.Refusal = Fault.ResourceExhausted("matchmaker too many tickets");
        (await Search(ann, party)).ShouldBeRefused("Error adding party to matchmaker: matchmaker too many tickets");
    }

    [Fact]
    public async Task a_search_is_ended_by_its_ticket_once()
    {
        var (ann, bob, party) = await Together();
        await Search(ann, party);
        var end = new PartyMatchmakerRemove { PartyId = party, Ticket = "ticket1" };
        (await bob.Ask(new() { PartyMatchmakerRemove = end })).ShouldBeRefused("Error closing party: party leader only");
        (await ann.Ask(new() { PartyMatchmakerRemove = end })).ShouldBeAck();
        (await ann.Ask(new() { PartyMatchmakerRemove = end })).ShouldBeRefused("Error closing party: matchmaker ticket not found");
    }

    [Theory]
    [InlineData("join")]
    [InlineData("join again")]
    [InlineData("leave")]
    [InlineData("drop")]
    [InlineData("remove")]
    [InlineData("close")]
    public async Task searches_end_when_the_party_changes(string change)
    {
        var (ann, bob, party) = await Together();
        await Search(ann, party);
        await Search(ann, party);
        switch (change)
        {
            case "join": await _server.Player("cat").Join(party); break;
            case "join again": (await bob.Ask(new() { PartyJoin = new() { PartyId = party } })).ShouldBeAck(); break;
            case "leave": (await bob.Ask(new() { PartyLeave = new() { PartyId = party } })).ShouldBeAck(); break;
            case "drop": bob.Drop(); break;
            case "remove": (await ann.Ask(new() { PartyRemove = new() { PartyId = party, Presence = bob.Presence } })).ShouldBeAck(); break;
            default: (await ann.Ask(new() { PartyClose = new() { PartyId = party } })).ShouldBeAck(); break;
        }

        await Eventually.Is(() => _tickets.Of(party).Count == 0);
    }

    [Fact]
    public async Task promotion_and_description_leave_searches_alone()
    {
        var (ann, bob, party) = await Together();
        await Search(ann, party);
        (await ann.Ask(new() { PartyUpdate = new() { PartyId = party } })).ShouldBeAck();
        (await bob.Ask(new() { PartyJoin = new() { PartyId = party } })).ShouldBeAck();
        (await ann.Ask(new() { PartyPromote = new() { PartyId = party, Presence = bob.Presence } })).ShouldBeAck();
        _tickets.Of(party).ShouldBe(["ticket1"]);
    }

    [Fact]
    public async Task a_party_that_nobody_is_in_is_closed_when_nothing_has_happened_for_a_while()
    {
        var ann = _server.Player("ann");
        var party = await ann.Create(new() { MaxSize = 0 });
        var host = _server.Get<PartyHost>();
        host.Sweep();
        host.Sweep();
        host.Count.ShouldBe(1);
        PartyKey.TryParse(party, out var key).ShouldBeTrue();
        // Server code can take everybody off a stream without a word.
        _server.Get<PresenceTracker>().Close(key!.Stream);
        host.Sweep();
        host.Count.ShouldBe(0);
    }

    [Fact]
    public async Task a_member_whose_socket_is_off_the_stream_without_a_word_is_taken_out()
    {
        var (ann, bob, party) = await Together();
        PartyKey.TryParse(party, out var key).ShouldBeTrue();
        _server.Get<PresenceTracker>().Close(key!.Stream);
        _server.Get<PartyHost>().Sweep();
        _server.Get<PartyHost>().Find(key).ShouldBeNull();
        bob.Pushes.Count(push => push.PartyPresenceEvent?.Leaves.Count > 0).ShouldBeLessThanOrEqualTo(1);
        ann.Pushes.ShouldNotContain(push => push.PartyClose != null);
    }

    [Fact]
    public async Task a_socket_is_in_64_parties_at_most()
    {
        var ann = _server.Player("ann");
        for (var i = 0; i < 64; i++) await ann.Create(new() { MaxSize = 2 });
        (await ann.Ask(new() { PartyCreate = new() { MaxSize = 2 } })).ShouldBeRefused("Error tracking party creation");
        var party = await _server.Player("bob").Create(new() { Open = true, MaxSize = 2 });
        (await ann.Ask(new() { PartyJoin = new() { PartyId = party } })).ShouldBeRefused("Error tracking party join");
        _server.Get<PartyHost>().Count.ShouldBe(65);
        (await _server.Player("cat").Ask(new() { PartyJoin = new() { PartyId = party } })).ShouldBeAck();
    }

    [Fact]
    public async Task leaving_and_coming_back_at_once_ends_where_it_should()
    {
        var (ann, bob, party) = await Together();
        for (var i = 0; i < 50; i++)
        {
            (await bob.Ask(new() { PartyLeave = new() { PartyId = party } })).ShouldBeAck();
            (await bob.Ask(new() { PartyJoin = new() { PartyId = party } })).ShouldBeAck();
        }

        PartyKey.TryParse(party, out var key).ShouldBeTrue();
        await Eventually.Is(() => bob.Pushes.Count(push => push.Party is not null) == 51);
        _server.Get<PartyHost>().Find(key!)!.Members.Select(member => member.Username).ShouldBe(["ann", "bob"]);
        ann.Pushes.Count(push => push.PartyPresenceEvent is not null).ShouldBe(102);
    }

    async Task<(TestPlayer Ann, TestPlayer Bob, string Party)> Together()
    {
        var (ann, bob) = (_server.Player("ann"), _server.Player("bob"));
        var party = await ann.Create(new() { Open = true, MaxSize = 3 });
        await bob.Join(party);
        await bob.HasHeardOfJoin(bob);
        await ann.HasHeardOfJoin(bob);
        return (ann, bob, party);
    }

    static Task<Envelope> Search(TestPlayer leader, string party) =>
        leader.Ask(new() { PartyMatchmakerAdd = new() { PartyId = party, MinCount = 2, MaxCount = 4, Query = "*" } });

    /// <summary>Gives tickets out and takes them back.</summary>
    sealed class Tickets : IMatchmaker
    {
        readonly Lock _gate = new();
        readonly List<(string Party, string Ticket)> _tickets = [];

        public List<(string Party, IReadOnlyList<MatchPresence> Members)> Added { get; } = [];

        public Fault? Refusal { get; set; }

        public IReadOnlyList<string> Of(string party)
        {
            lock (_gate) return [.. _tickets.Where(ticket => ticket.Party == party).Select(ticket => ticket.Ticket)];
        }

        public Answer<string> AddParty(string partyId, IReadOnlyList<MatchPresence> members, MatchmakerSearch search)
        {
            if (Refusal is not null) return Refusal;
            lock (_gate)
            {
                Added.Add((partyId, members));
                _tickets.Add((partyId, "ticket" + Added.Count));
                return "ticket" + Added.Count;
            }
        }

        public bool RemoveParty(string partyId, string ticket)
        {
            lock (_gate) return _tickets.Remove((partyId, ticket));
        }

        public void RemoveAllOf(string partyId)
        {
            lock (_gate) _tickets.RemoveAll(ticket => ticket.Party == partyId);
        }

        public Answer<string> Add(Session session, MatchmakerSearch search) => Fault.Unavailable("only parties");

        public bool Remove(Session session, string ticket) => false;
    }
}
