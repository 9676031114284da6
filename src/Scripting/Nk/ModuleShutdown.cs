using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Scripts;
using KaosNet.Scripting.Lua;
using Microsoft.Extensions.Logging;

namespace KaosNet.Scripting.Nk;

/// <summary>Calls the function that modules registered for the server's end (parity runtime.md section 8).</summary>
public sealed class ModuleShutdown(ModuleHost modules, ScriptSettings settings, NkServer server, TimeProvider time) : IShutdownFunctions
{
    private const string Mode = "shutdown";

    bool IShutdownFunctions.Has => modules.HasShutdownFunction;

    public async ValueTask ShutDown(CancellationToken cancel)
    {
        if (!modules.HasShutdownFunction) return;
        try
        {
            using var lease = await modules.Rent(cancel);
            Run(lease.State, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            server.Log.LogWarning("The grace was over before the function for the server's end could be called");
        }
        catch (ScriptException broken)
        {
            server.Log.LogError("The function for the server's end could not be called: {Error}", broken.Message);
        }
    }

    private void Run(LuaState state, CancellationToken cancel)
    {
        if (ModuleHost.LoadingOf(state).ShutdownFunction is not { } registered) return;
        var caller = new Caller { Source = Source.Script, Actor = registered.Module, Operation = Mode };
        state.Context = new CallScene(server, time, Mode, "server", registered.Module, caller, cancel);
        using var run = state.Prepare(registered.Function);
        ScriptContext.PushCallback(run.Values, settings, Mode);
        if (run.Execute(0) is not { } error) return;
        server.Log.LogError(
            state.LastHostException, "The function of {Module} for the server's end failed: {Error}; {Trace}", registered.Module, error.Message, error.Trace);
        state.LastHostException = null;
    }
}
