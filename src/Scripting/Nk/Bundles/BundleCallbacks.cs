using Jint.Native;
using Jint.Native.Object;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Storage;
using KaosNet.Projections.Storage.Indexes;
using KaosNet.Realtime.Scripts;
using KaosNet.Scripting.JavaScript;
using Microsoft.Extensions.Logging;

namespace KaosNet.Scripting.Nk.Bundles;

/// <summary>What the server calls in a bundle at its end, and for the storage indexes that the bundle filters (parity runtime.md section 8).</summary>
public sealed class BundleCallbacks(BundleHost bundle, ScriptSettings settings, NkServer server, TimeProvider time) : IShutdownFunctions, IStorageIndexFilters
{
    private const string Shutdown = "shutdown";

    bool IShutdownFunctions.Has => bundle.Registered.Shutdown is not null;

    public async ValueTask ShutDown(CancellationToken cancel)
    {
        var loaded = bundle.Current;
        if (loaded.Registered.Shutdown is not { } function) return;
        var caller = new Caller { Source = Source.Script, Actor = bundle.ActorOf(function), Operation = Shutdown };
        try
        {
            await bundle.Run<Done>(
                loaded, "Function for the server's end", new BundleScene(server, time, Shutdown, "server", caller.Actor, caller, cancel), function, caller,
                state => BundleContext.OfCallback(state, settings, Shutdown), _ => [], static (_, _) => Done.Value, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            server.Log.LogWarning("The grace was over before the function for the server's end could be called");
        }
    }

    public bool Has(string index) => bundle.Registered.IndexFilters.ContainsKey(index);

    public async ValueTask<bool?> Keeps(string index, StoredObjectRow stored, CancellationToken cancel)
    {
        var loaded = bundle.Current;
        if (!loaded.Registered.IndexFilters.TryGetValue(index, out var function)) return true;
        var caller = new Caller { Source = Source.Script };
        var scene = new BundleFilterScene(server, time, index, bundle.ActorOf(function), cancel);
        var answer = await bundle.Run<bool>(
            loaded, $"Filter of the storage index {index}", scene, function, caller, state => BundleContext.OfCallback(state, settings, "storage_index_filter"),
            state => [ObjectOf(state, stored)],
            static (_, result) => result is JsBoolean kept ? kept == JsBoolean.True : Fault.Internal("it must return a boolean"), cancel, isFilter: true);
        if (answer.IsGranted(out var keeps, out var fault)) return keeps;
        server.Log.LogError("The filter of the storage index {Index} failed for {Key} of {Owner}: {Error}", index, stored.Key, stored.OwnerId, fault.Message);
        return null;
    }

    private static ObjectInstance ObjectOf(JavaScriptState state, StoredObjectRow stored)
    {
        var made = state.NewObject();
        made.FastSetDataProperty("key", JsString.Create(stored.Key));
        made.FastSetDataProperty("collection", JsString.Create(stored.Collection));
        made.FastSetDataProperty("userId", JsString.Create(stored.OwnerId.ToString("D")));
        made.FastSetDataProperty("version", JsString.Create(stored.Version));
        made.FastSetDataProperty("permissionRead", JsNumber.Create(stored.PermissionRead));
        made.FastSetDataProperty("permissionWrite", JsNumber.Create(stored.PermissionWrite));
        made.FastSetDataProperty("value", state.ValueOf(stored.Value));
        return made;
    }
}

/// <summary>A storage index asks whether it may hold an object; nobody in particular is behind that.</summary>
internal sealed class BundleFilterScene(NkServer server, TimeProvider time, string index, string actor, CancellationToken cancel)
    : CallScene(server, time, "storage_index", index, actor, new() { Source = Source.Script }, cancel);
