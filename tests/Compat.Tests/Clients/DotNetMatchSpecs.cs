using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using KaosNet.Tests.Support;
using Nakama;

namespace KaosNet.Compat.Tests.Clients;

/// <summary>Matches as the official .NET client plays, lists and leaves them.</summary>
public sealed class DotNetMatchSpecs(CompatServer compat)
{
    static int number;
    readonly Client client = new("http", "127.0.0.1", compat.Server.Port, "defaultkey");

    [Fact]
    public async Task a_name_leads_two_players_to_one_match_which_one_leaves()
    {
        await using var ann = await Player.Connect(client);
        await using var bob = await Player.Connect(client);
        var name = Fresh("lobby");
        var match = await ann.Socket.CreateMatchAsync(name);
        var same = await bob.Socket.CreateMatchAsync(name);
        (same.Id, same.Size, same.Authoritative).ShouldBe((match.Id, 2, false));
        same.Presences.Select(presence => presence.UserId).ShouldBe([ann.Session.UserId]);
        await ann.Sees("+" + bob.Session.UserId);
        await bob.Socket.LeaveMatchAsync(match.Id);
        await ann.Sees("-" + bob.Session.UserId);
    }

    [Fact]
    public async Task data_goes_to_those_it_is_meant_for()
    {
        await using var ann = await Player.Connect(client);
        await using var bob = await Player.Connect(client);
        await using var cat = await Player.Connect(client);
        var match = await ann.Socket.CreateMatchAsync();
        var joined = await bob.Socket.JoinMatchAsync(match.Id);
        await cat.Socket.JoinMatchAsync(match.Id);
        await ann.Socket.SendMatchStateAsync(match.Id, 1, "for bob", [joined.Self]);
        await ann.Socket.SendMatchStateAsync(match.Id, 2, "for all");
        await bob.Sees("1 for bob");
        await bob.Sees("2 for all");
        await cat.Sees("2 for all");
        cat.Seen.ShouldNotContain("1 for bob");
    }

    [Fact]
    public async Task a_match_refuses_with_its_reason_and_takes_metadata()
    {
        await using var ann = await Player.Connect(client);
        var match = await Referee(ann, """{"password":"sesame"}""");
        var refusal = await Should.ThrowAsync<Exception>(
            ann.Socket.JoinMatchAsync(match, new Dictionary<string, string> { ["password"] = "wrong" }));
        refusal.Message.ShouldContain("wrong password");
        (await ann.Socket.JoinMatchAsync(match, new Dictionary<string, string> { ["password"] = "sesame" })).Authoritative.ShouldBeTrue();
    }

    [Fact]
    public async Task matches_are_listed_by_label_query_and_size()
    {
        await using var ann = await Player.Connect(client);
        var mode = Fresh("mode");
        var first = await Referee(ann, Label(mode, 1));
        var second = await Referee(ann, Label(mode, 2));
        await ann.Socket.JoinMatchAsync(second);
        var query = "+label.mode:" + mode;
        await Eventually.Is(async () => (await Listed(0, 10, "", query)).Length == 2);
        (await Listed(0, 10, "", query + " label.level:1^5")).ShouldBe([first, second]);
        (await Listed(1, 1, "", query)).ShouldBe([second]);
        (await Listed(0, 0, "", query)).ShouldBe([first]);

        async Task<string[]> Listed(int min, int max, string label, string query) =>
            [.. (await client.ListMatchesAsync(ann.Session, min, max, 100, authoritative: true, label, query)).Matches.Select(match => match.MatchId)];
    }

    static string Label(string mode, int level) => JsonSerializer.Serialize(new { label = JsonSerializer.Serialize(new { mode, level }) });

    static string Fresh(string word) => $"{word}-{Environment.ProcessId}-{DateTime.UtcNow.Ticks}-{Interlocked.Increment(ref number)}";

    async Task<string> Referee(Player player, string parameters)
    {
        var created = await client.RpcAsync(player.Session, "create_referee", parameters);
        return JsonDocument.Parse(created.Payload).RootElement.GetProperty("match_id").GetString()!;
    }

    /// <summary>A signed-in player with a socket, who writes down what is seen of matches.</summary>
    sealed class Player(ISession session, ISocket socket) : IAsyncDisposable
    {
        readonly ConcurrentQueue<string> seen = new();

        public ISession Session => session;

        public ISocket Socket => socket;

        public IReadOnlyCollection<string> Seen => seen;

        public static async Task<Player> Connect(Client client)
        {
            var session = await client.AuthenticateDeviceAsync(Fresh("device"));
            var player = new Player(session, Nakama.Socket.From(client));
            player.Socket.ReceivedMatchState += state => player.seen.Enqueue($"{state.OpCode} {Encoding.UTF8.GetString(state.State)}");
            player.Socket.ReceivedMatchPresence += change =>
            {
                foreach (var one in change.Joins) player.seen.Enqueue("+" + one.UserId);
                foreach (var one in change.Leaves) player.seen.Enqueue("-" + one.UserId);
            };
            await player.Socket.ConnectAsync(session);
            return player;
        }

        public Task Sees(string what) => Eventually.Is(() => seen.Contains(what), what);

        public async ValueTask DisposeAsync() => await socket.CloseAsync();
    }
}
