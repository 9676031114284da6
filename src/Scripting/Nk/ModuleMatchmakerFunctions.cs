using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Matchmaking;
using KaosNet.Realtime.Scripts;
using KaosNet.Scripting.Lua;
using Microsoft.Extensions.Logging;

namespace KaosNet.Scripting.Nk;

/// <summary>The function that modules registered for matches that the matchmaker found (parity runtime.md section 8).</summary>
public sealed class ModuleMatchmakerFunctions(ModuleHost modules, ScriptSettings settings, NkServer server, TimeProvider time) : IMatchmakerFunctions
{
    private const string Mode = "matchmaker";
    private const string InvalidResult = "Unexpected return type from runtime Matchmaker Matched hook, must be string or nil.";
    private const string InvalidId = "Invalid return value from runtime Matchmaker Matched hook, not a valid match ID.";

    public bool HasMatched => modules.HasMatchmakerFunction;

    public async ValueTask<Answer<string?>> Matched(IReadOnlyList<MatchedPlayer> players, CancellationToken cancel)
    {
        try
        {
            using var lease = await modules.Rent(cancel);
            return Run(lease.State, players, cancel);
        }
        catch (ScriptException broken)
        {
            return Fault.Internal(broken.Message);
        }
    }

    private Answer<string?> Run(LuaState state, IReadOnlyList<MatchedPlayer> players, CancellationToken cancel)
    {
        if (modules.LoadingOf(state).MatchmakerFunction is not { } registered) return (string?)null;
        var caller = new Caller { Source = Source.Script, Actor = registered.Module, Operation = Mode };
        state.Context = new CallScene(server, time, Mode, "matched", registered.Module, caller, cancel);
        using var run = state.Prepare(registered.Function);
        ScriptContext.PushCallback(run.Values, settings, Mode);
        PushPlayers(run.Values, players);
        if (run.Execute() is { } error)
        {
            server.Log.LogError(state.LastHostException, "{Callback} of {Module} failed: {Error}; {Trace}", Mode, registered.Module, error.Message, error.Trace);
            state.LastHostException = null;
            return Fault.Internal(error.Message);
        }

        var results = run.Values;
        if (results.Count == 0 || results.IsNil(-1)) return (string?)null;
        if (results.Kind(-1) != LuaKind.Text) return Fault.Internal(InvalidResult);
        var id = results.Text(-1)!;
        var dot = id.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && Guid.TryParseExact(id.AsSpan(0, dot), "D", out _) ? id : Fault.Internal(InvalidId);
    }

    private static void PushPlayers(LuaStack values, IReadOnlyList<MatchedPlayer> players)
    {
        values.PushTable(players.Count);
        for (var at = 0; at < players.Count; at++)
        {
            var (player, presence) = (players[at], players[at].Presence);
            values.PushTable(0, 3);
            values.PushTable(0, 4);
            values.SetField("user_id"u8, presence.UserId);
            values.SetField("session_id"u8, presence.SessionId);
            values.SetField("username"u8, presence.Username);
            values.SetField("node"u8, presence.Node);
            values.SetField("presence"u8);
            PushProperties(values, player.Search);
            values.SetField("properties"u8);
            if (player.PartyId.Length > 0) values.SetField("party_id"u8, player.PartyId);
            values.SetItem(at + 1);
        }
    }

    private static void PushProperties(LuaStack values, MatchmakerSearch search)
    {
        values.PushTable(0, search.StringProperties.Count + search.NumericProperties.Count);
        foreach (var (name, text) in search.StringProperties)
        {
            values.Push(name);
            values.Push(text);
            values.SetPair();
        }

        foreach (var (name, number) in search.NumericProperties)
        {
            values.Push(name);
            values.Push(number);
            values.SetPair();
        }
    }
}
