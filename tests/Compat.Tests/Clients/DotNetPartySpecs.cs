using System.Text;
using System.Threading.Channels;
using Nakama;

namespace KaosNet.Compat.Tests.Clients;

/// <summary>Parties as the official .NET client plays them.</summary>
public sealed class DotNetPartySpecs(CompatServer compat)
{
    static int number;
    readonly Client client = new("http", "127.0.0.1", compat.Server.Port, "defaultkey");

    [Fact]
    public async Task players_meet_in_an_open_party_talk_lead_and_leave()
    {
        await using var ann = await Player.Connect(client);
        await using var bob = await Player.Connect(client);
        await using var cat = await Player.Connect(client);
        var party = await ann.Socket.CreatePartyAsync(open: true, hidden: false, maxSize: 3, label: """{"map":"sea"}""");
        (party.Open, party.MaxSize, party.Self.Username, party.Leader.Username).ShouldBe((true, 3, ann.Name, ann.Name));
        await bob.Socket.JoinPartyAsync(party.Id);
        var shown = await bob.Next<IParty>();
        shown.Presences.Select(presence => presence.Username).ShouldBe([ann.Name, bob.Name]);
        await cat.Socket.JoinPartyAsync(party.Id);
        await cat.Next<IParty>();
        await ann.Next<IPartyPresenceEvent>(change => change.Joins.Any(presence => presence.Username == cat.Name));

        await bob.Socket.SendPartyDataAsync(party.Id, 7, "hello");
        foreach (var other in (Player[])[ann, cat])
        {
            var data = await other.Next<IPartyData>();
            (data.OpCode, Encoding.UTF8.GetString(data.Data), data.Presence.Username).ShouldBe((7, "hello", bob.Name));
        }

        await ann.Socket.UpdatePartyAsync(party.Id, open: false, hidden: false, label: """{"map":"land"}""");
        foreach (var member in (Player[])[ann, bob, cat]) (await member.Next<IPartyUpdate>()).Label.ShouldBe("""{"map":"land"}""");
        await ann.Socket.PromotePartyMemberAsync(party.Id, shown.Self);
        foreach (var member in (Player[])[ann, bob, cat]) (await member.Next<IPartyLeader>()).Presence.Username.ShouldBe(bob.Name);
        await bob.Socket.LeavePartyAsync(party.Id);
        (await cat.Next<IPartyLeader>()).Presence.Username.ShouldBe(ann.Name);
        await cat.Next<IPartyPresenceEvent>(change => change.Leaves.Any(presence => presence.Username == bob.Name));

        await ann.Socket.ClosePartyAsync(party.Id);
        foreach (var member in (Player[])[ann, cat]) (await member.Next<IPartyClose>()).PartyId.ShouldBe(party.Id);
    }

    [Fact]
    public async Task players_ask_to_be_let_into_a_closed_party()
    {
        await using var ann = await Player.Connect(client);
        await using var bob = await Player.Connect(client);
        await using var cat = await Player.Connect(client);
        var party = await ann.Socket.CreatePartyAsync(open: false, hidden: false, maxSize: 3);
        foreach (var asker in (Player[])[bob, cat])
        {
            await asker.Socket.JoinPartyAsync(party.Id);
            (await ann.Next<IPartyJoinRequest>()).Presences.Single().Username.ShouldBe(asker.Name);
        }

        var requests = (await ann.Socket.ListPartyJoinRequestsAsync(party.Id)).Presences.ToArray();
        requests.Select(presence => presence.Username).ShouldBe([bob.Name, cat.Name]);
        await ann.Socket.AcceptPartyMemberAsync(party.Id, requests[0]);
        (await bob.Next<IParty>()).Leader.Username.ShouldBe(ann.Name);
        await ann.Socket.RemovePartyMemberAsync(party.Id, requests[1]);
        (await ann.Socket.ListPartyJoinRequestsAsync(party.Id)).Presences.ShouldBeEmpty();
        await ann.Socket.RemovePartyMemberAsync(party.Id, requests[0]);
        (await bob.Next<IPartyClose>()).PartyId.ShouldBe(party.Id);
        (await Should.ThrowAsync<System.Net.WebSockets.WebSocketException>(bob.Socket.SendPartyDataAsync(party.Id, 1, "x"))).Message
            .ShouldBe("Error sending party data: party member not found");
    }

    [Fact]
    public async Task parties_are_listed_to_the_last_page()
    {
        await using var ann = await Player.Connect(client);
        var tag = $"t{Environment.ProcessId}x{Interlocked.Increment(ref number)}";
        var made = new List<string>();
        for (var i = 0; i < 5; i++) made.Add((await ann.Socket.CreatePartyAsync(open: i % 2 == 0, hidden: false, maxSize: 3, label: $$"""{"tag":"{{tag}}"}""")).Id);
        await KaosNet.Tests.Support.Eventually.Is(async () => (await List(100, "")).Parties.Count() == 5);

        var found = new List<IApiParty>();
        var cursor = "";
        do
        {
            var page = await List(2, cursor);
            found.AddRange(page.Parties);
            cursor = page.Cursor;
        }
        while (!string.IsNullOrEmpty(cursor));
        found.Select(party => party.PartyId).ShouldBe(made, ignoreOrder: true);
        found.ShouldAllBe(party => party.MaxSize == 3 && party.Label == $$"""{"tag":"{{tag}}"}""");
        found.Count(party => party.Open).ShouldBe(3);

        Task<IApiPartyList> List(int limit, string from) => client.ListPartiesAsync(ann.Session, limit, null, "label.tag:" + tag, from);
    }

    /// <summary>A signed-in player with a socket, whose pushes about parties can be awaited one by one.</summary>
    sealed class Player(ISession session, ISocket socket) : IAsyncDisposable
    {
        readonly Channel<object> received = Channel.CreateUnbounded<object>();
        readonly List<object> passedOver = [];

        public ISession Session => session;

        public ISocket Socket => socket;

        public string Name => session.Username;

        public static async Task<Player> Connect(Client client)
        {
            var session = await client.AuthenticateDeviceAsync($"party-{Environment.ProcessId}-{DateTime.UtcNow.Ticks}-{Interlocked.Increment(ref number)}");
            var player = new Player(session, Nakama.Socket.From(client));
            player.Socket.ReceivedParty += player.Keep;
            player.Socket.ReceivedPartyPresence += player.Keep;
            player.Socket.ReceivedPartyData += player.Keep;
            player.Socket.ReceivedPartyUpdate += player.Keep;
            player.Socket.ReceivedPartyLeader += player.Keep;
            player.Socket.ReceivedPartyJoinRequest += player.Keep;
            player.Socket.ReceivedPartyMatchmakerTicket += player.Keep;
            player.Socket.ReceivedPartyClose += player.Keep;
            await player.Socket.ConnectAsync(session);
            return player;
        }

        /// <summary>The next push of a kind; others are kept for whoever waits for them.</summary>
        public async Task<T> Next<T>(Func<T, bool>? which = null)
        {
            for (var i = 0; i < passedOver.Count; i++)
            {
                if (passedOver[i] is not T kept || which?.Invoke(kept) == false) continue;
                passedOver.RemoveAt(i);
                return kept;
            }

            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            while (true)
            {
                var next = await received.Reader.ReadAsync(patience.Token);
                if (next is T wanted && which?.Invoke(wanted) != false) return wanted;
                passedOver.Add(next);
            }
        }

        public async ValueTask DisposeAsync() => await socket.CloseAsync();

        void Keep(object push) => received.Writer.TryWrite(push);
    }
}
