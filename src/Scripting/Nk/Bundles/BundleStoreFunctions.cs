using Jint.Native;
using KaosNet.Domain.Kernel;
using KaosNet.Realtime.Scripts;
using KaosNet.Scripting.Server;
using Microsoft.Extensions.Logging;

namespace KaosNet.Scripting.Nk.Bundles;

/// <summary>The functions that a bundle registered for what stores tell by themselves (parity runtime.md section 8).</summary>
public sealed class BundleStoreFunctions(BundleHost bundle, ScriptSettings settings, NkServer server, TimeProvider time) : IStoreFunctions
{
    public bool Has(StoreNotification notification) => bundle.Registered.StoreNotifications.ContainsKey(notification);

    public async ValueTask<Answer<Done>> Call(StoreOccasion occasion, CancellationToken cancel)
    {
        var loaded = bundle.Current;
        if (!loaded.Registered.StoreNotifications.TryGetValue(occasion.Notification, out var function)) return Done.Value;
        var (name, cause) = (occasion.Name, occasion.Cause);
        var caller = new Caller { Source = Source.Script, Actor = bundle.ActorOf(function), Operation = name, Cause = cause };
        var bought = occasion.Purchase is { } purchase
            ? Shapes.OfJavaScript.Text(PurchaseFunctions.Of(purchase))
            : Shapes.OfJavaScript.Text(PurchaseFunctions.Of(occasion.Subscription!));
        return await bundle.Run<Done>(
            loaded, $"{name} for {cause}", new BundleScene(server, time, name, cause, caller.Actor, caller, cancel, cause), function, caller,
            state => BundleContext.OfCallback(state, settings, name),
            state => [state.ValueOf(bought), JsString.Create(occasion.Payload), JsString.Create(occasion.Word)],
            (_, result) =>
            {
                if (result.Type is not (Jint.Runtime.Types.Undefined or Jint.Runtime.Types.Null))
                    server.Log.LogWarning("{Callback} of {Function} returned a value for {Cause}; it must return nothing", name, function, cause);
                return Done.Value;
            }, cancel);
    }
}
