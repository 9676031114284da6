using KaosNet.Api.Errors;
using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Storage;
using KaosNet.Projections.Storage;
using Npgsql;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Api.Storage;

/// <summary>Stored objects in the client API's words.</summary>
static class StorageMessages
{
    /// <summary>A read object; its times are whole seconds.</summary>
    public static Wire.StorageObject Of(StoredObjectRow stored) => new()
    {
        Collection = stored.Collection,
        Key = stored.Key,
        UserId = stored.OwnerId.ToString(),
        Value = stored.Value,
        Version = stored.Version,
        PermissionRead = stored.PermissionRead,
        PermissionWrite = stored.PermissionWrite,
        CreateTime = WholeSecond(stored.CreateTime),
        UpdateTime = WholeSecond(stored.UpdateTime),
    };

    public static List<Wire.StorageObject> Of(IReadOnlyList<StoredObjectRow> objects)
    {
        var list = new List<Wire.StorageObject>(objects.Count);
        foreach (var stored in objects) list.Add(Of(stored));
        return list;
    }

    /// <summary>A write's receipt; its times are exact.</summary>
    public static Wire.StorageObjectAck AckOf(StoredObject stored) => new()
    {
        Collection = stored.Collection,
        Key = stored.Key,
        UserId = stored.OwnerId,
        Version = stored.Version,
        CreateTime = stored.CreateTime,
        UpdateTime = stored.UpdateTime,
    };

    /// <summary>Answers a query that the database would not answer as clients know it; the cause goes to the log.</summary>
    public static async ValueTask<Answer<T>> OrFault<T>(OperationCall call, Fault fault, Func<ValueTask<Answer<T>>> query)
    {
        try
        {
            return await query();
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
        {
            call.Get<ILogger<StorageFeature>>().LogFailure(failure, "A query of stored objects failed");
            return fault;
        }
    }

    static DateTimeOffset WholeSecond(DateTimeOffset moment) => DateTimeOffset.FromUnixTimeSeconds(moment.ToUnixTimeSeconds());
}
