using System.Diagnostics.Metrics;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Storage;
using KaosNet.Store.Journal;

namespace KaosNet.Projections.Storage;

/// <summary>Writes objects for clients and server modules, and counts for operators what the objects' versions and permissions rejected.</summary>
public sealed class StorageWrites(IJournal journal, IMeterFactory? meters = null)
{
    readonly Counter<long>? _rejections = meters?.Create("KaosNet.Storage").CreateCounter<long>(
        "nakama.storage_write_reject_count", description: "Storage writes that a version or a permission rejected.");

    public async ValueTask<Answer<IReadOnlyList<StoredObject>>> Write(WriteStorageObjects command, Caller caller, CancellationToken cancel)
    {
        var answer = await journal.Execute(command, caller, cancel);
        if (answer.Fault is { } fault) Refused(command, fault);
        return answer;
    }

    /// <summary>Counts a write that is part of something bigger, when that is refused for it.</summary>
    public void Refused(WriteStorageObjects command, Fault fault)
    {
        if (fault == StorageFaults.VersionRejected) Count(command, "version");
        else if (fault == StorageFaults.PermissionRejected) Count(command, "permission");
    }

    void Count(WriteStorageObjects command, string reason) => _rejections?.Add(1, new("collection", command.Collection), new("reason", reason));
}
