using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Scripts;
using KaosNet.Scripting.Lua;
using KaosNet.Scripting.Server;
using Microsoft.Extensions.Logging;

namespace KaosNet.Scripting.Nk;

/// <summary>
/// The functions that modules registered for what stores tell by themselves. The reference lets only JavaScript register them (parity runtime.md section 8); they are given the
/// same in Lua.
/// </summary>
public sealed class ModuleStoreFunctions(ModuleHost modules, ScriptSettings settings, NkServer server, TimeProvider time) : IStoreFunctions
{
    public bool Has(StoreNotification notification) => modules.StoreNotifications.Contains(notification);

    public async ValueTask<Answer<Done>> Call(StoreOccasion occasion, CancellationToken cancel)
    {
        try
        {
            using var lease = await modules.Rent(cancel);
            return Run(lease.State, occasion, cancel);
        }
        catch (ScriptException broken)
        {
            server.Log.LogError("A script state for {Callback} could not be made: {Error}", occasion.Name, broken.Message);
            return Fault.Internal(broken.Message);
        }
    }

    private Answer<Done> Run(LuaState state, StoreOccasion occasion, CancellationToken cancel)
    {
        if (!ModuleHost.LoadingOf(state).StoreNotifications.TryGetValue(occasion.Notification, out var registered)) return Done.Value;
        var (name, cause) = (occasion.Name, occasion.Cause);
        var caller = new Caller { Source = Source.Script, Actor = registered.Module, Operation = name, Cause = cause };
        state.Context = new OccasionScene(server, time, cause, registered.Module, caller, cancel);
        using var run = state.Prepare(registered.Function);
        var values = run.Values;
        ScriptContext.PushCallback(values, settings, name);
        var bought = occasion.Purchase is { } purchase
            ? Shapes.OfLua.Write(PurchaseFunctions.Of(purchase))
            : Shapes.OfLua.Write(PurchaseFunctions.Of(occasion.Subscription!));
        if (!values.TryPushJson(bought.Value, out var problem)) return Fault.Internal(problem ?? "");
        values.Push(occasion.Payload);
        values.Push(occasion.Word);
        if (run.Execute() is not { } error)
        {
            if (values.Count > 0 && !values.IsNil(-1))
                server.Log.LogWarning("{Callback} of {Module} returned a value for {Cause}; it must return nil", name, registered.Module, cause);
            return Done.Value;
        }

        server.Log.LogError(state.LastHostException, "{Callback} of {Module} failed for {Cause}: {Error}; {Trace}", name, registered.Module, cause, error.Message, error.Trace);
        state.LastHostException = null;
        return Fault.Internal(error.Message);
    }
}
