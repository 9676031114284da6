using KaosNet.Domain.Kernel;
using KaosNet.Domain.Storage;
using KaosNet.Projections.Kernel;
using KaosNet.Store;
using Npgsql;

namespace KaosNet.Projections.Storage;

/// <summary>A player's objects end with the account (parity X1).</summary>
public sealed class OwnedObjects(Database database) : IOwnedByAccount
{
    /// <summary>Objects that one commit deletes; who has more loses the rest in the commits after it.</summary>
    public const int AtOnceMax = 2000;

    readonly string _ofOwner = $"select collection, key from {database.Schema}.storage_objects where owner_id = $1 limit {AtOnceMax}";

    public async ValueTask<IReadOnlyList<OwnedStream>> Of(string userId, CancellationToken cancel)
    {
        await using var command = database.Reads.CreateCommand(_ofOwner);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.Parse(userId) });
        await using var rows = await database.Query(command, cancel);
        var owned = new List<OwnedStream>();
        while (await rows.ReadAsync(cancel))
        {
            var key = new ObjectKey(rows.GetString(0), rows.GetString(1), userId);
            owned.Add(OwnedStream.Of(key.Stream, stored => stored.Exists ? [new StorageObjectDeleted()] : []));
        }

        return owned;
    }
}
