using System.Numerics;
using System.Runtime.Intrinsics;

namespace KaosNet.Projections.Search;

/// <summary>Some of the rows of a <see cref="SearchRows"/>, one bit each, in the order of the rows. Not for several threads at once.</summary>
/// <param name="rows">How many rows there are at all.</param>
public sealed class RowSet(int rows)
{
    const int BitsOfWord = 64;

    readonly ulong[] _words = new ulong[(rows + BitsOfWord - 1) / BitsOfWord];

    /// <summary>How many rows it holds; counted anew each time.</summary>
    public int Count
    {
        get
        {
            var count = 0;
            foreach (var word in _words) count += BitOperations.PopCount(word);
            return count;
        }
    }

    /// <summary>Whether it holds none.</summary>
    public bool IsEmpty => !_words.AsSpan().ContainsAnyExcept(0UL);

    public void Add(int row) => _words[row / BitsOfWord] |= 1UL << (row % BitsOfWord);

    public void Remove(int row) => _words[row / BitsOfWord] &= ~(1UL << (row % BitsOfWord));

    public bool Contains(int row) => (_words[row / BitsOfWord] & (1UL << (row % BitsOfWord))) != 0;

    /// <summary>The first row at or after one; -1 when there is none.</summary>
    public int NextFrom(int row)
    {
        if (row >= rows) return -1;
        var at = row / BitsOfWord;
        var word = _words[at] & (ulong.MaxValue << (row % BitsOfWord));
        while (word == 0)
        {
            if (++at == _words.Length) return -1;
            word = _words[at];
        }

        return (at * BitsOfWord) + BitOperations.TrailingZeroCount(word);
    }

    /// <summary>Takes all rows out.</summary>
    public void Clear() => _words.AsSpan().Clear();

    /// <summary>Puts all rows in.</summary>
    public void Fill()
    {
        _words.AsSpan().Fill(ulong.MaxValue);
        if (rows % BitsOfWord != 0) _words[^1] = ulong.MaxValue >>> (BitsOfWord - (rows % BitsOfWord));
    }

    /// <summary>Becomes a copy of another.</summary>
    public void Copy(RowSet other) => other._words.CopyTo(_words, 0);

    /// <summary>Leaves what the other holds too.</summary>
    public void Keep(RowSet other)
    {
        var at = 0;
        for (; at + Vector256<ulong>.Count <= _words.Length; at += Vector256<ulong>.Count)
            (Vector256.Create<ulong>(_words.AsSpan(at)) & Vector256.Create<ulong>(other._words.AsSpan(at))).CopyTo(_words.AsSpan(at));
        for (; at < _words.Length; at++) _words[at] &= other._words[at];
    }

    /// <summary>Adds what the other holds.</summary>
    public void Join(RowSet other)
    {
        for (var at = 0; at < _words.Length; at++) _words[at] |= other._words[at];
    }

    /// <summary>Takes out what the other holds.</summary>
    public void Drop(RowSet other)
    {
        for (var at = 0; at < _words.Length; at++) _words[at] &= ~other._words[at];
    }
}
