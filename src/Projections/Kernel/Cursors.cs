using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace KaosNet.Projections.Kernel;

/// <summary>
/// Spells where a page of a list ended as URL-safe text that clients can hand back but neither make up nor change: it is sealed (HMAC-SHA256, cut to 96
/// bits) with a key of the server, together with the list's name and the query it was made for, so a cursor of another list or query is none.
/// </summary>
/// <param name="key">Seals cursors; the same on all servers of a game.</param>
public sealed class Cursors(byte[] key)
{
    internal const int SealLength = 12;

    /// <summary>Longest text that is looked at, in characters.</summary>
    const int TextMax = 4096;

    /// <summary>Starts a cursor of a list.</summary>
    /// <param name="list">Name of the list, e.g. <c>friends</c>.</param>
    /// <param name="query">The filters that the page was asked for with, in any spelling that tells two queries apart; not part of the text.</param>
    public CursorWriter Write(string list, string query = "") => new(this, list, query);

    /// <summary>Opens a cursor, or answers null for anything that <see cref="Write"/> did not spell for this list and query.</summary>
    public CursorReader? Read(string list, string query, string text)
    {
        if (text.Length is 0 or > TextMax) return null;
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(Padded(text), bytes, out var length) || length < SealLength) return null;

        var content = bytes.AsMemory(0, length - SealLength);
        Span<byte> seal = stackalloc byte[SealLength];
        Seal(list, query, content.Span, seal);
        return CryptographicOperations.FixedTimeEquals(seal, bytes.AsSpan(length - SealLength, SealLength)) ? new(content) : null;
    }

    internal string Spell(string list, string query, ArrayBufferWriter<byte> content)
    {
        Span<byte> seal = stackalloc byte[SealLength];
        Seal(list, query, content.WrittenSpan, seal);
        content.Write(seal);
        return Convert.ToBase64String(content.WrittenSpan).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    static string Padded(string text) =>
        text.Replace('-', '+').Replace('_', '/').PadRight(text.Length + ((4 - (text.Length % 4)) % 4), '=');

    void Seal(string list, string query, ReadOnlySpan<byte> content, Span<byte> seal)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        // Lengths first, so that no list and query read like another pair.
        Span<byte> lengths = stackalloc byte[8];
        var listBytes = Encoding.UTF8.GetBytes(list);
        var queryBytes = Encoding.UTF8.GetBytes(query);
        BinaryPrimitives.WriteInt32BigEndian(lengths, listBytes.Length);
        BinaryPrimitives.WriteInt32BigEndian(lengths[4..], queryBytes.Length);
        hash.AppendData(lengths);
        hash.AppendData(listBytes);
        hash.AppendData(queryBytes);
        hash.AppendData(content);
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        hash.GetHashAndReset(whole);
        whole[..SealLength].CopyTo(seal);
    }
}

/// <summary>Collects what a cursor points at; <see cref="CursorReader"/> gives it back in the same order.</summary>
public sealed class CursorWriter
{
    readonly Cursors _cursors;
    readonly string _list, _query;
    readonly ArrayBufferWriter<byte> _content = new(64);

    internal CursorWriter(Cursors cursors, string list, string query) => (_cursors, _list, _query) = (cursors, list, query);

    public CursorWriter Whole(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(_content.GetSpan(8), value);
        _content.Advance(8);
        return this;
    }

    public CursorWriter Flag(bool value)
    {
        _content.GetSpan(1)[0] = value ? (byte)1 : (byte)0;
        _content.Advance(1);
        return this;
    }

    public CursorWriter Uuid(Guid value)
    {
        value.TryWriteBytes(_content.GetSpan(16));
        _content.Advance(16);
        return this;
    }

    /// <summary>A moment, to the microsecond as tables hold it.</summary>
    public CursorWriter Time(DateTimeOffset value) => Whole(value.UtcTicks / TimeSpan.TicksPerMicrosecond);

    public CursorWriter Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        BinaryPrimitives.WriteInt32BigEndian(_content.GetSpan(4), length);
        _content.Advance(4);
        Encoding.UTF8.GetBytes(value, _content.GetSpan(Math.Max(1, length)));
        _content.Advance(length);
        return this;
    }

    /// <summary>The cursor's text; the last thing to ask of the writer.</summary>
    public string Spell() => _cursors.Spell(_list, _query, _content);
}

/// <summary>Gives back what a <see cref="CursorWriter"/> collected. The seal held, so it is there as it was written.</summary>
public sealed class CursorReader
{
    ReadOnlyMemory<byte> _rest;

    internal CursorReader(ReadOnlyMemory<byte> content) => _rest = content;

    public long Whole() => BinaryPrimitives.ReadInt64BigEndian(Take(8));

    public bool Flag() => Take(1)[0] == 1;

    public Guid Uuid() => new(Take(16));

    public DateTimeOffset Time() => new(Whole() * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);

    public string Text() => Encoding.UTF8.GetString(Take(BinaryPrimitives.ReadInt32BigEndian(Take(4))));

    ReadOnlySpan<byte> Take(int length)
    {
        var taken = _rest.Span[..length];
        _rest = _rest[length..];
        return taken;
    }
}
