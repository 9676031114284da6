using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Matchmaking;
using KaosNet.Realtime.Scripts;
using KaosNet.Scripting.Lua;
using Microsoft.Extensions.Logging;

namespace KaosNet.Scripting.Nk;

/// <summary>The functions that modules registered for the matchmaker (parity runtime.md section 8, matches 2.6).</summary>
public sealed class ModuleMatchmakerFunctions(ModuleHost modules, ScriptSettings settings, NkServer server, TimeProvider time) : IMatchmakerFunctions
{
    private const string InvalidResult = "Unexpected return type from runtime Matchmaker Matched hook, must be string or nil.";
    private const string InvalidId = "Invalid return value from runtime Matchmaker Matched hook, not a valid match ID.";

    private delegate int PushArguments(LuaStack values);

    private delegate Answer<T> ReadResults<T>(LuaStack results, int given);

    public bool HasMatched => modules.MatchmakerFunctions.Contains(MatchmakerCallback.Matched);

    public MatchmakerPart Part =>
        modules.MatchmakerFunctions.Contains(MatchmakerCallback.Processor) ? MatchmakerPart.Processor
        : modules.MatchmakerFunctions.Contains(MatchmakerCallback.Override) ? MatchmakerPart.Override
        : MatchmakerPart.None;

    public ValueTask<Answer<string?>> Matched(IReadOnlyList<MatchedPlayer> players, CancellationToken cancel) => Call(
        MatchmakerCallback.Matched, "matchmaker",
        values =>
        {
            MatchmakerEntries.Push(values, players);
            return players.Count;
        },
        static (results, _) => MatchIdOf(results), cancel);

    public ValueTask<Answer<IReadOnlyList<IReadOnlyList<string>>>> Override(
        IReadOnlyList<IReadOnlyList<HeldTicket>> candidates, CancellationToken cancel) =>
        Call(MatchmakerCallback.Override, "matchmaker_override", values => MatchmakerEntries.Push(values, candidates), MatchmakerEntries.Read, cancel);

    public ValueTask<Answer<IReadOnlyList<IReadOnlyList<string>>>> Process(IReadOnlyList<HeldTicket> tickets, CancellationToken cancel) =>
        Call(MatchmakerCallback.Processor, "matchmaker_processor", values => MatchmakerEntries.Push(values, tickets), MatchmakerEntries.Read, cancel);

    private async ValueTask<Answer<T>> Call<T>(
        MatchmakerCallback callback, string mode, PushArguments push, ReadResults<T> read, CancellationToken cancel)
    {
        try
        {
            using var lease = await modules.Rent(cancel);
            return Run(lease.State, callback, mode, push, read, cancel);
        }
        catch (ScriptException broken)
        {
            return Fault.Internal(broken.Message);
        }
    }

    private Answer<T> Run<T>(
        LuaState state, MatchmakerCallback callback, string mode, PushArguments push, ReadResults<T> read, CancellationToken cancel)
    {
        if (!ModuleHost.LoadingOf(state).MatchmakerFunctions.TryGetValue(callback, out var registered)) return Fault.Internal("The function for the matchmaker is gone.");
        var caller = new Caller { Source = Source.Script, Actor = registered.Module, Operation = mode };
        state.Context = new CallScene(server, time, "matchmaker", callback.ToString().ToLowerInvariant(), registered.Module, caller, cancel);
        using var run = state.Prepare(registered.Function);
        ScriptContext.PushCallback(run.Values, settings, mode);
        var given = push(run.Values);
        if (run.Execute() is not { } error) return read(run.Values, given);
        server.Log.LogError(state.LastHostException, "{Callback} of {Module} failed: {Error}; {Trace}", mode, registered.Module, error.Message, error.Trace);
        state.LastHostException = null;
        return Fault.Internal(error.Message);
    }

    private static Answer<string?> MatchIdOf(LuaStack results)
    {
        if (results.Count == 0 || results.IsNil(-1)) return (string?)null;
        if (results.Kind(-1) != LuaKind.Text) return Fault.Internal(InvalidResult);
        var id = results.Text(-1)!;
        var dot = id.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && Guid.TryParseExact(id.AsSpan(0, dot), "D", out _) ? id : Fault.Internal(InvalidId);
    }
}
