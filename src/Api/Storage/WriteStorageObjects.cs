using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Storage;
using KaosNet.Projections.Storage;
using Writing = KaosNet.Domain.Storage.WriteStorageObjects;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Storage;

/// <summary>A player writes objects of their own, all or none (parity section 8.3).</summary>
public static class WriteStorageObjects
{
    public static readonly Operation Operation = Operation
        .Named("WriteStorageObjects", "Write objects of the caller's, all or none.")
        .Put("/v2/storage")
        .ForPlayers<Wire.WriteStorageObjectsRequest, Wire.StorageObjectAcks>(Handle);

    static async ValueTask<Answer<Wire.StorageObjectAcks>> Handle(Wire.WriteStorageObjectsRequest request, OperationCall call)
    {
        if (request.Objects.Count == 0)
        {
            call.SkipsAfterHook = true;
            return new Wire.StorageObjectAcks();
        }

        var writes = new ObjectWrite[request.Objects.Count];
        for (var i = 0; i < writes.Length; i++)
        {
            var asked = request.Objects[i];
            writes[i] = new(new(asked.Collection, asked.Key, call.Caller.UserId), asked.Value)
            {
                Version = asked.Version,
                PermissionRead = asked.PermissionRead ?? 1,
                PermissionWrite = asked.PermissionWrite ?? 1,
            };
        }

        var answer = await call.Get<StorageWrites>().Write(new Writing(writes), call.Caller, call.Aborted);
        if (!answer.IsGranted(out var written, out var fault)) return fault;
        var acks = new Wire.StorageObjectAcks { Acks = new(written.Count) };
        foreach (var stored in written) acks.Acks.Add(StorageMessages.AckOf(stored));
        return acks;
    }
}
