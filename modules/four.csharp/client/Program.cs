using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using KaosNet.Four.Client;
using KaosNet.Four.Rules;
using Nakama;
using Spectre.Console;

// A player of four in a row who needs nobody: signs in, looks for another one in the matchmaker, and plays by the same rules as the server.
// Start it twice: dotnet run --project modules/four.csharp/client -- http://127.0.0.1:7350
const long told = 1;
const long move = 2;

var address = new Uri(args.Length > 0 ? args[0] : "http://127.0.0.1:7350");
var client = new Client(address.Scheme, address.Host, address.Port, args.Length > 1 ? args[1] : "defaultkey");
var session = await client.AuthenticateDeviceAsync(Guid.CreateVersion7().ToString());
var socket = Socket.From(client);
// Two players with different ids do not choose alike.
var dice = new Random(session.UserId.GetHashCode(StringComparison.Ordinal));
var games = Channel.CreateBounded<Game>(64);
var found = new TaskCompletionSource<IMatchmakerMatched>();
socket.ReceivedMatchmakerMatched += found.SetResult;
socket.ReceivedMatchState += state =>
{
    if (state.OpCode == told) games.Writer.TryWrite(JsonSerializer.Deserialize<Game>(state.State, JsonSerializerOptions.Web)!);
};
await socket.ConnectAsync(session);
AnsiConsole.MarkupLineInterpolated($"I am {session.Username} and look for somebody to play with.");
await socket.AddMatchmakerAsync("+properties.game:four_csharp", 2, 2, new Dictionary<string, string> { ["game"] = "four_csharp" });
var match = await socket.JoinMatchAsync(await found.Task);

await foreach (var game in games.Reader.ReadAllAsync())
{
    if (game.Players.Length < 2) continue;
    var me = Array.IndexOf(game.Players, session.UserId);
    if (FourRules.IsWon(game.Moves) || FourRules.IsFull(game.Moves))
    {
        var isMine = FourRules.Turn(game.Moves) != me;
        AnsiConsole.MarkupLineInterpolated($"{game.Moves}: {(!FourRules.IsWon(game.Moves) ? "nobody wins." : isMine ? "I win." : "I lose.")}");
        break;
    }

    if (FourRules.Turn(game.Moves) != me) continue;
    var column = FourRules.Choose(game.Moves, dice);
    AnsiConsole.MarkupLineInterpolated($"{game.Moves}: I let one go into column {column}.");
    await socket.SendMatchStateAsync(match.Id, move, Encoding.ASCII.GetBytes(column.ToString(System.Globalization.CultureInfo.InvariantCulture)));
}

await socket.CloseAsync();
