using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Storage;
using Deleting = KaosNet.Domain.Storage.DeleteStorageObjects;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Storage;

/// <summary>A player deletes objects of their own, all or none (parity section 8.5).</summary>
public static class DeleteStorageObjects
{
    public static readonly Operation Operation = Operation
        .Named("DeleteStorageObjects", "Delete objects of the caller's, all or none.")
        .Put("/v2/storage/delete")
        .ForPlayers<Wire.DeleteStorageObjectsRequest, Wire.Empty>(Handle);

    static async ValueTask<Answer<Wire.Empty>> Handle(Wire.DeleteStorageObjectsRequest request, OperationCall call)
    {
        if (request.ObjectIds.Count == 0)
        {
            call.SkipsAfterHook = true;
            return new Wire.Empty();
        }

        var deletions = new ObjectDeletion[request.ObjectIds.Count];
        for (var i = 0; i < deletions.Length; i++)
        {
            var asked = request.ObjectIds[i];
            deletions[i] = new(new(asked.Collection, asked.Key, call.Caller.UserId), asked.Version);
        }

        var answer = await call.Execute(new Deleting(deletions));
        return answer.Fault is { } fault ? fault : new Wire.Empty();
    }
}
