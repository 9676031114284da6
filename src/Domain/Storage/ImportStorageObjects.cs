using System.Buffers;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Storage;

/// <summary>One object that a document brings along.</summary>
/// <param name="Write">The object; what its <see cref="ObjectWrite.Version"/> says is the version that it gets, if it looks like one.</param>
/// <param name="CreateTime">When it was first written; null for now.</param>
/// <param name="UpdateTime">When it was last written; null for now.</param>
public sealed record ObjectImport(ObjectWrite Write, DateTimeOffset? CreateTime = null, DateTimeOffset? UpdateTime = null);

/// <summary>
/// Puts a player's objects as a document tells them, with their versions and times, in place of those that are there (parity console-infra.md, import): all of them or
/// none.
/// </summary>
public sealed record ImportStorageObjects : Command<Done>
{
    /// <summary>Objects that one document may bring, and that one player may have to make room for them: a bigger commit would keep others waiting.</summary>
    public const int ObjectsMax = 2000;

    static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    readonly ObjectBatch<ObjectImport> _batch;
    readonly IReadOnlyList<ObjectKey> _before;

    /// <summary>What to put, and in place of what.</summary>
    /// <param name="objects">At least one, or one before.</param>
    /// <param name="before">The objects that are there.</param>
    public ImportStorageObjects(IReadOnlyList<ObjectImport> objects, IReadOnlyList<ObjectKey> before)
    {
        _batch = new(objects, imported => imported.Write.Key);
        _before = before;
        Streams = objects.Count == 0
            ? [.. before.Select(key => key.Stream).Distinct()]
            : [.. _batch.Streams.Concat(before.Select(key => key.Stream)).Distinct()];
    }

    public override IReadOnlyList<StreamRef> Streams { get; }

    public override Decision<Done> Decide(StreamStates states, DecisionContext context)
    {
        if (_batch.Items.Count > ObjectsMax || _before.Count > ObjectsMax)
            return Fault.ResourceExhausted($"At most {ObjectsMax} storage objects can be imported or replaced.");
        foreach (var imported in _batch.Items)
        {
            var write = imported.Write;
            if ((write.Key.Flaw ?? (write.Value.Length == 0 ? StorageFaults.NameMissing : write.ValueFlaw)) is { } flaw) return flaw;
        }

        var decision = Decision.Granted();
        var coming = _batch.Items.Select(imported => imported.Write.Key).ToHashSet();
        foreach (var key in _before)
        {
            if (!coming.Contains(key) && states.Of(key.Stream).Exists) decision.Append(key.Stream, new StorageObjectDeleted());
        }

        foreach (var place in _batch.Order)
        {
            var (write, createTime, updateTime) = _batch.Items[place];
            decision.Append(write.Key.Stream, new StorageObjectImported(
                write.Value, IsVersion(write.Version) ? write.Version : write.Hash, write.PermissionRead, write.PermissionWrite,
                context.Told(createTime), context.Told(updateTime)));
        }

        return decision;
    }

    static bool IsVersion(string text) => text.Length == 32 && !text.AsSpan().ContainsAnyExcept(HexDigits);
}
