using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Nakama;

namespace KaosNet.Compat.Tests.Clients;

/// <summary>The official .NET client (also Unity's), unmodified.</summary>
public sealed class DotNetClientSpecs(CompatServer compat)
{
    static int number;
    readonly Client client = new("http", "127.0.0.1", compat.Server.Port, "defaultkey");

    [Fact]
    public async Task a_device_signs_in_twice_and_is_the_same_player()
    {
        var device = Fresh("device");
        var first = await client.AuthenticateDeviceAsync(device);
        var second = await client.AuthenticateDeviceAsync(device);
        first.Created.ShouldBeTrue();
        second.Created.ShouldBeFalse();
        second.UserId.ShouldBe(first.UserId);
    }

    [Fact]
    public async Task a_taken_username_is_refused()
    {
        var name = Fresh("Twin");
        await client.AuthenticateDeviceAsync(Fresh("device"), name);
        var refusal = await Should.ThrowAsync<ApiResponseException>(client.AuthenticateDeviceAsync(Fresh("device"), name));
        (refusal.StatusCode, refusal.GrpcStatusCode, refusal.Message).ShouldBe((409, 6, "Username is already in use."));
    }

    [Fact]
    public async Task an_email_player_needs_the_right_password()
    {
        var email = Fresh("mail") + "@example.com";
        await client.AuthenticateEmailAsync(email, "correct horse", Fresh("Mia"));
        var refusal = await Should.ThrowAsync<ApiResponseException>(client.AuthenticateEmailAsync(email, "battery staple"));
        (refusal.StatusCode, refusal.Message).ShouldBe((401, "Invalid credentials."));
    }

    [Fact]
    public async Task a_session_is_refreshed_with_its_variables_and_logged_out()
    {
        var session = await client.AuthenticateCustomAsync(Fresh("custom"), vars: new Dictionary<string, string> { ["build"] = "42" });
        var refreshed = await client.SessionRefreshAsync(session);
        refreshed.Vars["build"].ShouldBe("42");
        await client.SessionLogoutAsync(refreshed);
        var refusal = await Should.ThrowAsync<ApiResponseException>(client.GetAccountAsync(refreshed));
        (refusal.StatusCode, refusal.Message).ShouldBe((401, "Auth token invalid"));
    }

    [Fact]
    public async Task a_player_changes_the_account_and_deletes_it()
    {
        var device = Fresh("device");
        var session = await client.AuthenticateDeviceAsync(device);
        var name = Fresh("Renamed");
        await client.UpdateAccountAsync(session, name, "Ann of the Hill", "https://example.com/ann.png", "de", "Linz", "Europe/Vienna");
        var account = await client.GetAccountAsync(session);
        (account.User.Username, account.User.DisplayName, account.User.LangTag).ShouldBe((name, "Ann of the Hill", "de"));
        account.Devices.ShouldHaveSingleItem().Id.ShouldBe(device);

        await client.DeleteAccountAsync(session);
        (await client.AuthenticateDeviceAsync(device)).Created.ShouldBeTrue();
    }

    [Fact]
    public async Task scores_are_ranked_listed_and_deleted()
    {
        var ann = await client.AuthenticateDeviceAsync(Fresh("device"));
        var bob = await client.AuthenticateDeviceAsync(Fresh("device"));
        var low = await client.WriteLeaderboardRecordAsync(ann, "total", 10, 1, """{"weapon":"bow"}""");
        await client.WriteLeaderboardRecordAsync(ann, "total", 5);
        await client.WriteLeaderboardRecordAsync(bob, "total", 1_000_000);
        low.Score.ShouldBe("10");

        var list = await client.ListLeaderboardRecordsAsync(ann, "total", [ann.UserId, bob.UserId], limit: 100);
        var owners = list.OwnerRecords.ToDictionary(record => record.OwnerId);
        owners[ann.UserId].Score.ShouldBe("15");
        owners[ann.UserId].NumScore.ShouldBe(2);
        int.Parse(owners[bob.UserId].Rank).ShouldBeLessThan(int.Parse(owners[ann.UserId].Rank));

        var around = await client.ListLeaderboardRecordsAroundOwnerAsync(ann, "total", ann.UserId, expiry: null, limit: 3);
        around.Records.ShouldContain(record => record.OwnerId == ann.UserId);

        await client.DeleteLeaderboardRecordAsync(ann, "total");
        (await client.ListLeaderboardRecordsAsync(ann, "total", [ann.UserId])).OwnerRecords.ShouldBeEmpty();
    }

    [Fact]
    public async Task functions_answer_and_refuse()
    {
        var session = await client.AuthenticateDeviceAsync(Fresh("device"));
        (await client.RpcAsync(session, "echo", "{\"a\":1}")).Payload.ShouldBe("{\"a\":1}");
        (await client.RpcAsync("defaulthttpkey", "echo", "{\"b\":2}")).Payload.ShouldNotBeNull();
        var refusal = await Should.ThrowAsync<ApiResponseException>(client.RpcAsync(session, "refuse", "{}"));
        (refusal.StatusCode, refusal.GrpcStatusCode, refusal.Message).ShouldBe((400, 9, "not today"));
    }

    [Fact]
    public async Task two_players_meet_in_a_relayed_match()
    {
        await using var ann = await Player.Connect(client);
        await using var bob = await Player.Connect(client);
        var match = await ann.Socket.CreateMatchAsync();
        var joined = await bob.Socket.JoinMatchAsync(match.Id);
        joined.Presences.ShouldContain(presence => presence.UserId == ann.Session.UserId);

        await ann.Socket.SendMatchStateAsync(match.Id, 7, "hello");
        var received = await bob.Next(7);
        Encoding.UTF8.GetString(received.State).ShouldBe("hello");
        received.UserPresence.UserId.ShouldBe(ann.Session.UserId);
    }

    [Fact]
    public async Task a_match_on_the_server_writes_the_score_that_everybody_sees()
    {
        await using var ann = await Player.Connect(client);
        await using var bob = await Player.Connect(client);
        var created = await client.RpcAsync(ann.Session, "create_referee", """{"label":"final"}""");
        var matchId = JsonDocument.Parse(created.Payload).RootElement.GetProperty("match_id").GetString()!;
        (await ann.Socket.JoinMatchAsync(matchId)).Label.ShouldBe("final");
        await bob.Socket.JoinMatchAsync(matchId);

        await bob.Socket.SendMatchStateAsync(matchId, 6, "score");
        var result = JsonDocument.Parse(Encoding.UTF8.GetString((await ann.Next(6)).State)).RootElement;
        var board = await client.ListLeaderboardRecordsAsync(ann.Session, "judged", [bob.Session.UserId]);
        board.OwnerRecords.ShouldHaveSingleItem().Rank.ShouldBe(result.GetProperty("rank").ToString());
    }

    static string Fresh(string word) => $"{word}-{Environment.ProcessId}-{DateTime.UtcNow.Ticks}-{Interlocked.Increment(ref number)}";

    /// <summary>A signed-in player with a socket, whose match messages can be awaited one by one.</summary>
    sealed class Player(ISession session, ISocket socket) : IAsyncDisposable
    {
        readonly Channel<IMatchState> received = Channel.CreateUnbounded<IMatchState>();

        public ISession Session => session;

        public ISocket Socket => socket;

        public static async Task<Player> Connect(Client client)
        {
            var session = await client.AuthenticateDeviceAsync(Fresh("device"));
            var player = new Player(session, Nakama.Socket.From(client));
            player.Socket.ReceivedMatchState += state => player.received.Writer.TryWrite(state);
            await player.Socket.ConnectAsync(session);
            return player;
        }

        public async Task<IMatchState> Next(long opCode)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            await foreach (var state in received.Reader.ReadAllAsync(patience.Token))
            {
                if (state.OpCode == opCode) return state;
            }
            throw new InvalidOperationException("The socket's messages ended.");
        }

        public async ValueTask DisposeAsync() => await socket.CloseAsync();
    }
}
