using System.Buffers;
using System.Text;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Storage;

/// <summary>What names a stored object: its collection, its key and its owner.</summary>
public sealed record ObjectKey
{
    /// <summary>The owner of what belongs to nobody but the server.</summary>
    public const string System = "00000000-0000-0000-0000-000000000000";

    /// <summary>Names an object.</summary>
    /// <param name="collection">1 to 128 characters.</param>
    /// <param name="key">1 to 128 characters.</param>
    /// <param name="ownerId">Lower-case UUID; <see cref="System"/> for the server.</param>
    public ObjectKey(string collection, string key, string ownerId)
    {
        (Collection, Key, OwnerId) = (collection, key, ownerId);
        var name = collection.AsSpan().ContainsAny('/', '%')
            ? collection.Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal)
            : collection;
        Stream = StoredObject.Kind.Of($"{name}/{key}/{ownerId}");
        Flaw = collection.Length == 0 || key.Length == 0 ? StorageFaults.NameMissing
            : !IsName(collection) || !IsName(key) ? StorageFaults.NameNotStorable
            : !IsOwner(ownerId) ? StorageFaults.InvalidOwner
            : null;
    }

    public string Collection { get; }

    public string Key { get; }

    public string OwnerId { get; }

    /// <summary>The object's stream.</summary>
    public StreamRef<StoredObject> Stream { get; }

    /// <summary>What is wrong with it, or null.</summary>
    public Fault? Flaw { get; }

    /// <summary>The order in which a batch is applied: collection, key, owner.</summary>
    public static int Compare(ObjectKey left, ObjectKey right)
    {
        var order = string.CompareOrdinal(left.Collection, right.Collection);
        if (order == 0) order = string.CompareOrdinal(left.Key, right.Key);
        return order != 0 ? order : string.CompareOrdinal(left.OwnerId, right.OwnerId);
    }

    public bool Equals(ObjectKey? other) => other is not null && Compare(this, other) == 0;

    public override int GetHashCode() => Stream.GetHashCode();

    /// <summary>True when a collection or key has a length that can be stored and is text that can be.</summary>
    public static bool IsName(string name)
    {
        if (Ascii.IsValid(name)) return name.Length <= Limits.NameLengthMax && !name.Contains('\0');
        var rest = name.AsSpan();
        var characters = 0;
        while (!rest.IsEmpty)
        {
            // Half of a surrogate pair is no character.
            if (Rune.DecodeFromUtf16(rest, out var rune, out var length) != OperationStatus.Done) return false;
            if (++characters > Limits.NameLengthMax || rune.Value == 0) return false;
            rest = rest[length..];
        }

        return true;
    }

    /// <summary>True for a UUID in its lower-case spelling, so that one owner has one spelling.</summary>
    public static bool IsOwner(string ownerId) => Guid.TryParseExact(ownerId, "D", out var id) && id.ToString() == ownerId;

    /// <summary>The parts of a stream's id.</summary>
    internal static (string Collection, string Key, string OwnerId) Parts(string id)
    {
        var collection = id.IndexOf('/', StringComparison.Ordinal);
        var owner = id.LastIndexOf('/');
        if (collection < 0 || owner <= collection) return (id, "", "");
        var name = id[..collection];
        if (name.Contains('%')) name = name.Replace("%2F", "/", StringComparison.Ordinal).Replace("%25", "%", StringComparison.Ordinal);
        return (name, id[(collection + 1)..owner], id[(owner + 1)..]);
    }
}
