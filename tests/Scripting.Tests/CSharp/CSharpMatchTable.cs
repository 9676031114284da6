using System.Text;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Realtime.Matches;
using KaosNet.Realtime.Matches.Ticking;
using KaosNet.Scripting.CSharp;

namespace KaosNet.Scripting.Tests.CSharp;

/// <summary>One match of a C# module, stepped by hand, with what it does written down.</summary>
internal sealed class CSharpMatchTable : IMatchOutput, IMatchEffects, IDisposable
{
    public static readonly MatchPresence Ann = Player("ann", 1);
    public static readonly MatchPresence Bob = Player("bob", 2);

    private readonly List<string> _seen = [];

    public CSharpMatchTable(CSharpBench bench, string handler = "game", ulong seed = 7)
    {
        Core = new MatchCore("m-1.node1", "node1", seed, 2, this, this);
        Script = new CSharpMatchScripts(bench.Modules).Open(handler, Core).Value.Script!;
    }

    public MatchCore Core { get; }

    public IMatchScript Script { get; }

    /// <summary>Answers of the server, in order; what is asked for beyond them is really done.</summary>
    public Queue<Answer<byte[]>> Answers { get; } = [];

    /// <summary>What the server was asked, and answered.</summary>
    public List<(string Function, Answer<byte[]> Answer)> Asked { get; } = [];

    /// <summary>What players saw, and what was asked of the server.</summary>
    public string Seen => string.Join("; ", _seen);

    public static MatchPresence Player(string name, int number) =>
        new($"00000000-0000-4000-8000-00000000000{number}", $"10000000-0000-4000-8000-00000000000{number}", name, "node1");

    public string Init(string parameters = "{}") =>
        Core.Init(Script, 1_000_000, parameters).IsGranted(out var start, out var fault) ? $"{start.TickRate} {start.Label}" : $"{(int)fault.Code}: {fault.Message}";

    public string Attempt(MatchPresence player)
    {
        var verdict = Core.AttemptJoin(1_000_100, player, new(
            new Dictionary<string, string> { ["team"] = "red" }, new Dictionary<string, string> { ["v"] = "1" }, 99, "10.0.0.9", "99"));
        return Of(verdict.Result) + (verdict.Accepted ? " accepted" : " refused") + (verdict.Reason.Length > 0 ? ": " + verdict.Reason : "");
    }

    public string Join(params MatchPresence[] players) => Of(Core.Join(1_000_200, players));

    public string Leave(params MatchPresence[] players) => Of(Core.Leave(1_000_300, [.. players.Select(player => player with { Reason = PresenceReason.Leave })]));

    public string Loop(params (MatchPresence Sender, long OpCode, string Data)[] messages) => Of(Core.Loop(
        1_000_400 + Core.Tick, [.. messages.Select(one => new MatchMessage(one.Sender, one.OpCode, Encoding.UTF8.GetBytes(one.Data), true, 5))]));

    public string Terminate(int grace) => Of(Core.Terminate(1_000_500, grace));

    public string Signal(string data)
    {
        var verdict = Core.Signal(1_000_600, data);
        return $"{Of(verdict.Result)} '{verdict.Data}'";
    }

    public void Send(MatchPresence? sender, long opCode, byte[] data, bool reliable, IReadOnlyList<string> sessionIds) => _seen.Add(
        $"{opCode} {Encoding.UTF8.GetString(data)} from {sender?.Username ?? "-"} to {string.Join(",", sessionIds.Select(id => id[^1]))}" + (reliable ? "" : " unreliable"));

    public void Kick(IReadOnlyList<MatchPresence> presences) => _seen.Add("kick " + string.Join(",", presences.Select(one => one.SessionId[^1])));

    public Answer<byte[]> Perform(string function, ReadOnlySpan<byte> arguments, Func<CancellationToken, ValueTask<Answer<byte[]>>> perform)
    {
        _seen.Add($"{function}{Encoding.UTF8.GetString(arguments)}");
        var answer = Answers.TryDequeue(out var given) ? given : perform(CancellationToken.None).AsTask().GetAwaiter().GetResult();
        Asked.Add((function, answer));
        return answer;
    }

    public void Dispose() => Core.Dispose();

    private static string Of(StepResult result) => result.Error is null ? result.Course.ToString() : $"{result.Course}: {result.Error}";
}
