using System.Security.Cryptography;
using System.Text;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Storage;

/// <summary>One object of a batch that is written.</summary>
public sealed record ObjectWrite
{
    /// <summary>Reads and hashes the value at once: on the thread of whoever asks, and not where decisions wait for each other.</summary>
    /// <param name="key">Which object.</param>
    /// <param name="value">A JSON object.</param>
    public ObjectWrite(ObjectKey key, string value)
    {
        (Key, Value) = (key, value);
        if (value.Length > Limits.ValueLengthMax)
        {
            (ValueFlaw, Hash) = (StorageFaults.ValueTooLong, "");
            return;
        }

        ValueFlaw = JsonDocumentText.CanonicalizeObject(value, out _) switch
        {
            JsonFlaw.None => null,
            JsonFlaw.NotStorable => StorageFaults.ValueNotStorable,
            _ => StorageFaults.ValueNotObject,
        };
        Hash = ValueFlaw is null ? HashOf(value) : "";
    }

    /// <summary>Which object.</summary>
    public ObjectKey Key { get; }

    /// <summary>A JSON object, as it was submitted.</summary>
    public string Value { get; }

    /// <summary>Empty for "whatever is there", <c>*</c> for "only if nothing is there", else the version that it replaces.</summary>
    public string Version { get; init; } = "";

    public int PermissionRead { get; init; } = 1;

    public int PermissionWrite { get; init; } = 1;

    /// <summary>The version that the object gets.</summary>
    public string Hash { get; }

    internal Fault? ValueFlaw { get; }

    static string HashOf(string value)
    {
        Span<byte> hash = stackalloc byte[MD5.HashSizeInBytes];
#pragma warning disable CA5351 // Not a matter of security: clients know versions as MD5.
        MD5.HashData(Encoding.UTF8.GetBytes(value), hash);
#pragma warning restore CA5351
        return Convert.ToHexStringLower(hash);
    }
}

/// <summary>
/// A player, or server code for anybody, writes objects: all of them or none (parity section 8.3). Answers the objects as each write left them, in the order
/// of the request.
/// </summary>
public sealed record WriteStorageObjects : Command<IReadOnlyList<StoredObject>>
{
    readonly ObjectBatch<ObjectWrite> _batch;

    public WriteStorageObjects(IReadOnlyList<ObjectWrite> writes) => _batch = new(writes, write => write.Key);

    /// <summary>The collection that all of the objects are in; empty when they are in several.</summary>
    public string Collection => _batch.Items.Count > 0 && _batch.Items.All(write => write.Key.Collection == _batch.Items[0].Key.Collection)
        ? _batch.Items[0].Key.Collection
        : "";

    public override IReadOnlyList<StreamRef> Streams => _batch.Streams;

    public override Decision<IReadOnlyList<StoredObject>> Decide(StreamStates states, DecisionContext context)
    {
        var isClient = context.Caller.Source == Source.Client;
        if (_batch.Items.Count > Limits.BatchMax) return StorageFaults.BatchTooLong;
        foreach (var write in _batch.Items)
        {
            if (FlawOf(write, isClient) is { } flaw) return flaw;
        }

        var written = new StoredObject[_batch.Items.Count];
        var decision = Decision.Granted<IReadOnlyList<StoredObject>>(written);
        var current = _batch.StatesOf(states);
        foreach (var place in _batch.Order)
        {
            var write = _batch.Items[place];
            var stored = current.Of(write.Key);
            if (isClient && write.Key.OwnerId != context.Caller.UserId) return StorageFaults.PermissionRejected;
            if (RejectionOf(write, stored, isClient) is { } rejection) return rejection;
            if (write.Version.Length > 0 || !IsAlready(write, stored))
            {
                var happened = new StorageObjectWritten(write.Value, write.Hash, write.PermissionRead, write.PermissionWrite);
                decision.Append(write.Key.Stream, happened);
                stored = (StoredObject)StoredObject.Kind.Evolve(stored, happened, context.Now);
                current.Set(write.Key, stored);
            }

            written[place] = stored;
        }

        return decision;
    }

    static Fault? FlawOf(ObjectWrite write, bool isClient)
    {
        if (write.Key.Collection.Length == 0 || write.Key.Key.Length == 0 || write.Value.Length == 0) return StorageFaults.NameMissing;
        if (isClient && write.PermissionRead is < 0 or > 2) return StorageFaults.InvalidReadPermission;
        if (isClient && write.PermissionWrite is < 0 or > 1) return StorageFaults.InvalidWritePermission;
        return write.ValueFlaw ?? write.Key.Flaw;
    }

    static Fault? RejectionOf(ObjectWrite write, StoredObject stored, bool isClient)
    {
        if (write.Version is "*") return stored.Exists ? StorageFaults.VersionRejected : null;
        if (!stored.Exists) return write.Version.Length == 0 ? null : StorageFaults.VersionRejected;
        if (isClient && stored.PermissionWrite == 0) return StorageFaults.PermissionRejected;
        return write.Version.Length == 0 || write.Version == stored.Version ? null : StorageFaults.VersionRejected;
    }

    static bool IsAlready(ObjectWrite write, StoredObject stored) =>
        stored.Exists && stored.Version == write.Hash && stored.PermissionRead == write.PermissionRead && stored.PermissionWrite == write.PermissionWrite;
}
