using System.Text.Json;
using System.Threading.Channels;
using KaosNet.Tests.Support;
using Nakama;

namespace KaosNet.Compat.Tests.Cluster;

/// <summary>Matches tick in a process of their own; players only know the other one, which has their sockets.</summary>
public sealed class TickHostSpecs
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    static readonly string Modules = Path.Combine(AppContext.BaseDirectory, "Modules");

    [Fact]
    public async Task a_match_is_played_through_a_server_that_does_not_run_it_and_goes_on_when_the_one_that_does_is_killed()
    {
        var database = await TestPostgres.CreateDatabaseAsync();
        await using var front = await Start(database, "front", "--match.tick_host", "ticks");
        var match = "";
        var client = new Client("http", "127.0.0.1", front.Port, "defaultkey") { Timeout = 60 };
        var (ann, bob) = (await Player.Enter(client, "ann"), await Player.Enter(client, "bob"));
        await using (var ticks = await Start(database, "ticks"))
        {
            // The servers find each other within a moment.
            await Eventually.Holds(async () => match = await Create(client, ann.Session), Patience);
            match.ShouldEndWith(".ticks");
            await ann.Socket.JoinMatchAsync(match);
            (await bob.Socket.JoinMatchAsync(match)).Presences.Select(presence => presence.Username).ShouldBe(["ann"]);

            await ann.Socket.SendMatchStateAsync(match, 2, "hello");
            (await ann.Hears(2)).ShouldBe("hello");
            await ann.Socket.SendMatchStateAsync(match, 1, "to everybody else");
            (await bob.Hears(1)).ShouldBe("to everybody else");

            // The front's listing asks the server that ticks.
            await Eventually.Holds(
                async () => (await client.ListMatchesAsync(ann.Session, 2, 2, 10, true, null, null)).Matches.Single().MatchId.ShouldBe(match), Patience);

            await ticks.KillAsync();
        }

        await using (var again = await Start(database, "ticks"))
        {
            // The sockets are as they were, and the match comes back to them.
            await Eventually.Holds(async () => (await ann.Socket.JoinMatchAsync(match)).Id.ShouldBe(match), Patience);
            await ann.Socket.SendMatchStateAsync(match, 4, "that is all");
            (await ann.Hears(4)).ShouldBe("goodbye");
        }
    }

    static Task<GameServer> Start(string database, string name, params string[] more) =>
        GameServer.Start(Modules, database, ["--name", name, "--cluster.enabled", "--logger.level", "info", .. more]);

    static async Task<string> Create(Client client, ISession session)
    {
        var created = await client.RpcAsync(session, "create_referee", """{"label":"far"}""");
        return JsonDocument.Parse(created.Payload).RootElement.GetProperty("match_id").GetString()!;
    }

    sealed record Player(ISession Session, ISocket Socket, Channel<IMatchState> Heard)
    {
        public static async Task<Player> Enter(Client client, string name)
        {
            var session = await client.AuthenticateCustomAsync("player-" + name, name);
            var socket = Nakama.Socket.From(client);
            var heard = Channel.CreateUnbounded<IMatchState>();
            socket.ReceivedMatchState += state => heard.Writer.TryWrite(state);
            await socket.ConnectAsync(session);
            return new(session, socket, heard);
        }

        /// <summary>The next data of that kind.</summary>
        public async Task<string> Hears(long operation)
        {
            using var patience = new CancellationTokenSource(Patience);
            while (true)
            {
                var state = await Heard.Reader.ReadAsync(patience.Token);
                if (state.OpCode == operation) return System.Text.Encoding.UTF8.GetString(state.State);
            }
        }
    }
}
