using KaosNet.Domain.Kernel;
using KaosNet.Domain.Matches;
using KaosNet.Modules;
using KaosNet.Modules.Matches;
using KaosNet.Realtime.Matches;
using KaosNet.Scripting.CSharp.Asking;
using KaosNet.Scripting.CSharp.Calling;
using KaosNet.Scripting.Nk;
using Microsoft.Extensions.Logging;

namespace KaosNet.Scripting.CSharp.Matches;

/// <summary>The server as a match in C# sees it. Its clock is the tick's, its chance comes from its seed, and what it asks goes through its host.</summary>
internal sealed class CSharpMatchContext : MatchContext
{
    private readonly IMatchHost _host;
    private readonly Dice _ids;

    public CSharpMatchContext(IMatchHost host, ScriptSettings settings, NkServer server, string module)
    {
        (_host, Env) = (host, settings.Env);
        Server = new(host, server, module);
        Nk = RecordedApi.Of(Server);
        Dice = new DiceRandom(host.Seed);
        // Ids are rolled apart, so that a new id more does not change the game.
        _ids = new(host.Seed ^ 0xA5A5_5A5A_C3C3_3C3C);
        Logger = new ModuleLogger(
            server.Log, [new("runtime", "csharp"), new("mode", "match"), new("mid", host.MatchId), new("module", module)], () => _host.IsRepeating);
    }

    /// <summary>When the running callback runs.</summary>
    public MatchMoment Moment { get; set; }

    /// <summary>The server as the match asks it.</summary>
    public MatchServer Server { get; }

    public override string MatchId => _host.MatchId;

    public override string Node => _host.Node;

    public override string Label => _host.Label;

    public override int TickRate => _host.TickRate;

    public override long Tick => Moment.Tick;

    public override DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(Moment.UnixMs);

    public override Random Dice { get; }

    public override IReadOnlyDictionary<string, string> Env { get; }

    public override ILogger Logger { get; }

    public override INk Nk { get; }

    public override Guid NewId() => _ids.Uuid();

    public override void Broadcast(long opCode, ReadOnlySpan<byte> data, IReadOnlyList<Presence>? to = null, Presence? sender = null, bool reliable = true) =>
        Grant(_host.Broadcast(opCode, data, PresencesOf(to), sender is null ? null : Presences.Of(sender), reliable));

    public override void BroadcastDeferred(
        long opCode, ReadOnlySpan<byte> data, IReadOnlyList<Presence>? to = null, Presence? sender = null, bool reliable = true) =>
        Grant(_host.BroadcastDeferred(opCode, data, PresencesOf(to), sender is null ? null : Presences.Of(sender), reliable));

    public override void Kick(IReadOnlyList<Presence> presences)
    {
        if (presences.Count > 0) Grant(_host.Kick(PresencesOf(presences)!));
    }

    public override void UpdateLabel(string label) => Grant(_host.UpdateLabel(label));

    private static List<MatchPresence>? PresencesOf(IReadOnlyList<Presence>? presences) => presences is null ? null : [.. presences.Select(Presences.Of)];

    private static void Grant(Fault? refusal)
    {
        if (refusal is not null) throw new RefusedException((StatusCode)(int)refusal.Code, refusal.Message);
    }
}
