using System.Text;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Realtime.Matches;
using KaosNet.Realtime.Matches.Ticking;
using KaosNet.Scripting.Matches;
using KaosNet.Scripting.Nk.Bundles.Matches;
using KaosNet.Scripting.Tests.Nk;
using KaosNet.Scripting.Tests.Nk.Bundles;

namespace KaosNet.Scripting.Tests.Matches;

/// <summary>One match of a script, stepped by hand, with what it does written down.</summary>
internal sealed class MatchTable : IMatchOutput, IMatchEffects, IDisposable
{
    public static readonly MatchPresence Ann = Player("ann", 1);
    public static readonly MatchPresence Bob = Player("bob", 2);

    private static readonly Dictionary<string, string> Nothing = [];

    private readonly IDisposable _bench;
    private readonly List<string> _seen = [];

    public MatchTable(string source, ulong seed = 7)
        : this(new Dictionary<string, string> { ["game"] = source }, seed)
    {
    }

    public MatchTable(Dictionary<string, string> modules, ulong seed = 7, ScriptSettings? settings = null)
    {
        var bench = ModuleBench.Of(modules, settings: settings);
        (_bench, Log) = (bench, bench.Log);
        Core = new MatchCore("m-1.node1", "node1", seed, 2, this, this);
        var scripts = new LuaMatchScripts(bench.Settings, bench.Host, new TypedLog<LuaMatchScripts>(bench.Log));
        Script = scripts.Open("game", Core).Value.Script!;
    }

    /// <summary>A match of the handler "game" in a bundle.</summary>
    public MatchTable(BundleBench bench, ulong seed = 7)
    {
        (_bench, Log) = (bench, bench.Log);
        Core = new MatchCore("m-1.node1", "node1", seed, 2, this, this);
        Script = new BundleMatchScripts(bench.Host, bench.Settings, bench.Server).Open("game", Core).Value.Script!;
    }

    public MatchCore Core { get; }

    public IMatchScript Script { get; }

    /// <summary>The Lua modules.</summary>
    public ModuleBench Bench => (ModuleBench)_bench;

    public LinesLog Log { get; }

    /// <summary>What players saw, and what was asked of the server.</summary>
    public string Seen => string.Join("; ", _seen);

    /// <summary>A module with the seven callbacks, of which some are the test's own.</summary>
    public static string Handler(params string[] own)
    {
        var text = new StringBuilder("local nk = require('nakama')\nlocal M = {}\n");
        text.Append("function M.match_init(context, params) return { n = 0 }, 10, 'start' end\n");
        text.Append("function M.match_join_attempt(context, dispatcher, tick, state, presence, metadata) return state, true end\n");
        foreach (var name in (string[])["join", "leave", "loop", "terminate"])
            text.Append("function M.match_").Append(name).Append("(context, dispatcher, tick, state, what) return state end\n");
        text.Append("function M.match_signal(context, dispatcher, tick, state, data) return state, data end\n");
        foreach (var one in own) text.Append("function M.match_").Append(one).Append(" end\n");
        return text.Append("return M\n").ToString();
    }

    public static MatchPresence Player(string name, int number) =>
        new($"00000000-0000-4000-8000-00000000000{number}", $"10000000-0000-4000-8000-00000000000{number}", name, "node1");

    public string Init(string parameters = "{}")
    {
        var answer = Core.Init(Script, 1_000_000, parameters);
        return answer.IsGranted(out var start, out var fault) ? $"{start.TickRate} {start.Label}" : fault.Message;
    }

    /// <summary>A table whose match has begun.</summary>
    public MatchTable Begun(string parameters = "{}")
    {
        Init(parameters);
        return this;
    }

    /// <summary>Somebody who listens, and was never seen coming.</summary>
    public MatchTable With(MatchPresence listener)
    {
        Join(listener);
        _seen.Clear();
        return this;
    }

    public string Attempt(MatchPresence player, Dictionary<string, string>? metadata = null)
    {
        var verdict = Core.AttemptJoin(1_000_100, player, new(metadata ?? Nothing, new Dictionary<string, string> { ["v"] = "1" }, 99, "10.0.0.9", "99"));
        return Of(verdict.Result) + (verdict.Accepted ? " accepted" : " refused") + (verdict.Reason.Length > 0 ? ": " + verdict.Reason : "");
    }

    public string Join(params MatchPresence[] players) => Of(Core.Join(1_000_200, players));

    public string Leave(PresenceReason reason, params MatchPresence[] players) =>
        Of(Core.Leave(1_000_300, [.. players.Select(player => player with { Reason = reason })]));

    public string Loop(params (MatchPresence Sender, long OpCode, string? Data)[] messages) => Of(Core.Loop(
        1_000_400 + Core.Tick, [.. messages.Select(one => new MatchMessage(one.Sender, one.OpCode, Encoding.UTF8.GetBytes(one.Data ?? ""), true, 5))]));

    public string Terminate(int grace) => Of(Core.Terminate(1_000_500, grace));

    public string Signal(string data)
    {
        var verdict = Core.Signal(1_000_600, data);
        return $"{Of(verdict.Result)} '{verdict.Data}'";
    }

    public void Send(MatchPresence? sender, long opCode, byte[] data, bool reliable, IReadOnlyList<string>? sessionIds) => _seen.Add(
        $"{opCode} {Encoding.UTF8.GetString(data)} from {sender?.Username ?? "-"} to {(sessionIds is null || sessionIds.Count == Core.Members.Count ? "all" : string.Join(",", sessionIds.Select(id => id[^1])))}"
        + (reliable ? "" : " unreliable"));

    public void Kick(IReadOnlyList<MatchPresence> presences) => _seen.Add("kick " + string.Join(",", presences.Select(one => one.SessionId[^1])));

    public Answer<byte[]> Perform(string function, ReadOnlySpan<byte> arguments, Func<CancellationToken, ValueTask<Answer<byte[]>>> perform)
    {
        _seen.Add($"{function}{Encoding.UTF8.GetString(arguments)}");
        return "\"answer\""u8.ToArray();
    }

    public void Dispose()
    {
        Core.Dispose();
        _bench.Dispose();
    }

    private static string Of(StepResult result) => result.Error is null ? result.Course.ToString() : $"{result.Course}: {result.Error}";
}
