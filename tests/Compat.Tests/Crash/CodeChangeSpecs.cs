using System.Collections.Concurrent;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using KaosNet.Compat.Tests.Replay;
using KaosNet.Tests.Support;
using Nakama;

namespace KaosNet.Compat.Tests.Crash;

/// <summary>
/// A studio edits its JavaScript bundle while players play, as they see it through Nakama's client; and the server is killed with such a match in it.
/// </summary>
public sealed class CodeChangeSpecs
{
    readonly string folder = TestFolder.Create("changed");
    readonly string modules = TestFolder.Create("changed-modules");
    readonly string before = TestFolder.Create("changed-before");

    [Fact]
    public async Task a_match_takes_new_code_survives_a_kill_and_each_part_of_it_runs_again()
    {
        await Write(modules, "one");
        await Write(before, "one");
        string[] settings = ["--logger.level", "warn", "--runtime.watch_ms", "100", "--runtime.js_max_statements", "200000"];
        string match, paid = "";
        await using (var server = await GameServer.StartOn(folder, modules, settings))
        {
            var player = await Player.SignIn(server);
            await player.TryLimits();
            match = await player.Call("open");
            await player.Enter(match);
            (await player.Pay("a")).ShouldBe("one: paid 1");
            (await player.Pay("fail")).ShouldBe("one: refused: no");

            await Write(modules, "two");
            await Eventually.Holds(async () => (await player.Call("version")).ShouldBe("two"), TimeSpan.FromSeconds(20));
            await Eventually.Holds(async () => (paid = await player.Pay("b")).ShouldStartWith("two: paid 10"), TimeSpan.FromSeconds(20));
            (await player.Call("items")).ShouldBe("[\"a\",\"b\"]");
            await Eventually.Holds(
                async () => (await ReplayTool.Run("stream", StreamOf(match), "--data_dir", folder)).Said.ShouldMatch("(?s)match_code_changed.*match_inputs_recorded"),
                TimeSpan.FromSeconds(20));
            await server.KillAsync();
        }

        await using var again = await GameServer.StartOn(folder, modules, settings);
        var back = await Player.SignIn(again);
        await back.Enter(match);
        (await back.Pay("c")).ShouldBe($"two: paid {int.Parse(paid.Split(' ')[^1], CultureInfo.InvariantCulture) + 1}");
        (await ReplayTool.Run("stream", StreamOf(match), "--data_dir", folder)).Said.ShouldContain("match_resumed");

        var whole = await ReplayTool.Run("match", match, "--data_dir", folder, "--runtime.path", modules, "--runtime.path", before);
        whole.ShouldEndWith(0);
        whole.Said.ShouldNotContain("are not run again");
        var part = await ReplayTool.Run("match", match, "--data_dir", folder, "--runtime.path", modules);
        part.ShouldEndWith(0);
        part.Said.ShouldContain("are not run again");
    }

    static string StreamOf(string match) => "match-" + match.Split('.')[0];

    static Task Write(string folder, string version) => File.WriteAllTextAsync(Path.Combine(folder, "index.js"), $$"""
        const version = "{{version}}";
        function open(ctx, logger, nk, payload) { return nk.matchCreate("till", {}); }
        function told(ctx, logger, nk, payload) { return version; }
        function spin(ctx, logger, nk, payload) { while (true) {} }
        function items(ctx, logger, nk, payload) {
          return JSON.stringify(nk.storageList(ctx.userId, "items", 10).objects.map(function (o) { return o.key; }).sort());
        }
        function matchInit(ctx, logger, nk, params) { return { state: { paid: 0 }, tickRate: 20, label: "till" }; }
        function matchJoinAttempt(ctx, logger, nk, dispatcher, tick, state) { return { state, accept: true }; }
        function same(ctx, logger, nk, dispatcher, tick, state) { return { state }; }
        function pay(nk, user, item) {
          return nk.transaction(function () {
            nk.walletUpdate(user, { coins: 1 }, {}, false);
            nk.storageWrite([{ collection: "items", key: item, userId: user, value: {} }]);
            if (item === "fail") throw { message: "no", code: 9 };
            return 1;
          });
        }
        function matchLoop(ctx, logger, nk, dispatcher, tick, state, messages) {
          messages.forEach(function (message) {
            var said;
            try {
              state.paid += pay(nk, message.sender.userId, nk.binaryToString(message.data));
              said = version + ": paid " + state.paid;
            } catch (e) {
              said = version + ": refused: " + e.message;
            }
            dispatcher.broadcastMessage(1, said);
          });
          return { state };
        }
        function matchCodeChanged(ctx, logger, nk, dispatcher, tick, state) { state.paid += 100; return { state }; }
        function InitModule(ctx, logger, nk, initializer) {
          initializer.registerRpc("open", open);
          initializer.registerRpc("version", told);
          initializer.registerRpc("spin", spin);
          initializer.registerRpc("items", items);
          initializer.registerMatch("till", { matchInit, matchJoinAttempt, matchJoin: same, matchLeave: same, matchLoop, matchTerminate: same, matchSignal: same, matchCodeChanged });
        }
        """);

    sealed class Player(Client client, ISession session, ISocket socket)
    {
        readonly ConcurrentQueue<TaskCompletionSource<string>> asked = new();
        string match = "";

        public static async Task<Player> SignIn(GameServer server)
        {
            var client = new Client("http", "127.0.0.1", server.Port, "defaultkey") { Timeout = 10 };
            var session = await client.AuthenticateCustomAsync("who-plays-on");
            var socket = Nakama.Socket.From(client);
            var player = new Player(client, session, socket);
            socket.ReceivedMatchState += state =>
            {
                if (player.asked.TryDequeue(out var one)) one.TrySetResult(Encoding.UTF8.GetString(state.State));
            };
            await socket.ConnectAsync(session);
            return player;
        }

        public async Task<string> Call(string function) => (await client.RpcAsync(session, function)).Payload;

        /// <summary>A function without an end is ended, and nobody but its caller notices.</summary>
        public async Task TryLimits()
        {
            // Over HTTP the client keeps an error of the server's from its caller.
            (await Should.ThrowAsync<WebSocketException>(() => socket.RpcAsync("spin"))).Message.ShouldContain("instruction budget spent");
            (await Call("version")).ShouldBe("one");
        }

        public async Task Enter(string id) => match = (await socket.JoinMatchAsync(id)).Id;

        /// <summary>Buys something in the match; answers what the match says to it.</summary>
        public async Task<string> Pay(string item)
        {
            var said = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            asked.Enqueue(said);
            await socket.SendMatchStateAsync(match, 1, item);
            return await said.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }
}
