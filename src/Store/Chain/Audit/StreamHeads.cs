using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace KaosNet.Store.Chain.Audit;

/// <summary>The 32 bytes of a hash, in place.</summary>
[InlineArray(EventContent.HashBytes)]
struct HashValue
{
    byte _first;
}

/// <summary>Where a stream stands in a pass through the store.</summary>
struct AuditedHead
{
    public HashValue Hash;
    public long Version;
    public long Sequence;
    public bool HasHash;

    /// <summary>What came before is not in order, so that the next event says nothing by its hash.</summary>
    public bool IsUnsure;
    public bool IsSeen;
}

/// <summary>
/// Every stream of a pass through the store with its last event: about 110 bytes a stream, however long its key is, which stands here as 16 bytes of its SHA-256.
/// </summary>
sealed class StreamHeads
{
    readonly Dictionary<UInt128, AuditedHead> _heads = [];

    public int Count => _heads.Count;

    /// <summary>The stream's head, a new one when it was not seen before; good until the next is asked for.</summary>
    public ref AuditedHead Of(ReadOnlySpan<byte> key, out bool isKnown) => ref CollectionsMarshal.GetValueRefOrAddDefault(_heads, IdOf(key), out isKnown);

    /// <summary>The stream's head, if it was seen.</summary>
    public ref AuditedHead Find(ReadOnlySpan<byte> key) => ref CollectionsMarshal.GetValueRefOrNullRef(_heads, IdOf(key));

    /// <summary>Streams of which <see cref="AuditedHead.IsSeen"/> is not set.</summary>
    public long CountUnseen() => _heads.Values.LongCount(head => !head.IsSeen);

    static UInt128 IdOf(ReadOnlySpan<byte> key)
    {
        Span<byte> hash = stackalloc byte[EventContent.HashBytes];
        SHA256.HashData(key, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
