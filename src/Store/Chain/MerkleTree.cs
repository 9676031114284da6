using System.Security.Cryptography;

namespace KaosNet.Store.Chain;

/// <summary>
/// A hash over many, of which one can be shown to be among them with a few others: as in RFC 6962, leaves begin with a zero byte and nodes with a one, and each
/// node's left half holds as many leaves as the greatest power of two allows.
/// </summary>
static class MerkleTree
{
    const byte Leaf = 0, Node = 1;

    /// <summary>The hash of one that is in the tree.</summary>
    public static void HashLeaf(ReadOnlySpan<byte> content, Span<byte> hash)
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sum.AppendData([Leaf]);
        sum.AppendData(content);
        sum.GetHashAndReset(hash);
    }

    /// <summary>The root over the leaves' hashes, which stand one behind the other and are written over; of none, the hash of nothing.</summary>
    public static byte[] RootOf(Span<byte> leaves)
    {
        const int Bytes = EventContent.HashBytes;
        if (leaves.IsEmpty) return SHA256.HashData([]);
        Span<byte> node = stackalloc byte[1 + (2 * Bytes)];
        node[0] = Node;
        // Level by level, with the odd one carried up: the same tree as by halves.
        for (var count = leaves.Length / Bytes; count > 1; count = (count + 1) / 2)
        {
            for (var pair = 0; pair < count / 2; pair++)
            {
                leaves.Slice(pair * 2 * Bytes, 2 * Bytes).CopyTo(node[1..]);
                SHA256.HashData(node, leaves.Slice(pair * Bytes, Bytes));
            }

            if (count % 2 == 1) leaves.Slice((count - 1) * Bytes, Bytes).CopyTo(leaves.Slice(count / 2 * Bytes, Bytes));
        }

        return leaves[..Bytes].ToArray();
    }
}
