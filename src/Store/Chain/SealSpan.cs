using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using KaosNet.Domain.Seals;

namespace KaosNet.Store.Chain;

/// <summary>
/// Goes through the events of a span of numbers and says what a seal says of them. Used by who seals and by who audits, so that both say the same.
/// </summary>
sealed class SealSpan : IDisposable
{
    /// <summary>Events under one seal at most.</summary>
    public const int EventsMax = 200_000;

    /// <summary>Marks of one seal at most.</summary>
    public const int MarksMax = 2000;

    /// <summary>Bytes of a mark.</summary>
    public const int MarkBytes = 6;

    const int EntryBytes = sizeof(long) + EventContent.HashBytes;

    readonly IncrementalHash _order = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    readonly Dictionary<string, (long Version, byte[] Hash)> _heads = new(StringComparer.Ordinal);
    readonly byte[] _marks;
    readonly int _width;
    byte[] _part = new byte[EntryBytes];
    int _partLength, _partNumber;
    long _events;

    public SealSpan(long after, long through)
    {
        (After, Through) = (after, through);
        _width = WidthOf(after, through);
        _marks = new byte[MarkBytes * (int)((through - after + _width - 1) / _width)];
    }

    public long After { get; }

    public long Through { get; }

    /// <summary>How many numbers each mark of a span is over.</summary>
    public static int WidthOf(long after, long through) => (int)Math.Max(1, (through - after + MarksMax - 1) / MarksMax);

    /// <summary>The next event, in ascending order of numbers; one from before the chain has no hash.</summary>
    public void Add(long sequence, ReadOnlySpan<byte> stream, long version, ReadOnlySpan<byte> hash)
    {
        _events++;
        var part = (int)((sequence - After - 1) / _width);
        if (part != _partNumber) EndPart();
        _partNumber = part;
        if (_partLength + EntryBytes > _part.Length) Array.Resize(ref _part, _part.Length * 2);
        var entry = _part.AsSpan(_partLength, EntryBytes);
        Spell(sequence, hash, entry);
        _partLength += EntryBytes;

        Span<char> key = stackalloc char[512];
        var heads = _heads.GetAlternateLookup<ReadOnlySpan<char>>();
        heads[stream.Length <= key.Length ? key[..Encoding.UTF8.GetChars(stream, key)] : Encoding.UTF8.GetString(stream)] = (version, hash.ToArray());
    }

    /// <summary>What a seal says of it all.</summary>
    public SealStore Finish()
    {
        EndPart();
        return new(
            After, Through, _events, _heads.Count, Convert.ToHexStringLower(Root()), Convert.ToHexStringLower(_order.GetHashAndReset()), _marks);
    }

    /// <summary>The mark of a part that holds just one event.</summary>
    public static byte[] MarkOf(long sequence, ReadOnlySpan<byte> hash)
    {
        var entry = new byte[EntryBytes];
        Spell(sequence, hash, entry);
        return SHA256.HashData(entry)[..MarkBytes];
    }

    /// <summary>The mark of a part that holds these events.</summary>
    public static byte[] MarkOf(IEnumerable<(long Sequence, byte[] Hash)> events)
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var entry = new byte[EntryBytes];
        foreach (var (sequence, hash) in events)
        {
            Spell(sequence, hash, entry);
            sum.AppendData(entry);
        }

        return sum.GetHashAndReset()[..MarkBytes];
    }

    public void Dispose() => _order.Dispose();

    static void Spell(long sequence, ReadOnlySpan<byte> hash, Span<byte> entry)
    {
        BinaryPrimitives.WriteInt64BigEndian(entry, sequence);
        entry = entry[sizeof(long)..];
        entry.Clear();
        hash[..Math.Min(hash.Length, entry.Length)].CopyTo(entry);
    }

    void EndPart()
    {
        if (_partLength == 0) return;
        var part = _part.AsSpan(0, _partLength);
        _order.AppendData(part);
        Span<byte> hash = stackalloc byte[EventContent.HashBytes];
        SHA256.HashData(part, hash);
        hash[..MarkBytes].CopyTo(_marks.AsSpan(_partNumber * MarkBytes));
        _partLength = 0;
    }

    /// <summary>Leaves in the order of the keys' bytes: length of the key in 4 bytes, key, version in 8 bytes, hash.</summary>
    byte[] Root()
    {
        var keys = _heads.Keys.Select(key => (Key: key, Bytes: Encoding.UTF8.GetBytes(key))).ToArray();
        Array.Sort(keys, static (left, right) => left.Bytes.AsSpan().SequenceCompareTo(right.Bytes));
        var leaves = new byte[keys.Length * EventContent.HashBytes];
        var content = new byte[1024];
        for (var i = 0; i < keys.Length; i++)
        {
            var (key, bytes) = keys[i];
            var (version, hash) = _heads[key];
            var length = sizeof(int) + bytes.Length + EntryBytes;
            if (content.Length < length) Array.Resize(ref content, length);
            BinaryPrimitives.WriteInt32BigEndian(content, bytes.Length);
            bytes.CopyTo(content.AsSpan(sizeof(int)));
            Spell(version, hash, content.AsSpan(sizeof(int) + bytes.Length, EntryBytes));
            MerkleTree.HashLeaf(content.AsSpan(0, length), leaves.AsSpan(i * EventContent.HashBytes));
        }

        return MerkleTree.RootOf(leaves);
    }
}
