using System.Collections.Concurrent;
using System.Globalization;
using KaosNet.Compat.Tests.Replay;
using KaosNet.Tests.Support;
using Nakama;

namespace KaosNet.Compat.Tests.Crash;

/// <summary>The server process is killed in mid-load, and started again on what it left in its data folder.</summary>
public sealed class ServerKillSpecs
{
    const int Players = 16;

    static readonly string Modules = Path.Combine(AppContext.BaseDirectory, "Modules");

    readonly string folder = TestFolder.Create("killed");

    [Fact]
    public async Task what_was_acknowledged_before_a_kill_is_there_after_it_ranked_right_and_told_to_subscribers()
    {
        ConcurrentDictionary<string, (string Device, long Best, long Unsure)> acknowledged = [];
        using var subscriber = new CutOffSubscriber();
        string match;
        await using (var server = await GameServer.StartOn(folder, Modules, "--logger.level", "error"))
        {
            var client = ClientOf(server);
            var referee = await client.AuthenticateCustomAsync("the-one-in-the-match");
            match = await AuditedServer.PlayMatch(client, referee, 1);
            // Pieces of a match's record are stored every few seconds; the kill comes when there is one, and the match still runs.
            await Eventually.Holds(
                async () => (await ReplayTool.Run("stream", "match-" + match.Split('.')[0], "--data_dir", folder)).Said.ShouldContain("match_inputs_recorded"),
                TimeSpan.FromSeconds(20));
            await subscriber.Subscribe(server);
            var load = Enumerable.Range(0, Players).Select(player => Task.Run(() => Load(server, player, acknowledged))).ToList();
            await Eventually.Is(() => acknowledged.Count > 20 * Players, "some hundred players");
            await subscriber.LeaveABatchUnanswered();
            await server.KillAsync();
            await Task.WhenAll(load);
            subscriber.ComeBack();
        }

        await using var again = await GameServer.StartOn(folder, Modules, "--logger.level", "error", "--session.token_expiry_sec", "600");
        await CheckMatch(ClientOf(again), match);
        await CheckPlayers(ClientOf(again), acknowledged);
        await subscriber.ShouldMissNothing(again);
        (await ReplayTool.Run("verify", "--data_dir", folder)).ShouldEndWith(0);

        var replayed = await ReplayTool.Run("match", match, "--data_dir", folder, "--runtime.path", Modules);
        replayed.ShouldEndWith(0);
        replayed.Lines[0].ShouldContain("ticks so far (no end is recorded)");
        replayed.Lines[^1].ShouldMatch("^[1-9][0-9,]* ticks went exactly as recorded");
        (await ReplayTool.Run("stream", "match-" + match.Split('.')[0], "--data_dir", folder)).Said.ShouldContain("match_resumed");
    }

    /// <summary>The match goes on under its id: who was in it joins again and is heard.</summary>
    static async Task CheckMatch(Client client, string match)
    {
        var session = await client.AuthenticateCustomAsync("the-one-in-the-match");
        var socket = Nakama.Socket.From(client);
        var heard = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        socket.ReceivedMatchState += state => heard.TrySetResult(state.OpCode);
        await socket.ConnectAsync(session);
        (await socket.JoinMatchAsync(match)).Id.ShouldBe(match);
        await socket.SendMatchStateAsync(match, 2, "we go on");
        await heard.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await socket.CloseAsync();
    }

    static Client ClientOf(GameServer server) => new("http", "127.0.0.1", server.Port, "defaultkey") { Timeout = 5 };

    /// <summary>New players sign in and write scores until the server is gone.</summary>
    static async Task Load(GameServer server, int player, ConcurrentDictionary<string, (string Device, long Best, long Unsure)> acknowledged)
    {
        var client = ClientOf(server);
        client.GlobalRetryConfiguration = new RetryConfiguration(baseDelayMs: 1, maxRetries: 0);
        var dice = new Random(player);
        for (var round = 0; ; round++)
        {
            var device = $"device-of-the-load-{player}-{round}";
            var user = "";
            var score = 0L;
            try
            {
                var session = await client.AuthenticateDeviceAsync(device);
                user = session.UserId;
                acknowledged[user] = (device, 0, 0);
                for (var write = 0; write < 3; write++)
                {
                    score = dice.NextInt64(1, 1_000_000);
                    await client.WriteLeaderboardRecordAsync(session, "open", score);
                    acknowledged[user] = (device, Math.Max(acknowledged[user].Best, score), 0);
                }
            }
            catch (Exception killed) when (killed is not OutOfMemoryException)
            {
                // What was under way may have been stored or not: nobody was told.
                if (user.Length > 0) acknowledged[user] = acknowledged[user] with { Unsure = score };
                return;
            }
        }
    }

    static async Task CheckPlayers(Client client, ConcurrentDictionary<string, (string Device, long Best, long Unsure)> acknowledged)
    {
        var reader = await client.AuthenticateCustomAsync("who-reads-after-the-kill");
        List<IApiLeaderboardRecord> board = [];
        for (string? cursor = null; ;)
        {
            var page = await client.ListLeaderboardRecordsAsync(reader, "open", ownerIds: null, expiry: null, limit: 100, cursor: cursor);
            board.AddRange(page.Records);
            cursor = page.NextCursor;
            if (string.IsNullOrEmpty(cursor)) break;
        }

        var shown = board.ToDictionary(record => record.OwnerId, record => (Score: long.Parse(record.Score, CultureInfo.InvariantCulture), Rank: long.Parse(record.Rank, CultureInfo.InvariantCulture)));
        foreach (var (user, (_, best, unsure)) in acknowledged)
        {
            var score = shown.TryGetValue(user, out var record) ? record.Score : 0;
            (score == best || score == Math.Max(best, unsure)).ShouldBeTrue($"{user} was told {best}, the board shows {score}");
        }
        shown.Keys.Except(acknowledged.Keys).Count().ShouldBeLessThanOrEqualTo(Players, "no more than what was under way");

        board.Select(record => record.Rank).ShouldBe(Enumerable.Range(1, board.Count).Select(rank => $"{rank}"));
        board.Select(record => shown[record.OwnerId].Score).ShouldBe(shown.Values.Select(record => record.Score).OrderDescending());
        foreach (var owners in acknowledged.Keys.Where(shown.ContainsKey).Take(400).Chunk(100))
        {
            var asked = await client.ListLeaderboardRecordsAsync(reader, "open", owners, limit: 1);
            foreach (var record in asked.OwnerRecords) record.Rank.ShouldBe($"{shown[record.OwnerId].Rank}");
        }

        foreach (var (user, (device, _, _)) in acknowledged.Take(200))
        {
            var session = await client.AuthenticateDeviceAsync(device, create: false);
            (session.UserId, session.Created).ShouldBe((user, false));
        }
    }
}
