using System.CommandLine;
using Spectre.Console;

namespace KaosNet.Riders;

/// <summary><c>./kaos play</c>: from its arguments to its exit code.</summary>
static class CommandLine
{
    const int Played = 0;
    const int CannotPlay = 1;
    const string Lua = "lua";
    const string Opponent = "riders-bot";

    /// <summary>Plays one match.</summary>
    /// <param name="arguments">As typed after <c>./kaos play</c>.</param>
    /// <param name="console">What it is drawn on; lines of text where that is no terminal.</param>
    /// <param name="invocation">Where help and complaints about the arguments go.</param>
    public static async Task<int> Run(IReadOnlyList<string> arguments, IAnsiConsole console, InvocationConfiguration invocation)
    {
        var name = new Option<string?>("--name") { Description = "Who you are; the same name is the same player again. Else a name is made up." };
        var bot = new Option<bool>("--bot") { Description = "A bot rides in your place." };
        var alone = new Option<bool>("--alone") { Description = "Ride against a bot." };
        var match = new Option<string?>("--match") { Description = "Join this match; else one that waits for somebody, or a new one." };
        var language = new Option<string>("--in") { Description = "The language that the server's side of the game is written in.", DefaultValueFactory = _ => Lua };
        language.AcceptOnlyFromAmong(Lua, "js", "csharp");
        var host = new Option<string>("--host") { Description = "Where the server is.", DefaultValueFactory = _ => "127.0.0.1" };
        var port = new Option<int>("--port") { Description = "Its socket.port.", DefaultValueFactory = _ => 7350 };
        var udp = new Option<int?>("--rudp-port") { Description = "Its socket.rudp_port, when that is another number." };
        var key = new Option<string>("--key") { Description = "Its socket.server_key.", DefaultValueFactory = _ => "defaultkey" };
        var root = new RootCommand("Light riders: a fast game for two over UDP, on a server that runs the modules of this repository.")
        {
            name, bot, alone, match, language, host, port, udp, key,
        };
        root.SetAction(async (parsed, cancel) =>
        {
            var server = new ServerAddress(parsed.GetValue(host)!, parsed.GetValue(port), parsed.GetValue(udp) ?? parsed.GetValue(port), parsed.GetValue(key)!);
            // Two that are started without names are two players.
            var me = parsed.GetValue(name) ?? $"{(parsed.GetValue(bot) ? "bot" : "rider")}-{Environment.ProcessId % 10_000}";
            var game = parsed.GetValue(language) is { } other and not Lua ? $"riders_{other}" : "riders";
            var player = new Player(server, me, console) { Game = game, Bot = parsed.GetValue(bot) ? BotOf(me) : null };
            var opponent = parsed.GetValue(alone) ? new Player(server, Opponent, Silence()) { Game = game, Bot = BotOf(Opponent) } : null;
            await player.Play(parsed.GetValue(match), opponent, cancel);
            return Played;
        });

        try
        {
            var parsed = root.Parse(arguments);
            invocation.EnableDefaultExceptionHandler = false;
            var code = await parsed.InvokeAsync(invocation);
            return parsed.Errors.Count > 0 ? CannotPlay : code;
        }
        catch (RefusedException refused)
        {
            console.MarkupLineInterpolated($"[red]{refused.Message}[/]");
            return CannotPlay;
        }
        catch (OperationCanceledException)
        {
            return Played;
        }
    }

    /// <summary>One that rides otherwise than its opponent, and than the last time.</summary>
    static Bot BotOf(string name) => new(HashCode.Combine(name, Environment.ProcessId));

    /// <summary>The bot that one plays against says nothing.</summary>
    static IAnsiConsole Silence() => AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(TextWriter.Null) });
}
