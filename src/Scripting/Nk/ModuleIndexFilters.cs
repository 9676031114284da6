using KaosNet.Domain.Kernel;
using KaosNet.Projections.Storage;
using KaosNet.Projections.Storage.Indexes;
using KaosNet.Scripting.Lua;
using Microsoft.Extensions.Logging;

namespace KaosNet.Scripting.Nk;

/// <summary>
/// The filters that modules registered for storage indexes. They have a state of their own: calls that wait for an index hold states of the pool,
/// and the index waits for its filter.
/// </summary>
public sealed class ModuleIndexFilters(ModuleHost modules, ScriptSettings settings, NkServer server, TimeProvider time) : IStorageIndexFilters
{
    public bool Has(string index) => modules.IndexFilters.Contains(index);

    public async ValueTask<bool?> Keeps(string index, StoredObjectRow stored, CancellationToken cancel)
    {
        try
        {
            using var lease = await modules.RentForFilters(cancel);
            return Run(lease.State, index, stored, cancel);
        }
        catch (ScriptException broken)
        {
            server.Log.LogError("A script state for storage index filters could not be made: {Error}", broken.Message);
            return null;
        }
    }

    private bool? Run(LuaState state, string index, StoredObjectRow stored, CancellationToken cancel)
    {
        if (!ModuleHost.LoadingOf(state).IndexFilters.TryGetValue(index, out var registered)) return true;
        state.Context = new IndexFilterScene(server, time, index, registered.Module, cancel);
        using var run = state.Prepare(registered.Function);
        ScriptContext.PushIndexFilter(run.Values, settings);
        var problem = Push(run.Values, stored);
        if (problem is null)
        {
            var error = run.Execute();
            if (error is null && run.Values.Count > 0 && run.Values.Kind(-1) == LuaKind.Boolean) return run.Values.Truth(-1);
            problem = error?.Message ?? "it must return a boolean";
        }

        state.LastHostException = null;
        server.Log.LogError("The filter of the storage index {Index} failed for {Key} of {Owner}: {Error}", index, stored.Key, stored.OwnerId, problem);
        return null;
    }

    private static string? Push(LuaStack values, StoredObjectRow stored)
    {
        values.PushTable(0, 7);
        values.SetField("key"u8, stored.Key);
        values.SetField("collection"u8, stored.Collection);
        values.SetField("user_id"u8, stored.OwnerId.ToString("D"));
        values.SetField("version"u8, stored.Version);
        values.SetField("permission_read"u8, (long)stored.PermissionRead);
        values.SetField("permission_write"u8, (long)stored.PermissionWrite);
        if (!values.TryPushJson(System.Text.Encoding.UTF8.GetBytes(stored.Value), out var problem)) return problem;
        values.SetField("value"u8);
        return null;
    }
}

/// <summary>A storage index asks whether it may hold an object; nobody in particular is behind that.</summary>
internal sealed class IndexFilterScene(NkServer server, TimeProvider time, string index, string module, CancellationToken cancel)
    : CallScene(server, time, "storage_index", index, module, new() { Source = Source.Script }, cancel);
