using KaosNet.Domain.Kernel;
using KaosNet.Modules;
using KaosNet.Modules.Storage;
using KaosNet.Projections.Storage;
using KaosNet.Projections.Storage.Indexes;

namespace KaosNet.Scripting.CSharp;

/// <summary>Functions of C# modules that say what a storage index holds.</summary>
public sealed class CSharpIndexFilters(CSharpModules modules) : IStorageIndexFilters
{
    public bool Has(string index) => modules.Functions.IndexFilters.ContainsKey(index);

    public async ValueTask<bool?> Keeps(string index, StoredObjectRow stored, CancellationToken cancel)
    {
        var answer = await modules.Call(
            static (functions, call) => functions.IndexFilters.GetValueOrDefault(call.index), (index, stored),
            new("storage_index_filter", "storage_index " + index, $"Filter of the storage index {index}", new() { Source = Source.Script }, cancel),
            static (filter, context, call) => filter(context, ObjectOf(call.stored)));
        return answer is { Fault: null } given ? given.Value : null;
    }

    private static StorageObject ObjectOf(StoredObjectRow row) => new(
        row.Key, row.Collection, row.OwnerId, row.Version, row.PermissionRead, row.PermissionWrite, row.CreateTime, row.UpdateTime, new JsonText(row.Value));
}
