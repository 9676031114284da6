using KaosNet.Domain.Storage;
using KaosNet.Modules;
using KaosNet.Modules.Storage;
using KaosNet.Projections.Storage;
using KaosNet.Projections.Storage.Indexes;

namespace KaosNet.Scripting.Server;

/// <summary>Stored objects for modules.</summary>
internal sealed class StorageFunctions(ServerApi api) : IStorageFunctions
{
    /// <summary>What calls of filters are made for, and then the index.</summary>
    private const string FilterCause = "storage_index ";

    public async ValueTask<IReadOnlyList<StorageObject>> Read(IReadOnlyList<StorageRead> keys)
    {
        if (keys.Count == 0) return [];
        var names = keys.Select(key => new ObjectName(key.Collection, key.Key, key.UserId ?? Guid.Empty)).ToList();
        return [.. (await api.Get<StoredObjects>().Read(names, null, api.Cancel)).Select(Of)];
    }

    public async ValueTask<IReadOnlyList<StorageAck>> Write(IReadOnlyList<StorageWrite> objects)
    {
        if (objects.Count == 0) return [];
        var answer = await api.Get<StorageWrites>().Write(Writing(objects), api.Caller, api.Cancel);
        return [.. ServerApi.Granted(answer).Select(Ack)];
    }

    public async ValueTask Delete(IReadOnlyList<StorageDelete> keys)
    {
        if (keys.Count > 0) await api.Execute(Deleting(keys));
    }

    public async ValueTask<StoragePage> List(Guid? userId, string collection, int limit, string cursor, Guid? callerId)
    {
        var page = ServerApi.Granted(await api.Get<ObjectLists>().Page(collection, userId, callerId, limit, cursor, api.Cancel));
        return new([.. page.Objects.Select(Of)], page.Cursor.Length > 0 ? page.Cursor : null);
    }

    public async ValueTask<StoragePage> ListIndex(string index, string query, int limit, IReadOnlyList<string>? order, Guid? callerId, string cursor)
    {
        // It would wait for the very news that its index waits to hear about.
        if (api.Caller.Cause?.StartsWith(FilterCause, StringComparison.Ordinal) is true)
            throw new RefusedException(StatusCode.FailedPrecondition, "nk.storage_index_list may not be called by a storage index filter");
        var page = ServerApi.Granted(await api.Get<StorageIndexes>().Search(index, query, limit, order ?? [], callerId, cursor, api.Cancel));
        return new([.. page.Objects.Select(Of)], page.Cursor.Length > 0 ? page.Cursor : null);
    }

    /// <summary>The command that writes.</summary>
    public static WriteStorageObjects Writing(IReadOnlyList<StorageWrite> objects) => new(
    [
        .. objects.Select(write => new ObjectWrite(new(write.Collection, write.Key, Owner(write.UserId)), write.Value.Text)
        {
            Version = write.Version ?? "",
            PermissionRead = write.PermissionRead,
            PermissionWrite = write.PermissionWrite,
        }),
    ]);

    /// <summary>The command that deletes.</summary>
    public static DeleteStorageObjects Deleting(IReadOnlyList<StorageDelete> keys) =>
        new([.. keys.Select(key => new ObjectDeletion(new(key.Collection, key.Key, Owner(key.UserId)), key.Version ?? ""))]);

    /// <summary>What a write has come to.</summary>
    public static StorageAck Ack(StoredObject written) => new(written.Key, written.Collection, Guid.Parse(written.OwnerId), written.Version);

    private static string Owner(Guid? userId) => (userId ?? Guid.Empty).ToString();

    private static StorageObject Of(StoredObjectRow row) => new(
        row.Key, row.Collection, row.OwnerId, row.Version, row.PermissionRead, row.PermissionWrite, row.CreateTime, row.UpdateTime, row.Value);
}
