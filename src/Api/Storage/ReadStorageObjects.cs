using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Storage;
using KaosNet.Projections.Storage;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Storage;

/// <summary>A player reads objects by key: the own ones, public ones and those of the server, as far as they may (parity section 8.4).</summary>
public static class ReadStorageObjects
{
    public static readonly Operation Operation = Operation
        .Named("ReadStorageObjects", "Read objects by collection, key and owner.")
        .Post("/v2/storage")
        .ForPlayers<Wire.ReadStorageObjectsRequest, Wire.StorageObjects>(Handle);

    static async ValueTask<Answer<Wire.StorageObjects>> Handle(Wire.ReadStorageObjectsRequest request, OperationCall call)
    {
        if (request.ObjectIds.Count == 0)
        {
            call.SkipsAfterHook = true;
            return new Wire.StorageObjects();
        }

        var names = new ObjectName[request.ObjectIds.Count];
        for (var i = 0; i < names.Length; i++)
        {
            var asked = request.ObjectIds[i];
            if (asked.Collection.Length == 0 || asked.Key.Length == 0) return StorageFaults.NameMissing;
            // No owner means the server's object. Naming the server's id is refused, as the reference does.
            var owner = Guid.Empty;
            if (asked.UserId.Length > 0 && (!Uuids.TryRead(asked.UserId, out owner) || owner == Guid.Empty)) return StorageFaults.InvalidOwner;
            names[i] = new(asked.Collection, asked.Key, owner);
        }

        var reader = Guid.Parse(call.Caller.UserId);
        return await StorageMessages.OrFault<Wire.StorageObjects>(call, StorageFaults.ReadFailed, async () =>
        {
            var found = await call.Get<StoredObjects>().Read(names, reader, call.Aborted);
            return new Wire.StorageObjects { Objects = StorageMessages.Of(found) };
        });
    }
}
