using System.Text;
using KaosNet.Modules;
using KaosNet.Modules.Utilities;

namespace KaosNet.Scripting.Server;

/// <summary>The memory of modules in C#.</summary>
internal sealed class CacheFunctions(ServerApi api) : ILocalCacheFunctions
{
    private LocalStore Store => api.Get<LocalCache>().CSharp;

    public ValueTask<string?> Get(string key) => ValueTask.FromResult(Store.TryGet(Checked(key), out var value) ? Encoding.UTF8.GetString(value) : null);

    public ValueTask Put(string key, string value, long seconds)
    {
        if (seconds < 0) throw new RefusedException(StatusCode.InvalidArgument, "expects ttl to be 0 or more seconds");
        return Store.Put(Checked(key), Encoding.UTF8.GetBytes(value), seconds) is { } refusal
            ? throw new RefusedException(StatusCode.ResourceExhausted, refusal)
            : ValueTask.CompletedTask;
    }

    public ValueTask Delete(string key)
    {
        Store.Delete(Checked(key));
        return ValueTask.CompletedTask;
    }

    public ValueTask Clear()
    {
        Store.Clear();
        return ValueTask.CompletedTask;
    }

    private static string Checked(string key) => key.Length > 0 ? key : throw new RefusedException(StatusCode.InvalidArgument, "expects key string");
}
