using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Storage;

/// <summary>One object of a batch that is deleted.</summary>
/// <param name="Key">Which object.</param>
/// <param name="Version">The version that it must have; empty for any.</param>
public sealed record ObjectDeletion(ObjectKey Key, string Version = "");

/// <summary>
/// A player, or server code for anybody, deletes objects: all of them or none (parity section 8.5). For clients an object that is not there is a refusal;
/// for server code it is so only when a version was named.
/// </summary>
public sealed record DeleteStorageObjects : Command<Done>
{
    readonly ObjectBatch<ObjectDeletion> _batch;

    public DeleteStorageObjects(IReadOnlyList<ObjectDeletion> deletions) => _batch = new(deletions, deletion => deletion.Key);

    public override IReadOnlyList<StreamRef> Streams => _batch.Streams;

    public override Decision<Done> Decide(StreamStates states, DecisionContext context)
    {
        var isClient = context.Caller.Source == Source.Client;
        if (_batch.Items.Count > Limits.BatchMax) return StorageFaults.BatchTooLong;
        foreach (var deletion in _batch.Items)
        {
            if (deletion.Key.Flaw is { } flaw) return flaw;
        }

        var decision = Decision.Granted();
        var current = _batch.StatesOf(states);
        foreach (var place in _batch.Order)
        {
            var deletion = _batch.Items[place];
            var stored = current.Of(deletion.Key);
            if (!stored.Exists && !isClient && deletion.Version.Length == 0) continue;
            if (isClient && deletion.Key.OwnerId != context.Caller.UserId) return StorageFaults.DeleteRejected;
            if (!stored.Exists || (isClient && stored.PermissionWrite == 0) || (deletion.Version.Length > 0 && deletion.Version != stored.Version))
                return StorageFaults.DeleteRejected;

            var happened = new StorageObjectDeleted();
            decision.Append(deletion.Key.Stream, happened);
            current.Set(deletion.Key, (StoredObject)StoredObject.Kind.Evolve(stored, happened, context.Now));
        }

        return decision;
    }
}
