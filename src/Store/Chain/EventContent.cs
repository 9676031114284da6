using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using KaosNet.Domain.Kernel;

namespace KaosNet.Store.Chain;

/// <summary>
/// What the hash of an event is taken over, and the hash. The frame: one byte that names this very form, the hash of the stream's event before it (32
/// zero bytes before the first), the event's id (16 bytes, as a UUID is printed), its version and its microseconds since 1970 (8 bytes each, highest first), and then eight
/// texts in UTF-8, each behind its length in 4 bytes, highest first, or behind ff ff ff ff when there is none: stream, type, actor, correlation, cause, headers and content,
/// the last two as JSON with the keys in the order of PostgreSQL's jsonb and without any blanks. Not safe for threads: one for each who hashes.
/// </summary>
sealed class EventContent
{
    /// <summary>Bytes of a hash.</summary>
    public const int HashBytes = SHA256.HashSizeInBytes;

    const byte Form = 1;
    const int FixedBytes = 1 + HashBytes + 16 + 8 + 8;

    byte[] _bytes = new byte[4096];
    int _length;

    /// <summary>Begins an event.</summary>
    public void Begin(ReadOnlySpan<byte> previous, Guid id, long version, long microseconds)
    {
        _bytes[0] = Form;
        if (previous.IsEmpty) _bytes.AsSpan(1, HashBytes).Clear();
        else previous.CopyTo(_bytes.AsSpan(1, HashBytes));
        id.TryWriteBytes(_bytes.AsSpan(1 + HashBytes), bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(_bytes.AsSpan(1 + HashBytes + 16), version);
        BinaryPrimitives.WriteInt64BigEndian(_bytes.AsSpan(1 + HashBytes + 24), microseconds);
        _length = FixedBytes;
    }

    /// <summary>The microseconds since 1970 of a moment.</summary>
    public static long MicrosecondsOf(DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>Adds a text that is not there.</summary>
    public void AddNothing() => BinaryPrimitives.WriteUInt32BigEndian(Room(sizeof(uint)), uint.MaxValue);

    public void Add(string? text)
    {
        if (text is null)
        {
            AddNothing();
            return;
        }

        var bytes = Encoding.UTF8.GetByteCount(text);
        BinaryPrimitives.WriteInt32BigEndian(Room(sizeof(int)), bytes);
        Encoding.UTF8.GetBytes(text, Room(bytes));
    }

    public void Add(ReadOnlySpan<byte> text)
    {
        BinaryPrimitives.WriteInt32BigEndian(Room(sizeof(int)), text.Length);
        text.CopyTo(Room(text.Length));
    }

    /// <summary>Adds JSON as it was written for the store.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="isPlain">Whether it is canonical but for escapes (<see cref="StoredJson"/>).</param>
    public void AddWritten(ReadOnlySpan<byte> json, bool isPlain)
    {
        // Other escapes than \u are spelled alike everywhere.
        if (isPlain && json.IndexOf("\\u"u8) < 0)
        {
            Add(json);
            return;
        }

        // What is no JSON that PostgreSQL takes is refused by it.
        if (JsonDocumentText.Canonicalize(Encoding.UTF8.GetString(json), out var canonical) == JsonFlaw.None) AddStored(Encoding.UTF8.GetBytes(canonical));
        else Add(json);
    }

    /// <summary>Adds JSON as PostgreSQL gives it back: the same but for blanks.</summary>
    public void AddStored(ReadOnlySpan<byte> json)
    {
        var room = Room(sizeof(int) + json.Length);
        var at = sizeof(int);
        while (!json.IsEmpty)
        {
            // Blanks follow colons and commas only, and never stand elsewhere outside of texts.
            var next = json.IndexOfAny((byte)' ', (byte)'"');
            if (next < 0) next = json.Length;
            else if (json[next] == '"') next = EndOfText(json, next);
            json[..next].CopyTo(room[at..]);
            at += next;
            if (next < json.Length && json[next] == ' ') next++;
            json = json[next..];
        }

        BinaryPrimitives.WriteInt32BigEndian(room, at - sizeof(int));
        _length -= room.Length - at;
    }

    /// <summary>The hash of the event that was added.</summary>
    public byte[] Hash() => SHA256.HashData(_bytes.AsSpan(0, _length));

    /// <summary>The hash of the event that was added.</summary>
    public void Hash(Span<byte> hash) => SHA256.HashData(_bytes.AsSpan(0, _length), hash);

    /// <summary>Where the text that begins there is over.</summary>
    static int EndOfText(ReadOnlySpan<byte> json, int from)
    {
        for (var at = from + 1; ;)
        {
            var next = json[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0) return json.Length;
            at += next;
            if (json[at] == '"') return at + 1;
            at = Math.Min(at + 2, json.Length);
        }
    }

    Span<byte> Room(int bytes)
    {
        if (_length + bytes > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_length + bytes, _bytes.Length * 2));
        var room = _bytes.AsSpan(_length, bytes);
        _length += bytes;
        return room;
    }
}
