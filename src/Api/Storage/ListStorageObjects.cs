using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Storage;
using KaosNet.Projections.Storage;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Storage;

/// <summary>A player lists a collection: the own objects, another's public ones, or everybody's public ones (parity section 8.7).</summary>
public static class ListStorageObjects
{
    public static readonly Operation Operation = Operation
        .Named("ListStorageObjects", "List objects of a collection.")
        .Get("/v2/storage/{collection}")
        .Get("/v2/storage/{collection}/{user_id}")
        .ForPlayers<Wire.ListStorageObjectsRequest, Wire.StorageObjectList>(Handle);

    static async ValueTask<Answer<Wire.StorageObjectList>> Handle(Wire.ListStorageObjectsRequest request, OperationCall call)
    {
        var limit = request.Limit ?? 1;
        if (limit is < 1 or > Limits.PageMax) return StorageFaults.InvalidLimit;
        Guid? owner = null;
        if (request.UserId.Length > 0)
        {
            if (!Uuids.TryRead(request.UserId, out var id)) return StorageFaults.InvalidOwner;
            owner = id;
        }

        var reader = Guid.Parse(call.Caller.UserId);
        return await StorageMessages.OrFault<Wire.StorageObjectList>(call, StorageFaults.ListFailed, async () =>
        {
            var answer = await call.Get<ObjectLists>().Page(request.Collection, owner, reader, limit, request.Cursor, call.Aborted);
            if (!answer.IsGranted(out var page, out var fault)) return fault;
            return new Wire.StorageObjectList { Objects = StorageMessages.Of(page.Objects), Cursor = page.Cursor };
        });
    }
}
