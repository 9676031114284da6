using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel.Undoing;

namespace KaosNet.Domain.Storage;

/// <summary>How writing and deleting an object is undone: with the version and the times that it had.</summary>
public static class StorageReversals
{
    /// <summary>The rules.</summary>
    public static readonly StreamReversals Rules = new StreamReversals<StoredObject, StorageObjectEvent>(StoredObject.Kind, Of);

    static Reversal Of(Happening<StoredObject, StorageObjectEvent> past, UndoWorld world)
    {
        var (before, now) = (past.Before, past.Now);
        if (past.Event is StorageObjectDeleted)
        {
            if (!before.Exists) return Reversal.Refused("there was no object to delete");
            if (now.Exists) return Reversal.Later("the object was written again since");
        }
        else if (!now.Exists)
        {
            return Reversal.Later("the object was deleted since");
        }
        else if (ContentOf(now) != ContentOf(past.After))
        {
            return Reversal.Later("the object was written again since");
        }

        if (!before.Exists) return past.By(new StorageObjectDeleted());
        if (before.OwnerId != ObjectKey.System && world.IsGone(before.OwnerId)) return Reversal.Refused("the owner's account is deleted");
        return past.By(new StorageObjectImported(
            before.Value, before.Version, before.PermissionRead, before.PermissionWrite, before.CreateTime, before.UpdateTime));
    }

    static (string, string, int, int) ContentOf(StoredObject stored) => (stored.Value, stored.Version, stored.PermissionRead, stored.PermissionWrite);
}
