using KaosNet.Domain.Brackets;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Brackets;
using KaosNet.Scripting.Lua;
using KaosNet.Scripting.Server;
using Microsoft.Extensions.Logging;

namespace KaosNet.Scripting.Nk;

/// <summary>The functions that modules registered for brackets: they are given the bracket, and those for ready pairings the list of these.</summary>
public sealed class ModuleBracketFunctions(ModuleHost modules, ScriptSettings settings, NkServer server, TimeProvider time) : IBracketFunctions
{
    public bool Has(BracketCallback callback) => modules.BracketFunctions.ContainsKey(callback);

    public Caller CallerOf(BracketCallback callback, string cause) => new()
    {
        Source = Source.Script,
        Actor = modules.BracketFunctions.GetValueOrDefault(callback, ""),
        Operation = callback.NameOf(),
        Cause = cause,
    };

    public async ValueTask<Answer<Done>> Call(
        BracketCallback callback, Bracket bracket, IReadOnlyList<int> pairings, string cause, CancellationToken cancel)
    {
        try
        {
            using var lease = await modules.Rent(cancel);
            return Run(lease.State, callback, bracket, pairings, cause, cancel);
        }
        catch (ScriptException broken)
        {
            server.Log.LogError("A script state for {Callback} could not be made: {Error}", callback.NameOf(), broken.Message);
            return Fault.Internal(broken.Message);
        }
    }

    private Answer<Done> Run(
        LuaState state, BracketCallback callback, Bracket bracket, IReadOnlyList<int> pairings, string cause, CancellationToken cancel)
    {
        if (!ModuleHost.LoadingOf(state).BracketFunctions.TryGetValue(callback, out var registered)) return Done.Value;
        state.Context = new OccasionScene(server, time, cause, registered.Module, CallerOf(callback, cause), cancel);
        using var run = state.Prepare(registered.Function);
        var values = run.Values;
        ScriptContext.PushCallback(values, settings, callback.NameOf());
        if (!values.TryPushJson(Shapes.OfLua.Write(callback == BracketCallback.End ? BracketValues.Sheet(bracket) : BracketValues.Of(bracket)).Value, out var problem))
            return Fault.Internal(problem ?? "");
        if (callback == BracketCallback.Ready)
        {
            if (!values.TryPushJson(Shapes.OfLua.Write(BracketValues.Pairings(bracket, pairings)).Value, out problem)) return Fault.Internal(problem ?? "");
        }

        if (run.Execute() is not { } error) return Done.Value;
        server.Log.LogError(
            state.LastHostException, "{Callback} of {Module} failed for {Bracket}: {Error}; {Trace}", callback.NameOf(), registered.Module, bracket.Id,
            error.Message, error.Trace);
        state.LastHostException = null;
        return Fault.Internal(error.Message);
    }
}
