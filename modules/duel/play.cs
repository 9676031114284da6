#:package NakamaClient
#:property NoWarn=$(NoWarn);RS0030;MA0047
#:property PublishAot=false

// Plays one duel against a running server with the official client, unmodified: dotnet run modules/duel/play.cs [port]
// Ann and Bob sign in, meet in a match that modules/duel.lua runs on the server, and play three rounds.
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Nakama;

if (args is not ([] or [_]) || !int.TryParse(args.FirstOrDefault() ?? "7350", out var port)) return Fail("Usage: dotnet run modules/duel/play.cs [port]");
try
{
    await Play(new Client("http", "127.0.0.1", port, "defaultkey"));
    return 0;
}
catch (ApiResponseException refused)
{
    return Fail($"The server on port {port} refuses: {refused.Message}");
}
catch (TimeoutException)
{
    return Fail("The match did not come to its end within 30 seconds.");
}
catch (Exception unreachable) when (unreachable is HttpRequestException or WebSocketException or OperationCanceledException)
{
    return Fail($"No server answers on port {port}. Start one with ./kaos run, or name its port: dotnet run modules/duel/play.cs [port]");
}

static int Fail(string line)
{
    Console.Error.WriteLine(line);
    return 1;
}

static async Task Play(IClient client)
{
    var ann = await Player.SignIn(client, "ann", ["rock", "paper", "rock"]);
    var bob = await Player.SignIn(client, "bob", ["scissors", "scissors", "scissors"]);

    var created = await client.RpcAsync(ann.Session, "create_duel", "");
    var matchId = JsonDocument.Parse(created.Payload).RootElement.GetProperty("match_id").GetString()!;
    Console.WriteLine($"match {matchId}");
    await ann.Join(matchId);
    await bob.Join(matchId);

    var over = await ann.Over.Task.WaitAsync(TimeSpan.FromSeconds(30));
    Console.WriteLine(over.TryGetProperty("winner", out var winner)
        ? $"{Player.NameOf(winner.GetString()!)} wins the duel and is number {over.GetProperty("rank")} on the board"
        : "a draw");
    await ann.Socket.CloseAsync();
    await bob.Socket.CloseAsync();
}

/// <summary>One side of the duel: sends its next choice whenever a round begins.</summary>
sealed class Player
{
    static readonly Dictionary<string, string> Names = [];
    readonly Queue<string> _choices;
    readonly string _name;

    Player(string name, ISession session, ISocket socket, IEnumerable<string> choices)
    {
        (_name, Session, Socket, _choices) = (name, session, socket, new(choices));
        Names[session.UserId] = name;
        socket.ReceivedMatchState += Receive;
    }

    public ISession Session { get; }

    public ISocket Socket { get; }

    public TaskCompletionSource<JsonElement> Over { get; } = new();

    public static string NameOf(string userId) => Names[userId];

    public static async Task<Player> SignIn(IClient client, string name, IEnumerable<string> choices)
    {
        var session = await client.AuthenticateDeviceAsync($"{name}-of-the-duel", name);
        var socket = Nakama.Socket.From(client);
        await socket.ConnectAsync(session);
        Console.WriteLine($"{name} signed in as {session.UserId}");
        return new(name, session, socket, choices);
    }

    public Task Join(string matchId) => Socket.JoinMatchAsync(matchId);

    void Receive(IMatchState message)
    {
        var content = JsonDocument.Parse(Encoding.UTF8.GetString(message.State)).RootElement;
        switch (message.OpCode)
        {
            case 2:
                _ = Socket.SendMatchStateAsync(message.MatchId, 1, JsonSerializer.Serialize(new { choice = _choices.Dequeue() }));
                break;
            case 3 when _name == "ann":
                var choices = content.GetProperty("choices").EnumerateObject().Select(choice => $"{NameOf(choice.Name)} {choice.Value}").Order();
                Console.WriteLine($"round {content.GetProperty("round")}: {string.Join(", ", choices)}");
                break;
            case 4:
                Over.TrySetResult(content.Clone());
                break;
        }
    }
}
