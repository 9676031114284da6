using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using KaosNet.Riders;
using KaosNet.Riders.Rules;
using KaosNet.Tests.Support;
using Spectre.Console;

namespace KaosNet.Compat.Tests.Demo;

/// <summary>Light riders as it is played in terminals, with bots at the keys.</summary>
[Collection(DemoServerCollection.Name)]
public sealed partial class RidersOverRudpSpecs(DemoServer demo, CompatServer compat)
{
    [Fact]
    public Task two_bots_or_one_and_somebody_who_touches_no_key_ride_a_match_over_udp_that_leaves_a_score_and_runs_again() =>
        Task.WhenAll(RidesAndReplays("lua", "riders", ["--bot"]), RidesAndReplays("csharp", "riders_csharp", []));

    [Fact]
    public Task two_who_look_for_somebody_meet() => Task.WhenAll(Meet("riders"), Meet("riders_js"), Meet("riders_csharp"));

    async Task RidesAndReplays(string language, string game, string[] bob)
    {
        var match = await SmallMatch(game);
        var rides = await Task.WhenAll(Ride("ann", "--bot"), Ride("bob", bob));
        foreach (var (code, said) in rides)
        {
            code.ShouldBe(0, said);
            said.ShouldContain($"match {match}\n");
            said.ShouldContain($"\n  ./kaos replay match {match}\n");
        }

        var won = WinLine().Match(rides[0].Said);
        won.Success.ShouldBeTrue(rides[0].Said);
        won.Groups["board"].Value.ShouldBe(game);
        rides[1].Said.ShouldContain(won.Value);
        await demo.ShouldReplay(match, won.Groups["stream"].Value);

        Task<(int Code, string Said)> Ride(string name, params string[] how) => Run(demo.Port, ["--name", $"{name}_{language}", "--in", language, "--match", match, .. how]);
    }

    async Task Meet(string game)
    {
        using var enough = new CancellationTokenSource();
        var server = new ServerAddress("127.0.0.1", demo.Port, demo.Port, "defaultkey");
        var (first, second) = (new Terminal(), new Terminal());
        var rides = Task.WhenAll(
            new Player(server, $"cid_{game}", first.Console) { Game = game, Bot = new Bot(1) }.Play(null, null, enough.Token),
            new Player(server, $"dan_{game}", second.Console) { Game = game, Bot = new Bot(2) }.Play(null, null, enough.Token));
        await Eventually.Is(() => IsRiding(first) && IsRiding(second), $"both ride in {game}", TimeSpan.FromSeconds(90));
        await enough.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(rides);
        MatchLines(first).ShouldBe(MatchLines(second));

        bool IsRiding(Terminal terminal) => terminal.Said.Contains($"cid_{game} against dan_{game}\n") || terminal.Said.Contains($"dan_{game} against cid_{game}\n");
    }

    [Fact]
    public async Task what_keeps_one_from_playing_is_told_in_one_line()
    {
        var port = FreePort.Next();
        (await Run(port, "--bot")).ShouldBe((1, $"No server answers on 127.0.0.1:{port}. Start one with ./kaos run, or name its port: ./kaos play --port PORT\n"));
        var (code, said) = await Run(compat.Server.Port, "--bot");
        (code, said.Split('\n')[1]).ShouldBe((1, "RPC function not found"));
        (code, said) = await Run(demo.Port, "--bot", "--match", "00000000-0000-4000-8000-000000000000.test");
        (code, said.Split('\n')[1]).ShouldBe((1, "Match not found"));
    }

    [Fact]
    public void an_unconfirmed_turn_is_said_again_and_late_states_count_for_nothing()
    {
        var match = new RidersMatch("b");
        match.Take(Said(3, """{"round":1,"wins":[0,0],"to_win":3,"seats":[{"user_id":"a","name":"ann"},{"user_id":"b","name":"bob"}],"width":16,"height":12,"starts":[{"x":3,"y":6},{"x":14,"y":7}],"seconds":2}"""));
        match.Me.ShouldBe(1);
        match.Turn('U');
        match.Turn('L');
        match.Outgoing.ShouldBe("""{"last":2,"turns":"UL"}""");
        match.Take(Said(2, """{"tick":9,"riders":[{"way":"R3","last":0},{"way":"L2U1","last":1}]}"""));
        match.Outgoing.ShouldBe("""{"last":2,"turns":"L"}""");
        match.Take(Said(2, """{"tick":8,"riders":[{"way":"R2","last":0},{"way":"L2","last":0}]}"""));
        match.Outgoing.ShouldBe("""{"last":2,"turns":"L"}""");
        (match.Arena!.Riders[0].At, match.Arena.Riders[1].At, match.Arena.Riders[1].Heading).ShouldBe((new Cell(6, 6), new Cell(12, 6), 'U'));
        (match.Arena.Owner(new(4, 6)), match.Arena.Owner(new(13, 7)), match.Arena.Owner(new(1, 1))).ShouldBe((1, 2, 0));
        match.Take(Said(2, """{"tick":10,"riders":[{"way":"R3","last":0},{"way":"L2U1L1","last":2}]}"""));
        match.Outgoing.ShouldBeNull();
    }

    static Protocol.Realtime.MatchData Said(long operation, string json) => new() { OpCode = operation, Data = Encoding.UTF8.GetBytes(json) };

    static string MatchLines(Terminal terminal) => terminal.Said.Split('\n').Last(line => line.StartsWith("match ", StringComparison.Ordinal));

    /// <summary>One round wins, and there is little room.</summary>
    async Task<string> SmallMatch(string game)
    {
        using var http = new HttpClient { BaseAddress = demo.Address };
        using var body = new StringContent("""{"wins":1,"width":16,"height":12}""");
        using var response = await http.PostAsync(new Uri($"/v2/rpc/{game}_create?unwrap&http_key=defaulthttpkey", UriKind.Relative), body);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("match_id").GetString()!;
    }

    static async Task<(int Code, string Said)> Run(int port, params string[] arguments)
    {
        var terminal = new Terminal();
        var code = await CommandLine.Run(["--port", $"{port}", .. arguments], terminal.Console, new());
        return (code, terminal.Said);
    }

    [GeneratedRegex(@" wins the match 1 to 0 and is number 1 on the board\nThe score is an event:\n  \./kaos replay stream (?<stream>record-(?<board>\w+)/0/\S+)\n")]
    private static partial Regex WinLine();

    /// <summary>What is printed where nobody looks on.</summary>
    sealed class Terminal
    {
        readonly StringBuilder _said = new();
        readonly TextWriter _gate;

        public Terminal()
        {
            // Locks itself for every call.
            _gate = TextWriter.Synchronized(new StringWriter(_said) { NewLine = "\n" });
            Console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(_gate) });
            Console.Profile.Width = 1_000_000;
        }

        public IAnsiConsole Console { get; }

        public string Said
        {
            get
            {
                lock (_gate) return _said.ToString();
            }
        }
    }
}
