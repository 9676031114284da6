using KaosNet.Modules.Kernel;

namespace KaosNet.Modules.Storage;

/// <summary>Stored objects, with the server's authority: any owner, whatever the permissions.</summary>
public interface IStorageFunctions
{
    /// <summary>Reads objects; those that are not there are left out.</summary>
    /// <param name="keys">Which.</param>
    [ServerFunction("storage_read", Failure = "failed to read storage objects: ")]
    ValueTask<IReadOnlyList<StorageObject>> Read([Expects("expects a valid set of keys"), AtMost(10_000)] IReadOnlyList<StorageRead> keys);

    /// <summary>Writes objects, all of them or none. A version that is not the object's own refuses the whole.</summary>
    /// <param name="objects">What.</param>
    [ServerFunction("storage_write", Failure = "failed to write storage objects: ")]
    ValueTask<IReadOnlyList<StorageAck>> Write([Expects("expects a valid set of keys"), AtMost(10_000)] IReadOnlyList<StorageWrite> objects);

    /// <summary>Deletes objects, all of them or none. Those that are not there are passed over, unless a version was asked for.</summary>
    /// <param name="keys">Which.</param>
    [ServerFunction("storage_delete", Failure = "failed to remove storage: ")]
    ValueTask Delete([Expects("expects a valid set of keys"), AtMost(10_000)] IReadOnlyList<StorageDelete> keys);

    /// <summary>Lists a collection.</summary>
    /// <param name="userId">Whose objects; null for everybody's.</param>
    /// <param name="collection">The collection.</param>
    /// <param name="limit">The most on a page.</param>
    /// <param name="cursor">Where the page begins; empty for the first.</param>
    /// <param name="callerId">Who is to be allowed to read them; null for the server.</param>
    [ServerFunction("storage_list", Failure = "failed to list storage objects: ", LuaReturnsMembers = true)]
    ValueTask<StoragePage> List(
        [Expects("expects empty or valid user id")] Guid? userId = null,
        string collection = "",
        [Expects("expects limit to be 0-10000"), Between(0, 10_000)] int limit = 100,
        string cursor = "",
        [Expects("expects empty or valid caller id")] Guid? callerId = null);

    /// <summary>Searches a declared index. A filter of an index may not.</summary>
    /// <param name="index">The index.</param>
    /// <param name="query">What to look for, in the query language; empty for everything.</param>
    /// <param name="limit">The most on a page.</param>
    /// <param name="order">Sortable fields, such as <c>value.rank</c>, or <c>-value.rank</c> for the largest first.</param>
    /// <param name="callerId">Who is to be allowed to read what is found; null for the server.</param>
    /// <param name="cursor">Where the page begins; empty for the first.</param>
    [ServerFunction("storage_index_list", Failure = "failed to list storage index: ", LuaReturnsMembers = true)]
    ValueTask<StoragePage> ListIndex(
        string index,
        string query,
        [Expects("invalid limit: expects value 1-10000"), Between(1, 10_000)] int limit = 100,
        [Expects("expects each field to be string"), AtMost(256), InLua(IsMandatory = true)] IReadOnlyList<string>? order = null,
        [Expects("expects caller ID to be empty or a valid identifier")] Guid? callerId = null,
        string cursor = "");
}
