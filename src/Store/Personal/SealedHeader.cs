using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace KaosNet.Store.Personal;

/// <summary>
/// What stands in the open in front of sealed members: one byte that names this very form, how many users, their ids (16 bytes each, as a UUID is printed, ascending),
/// and 8 bytes that tell the event's stream and version from others, so that what is sealed can't be moved to another event.
/// </summary>
/// <param name="Subjects">The users; nobody reads it unless the keys of all are there.</param>
/// <param name="Place">See <see cref="PlaceOf"/>.</param>
readonly record struct SealedHeader(Guid[] Subjects, ulong Place)
{
    /// <summary>Users of one event.</summary>
    public const int SubjectsMax = byte.MaxValue;

    const byte Form = 1;
    const int FixedBytes = 2 + sizeof(ulong);

    /// <summary>Bytes of a header for so many users.</summary>
    public static int LengthFor(int subjects) => FixedBytes + (16 * subjects);

    /// <summary>Writes it, and returns how long it is.</summary>
    public int Write(Span<byte> into)
    {
        into[0] = Form;
        into[1] = checked((byte)Subjects.Length);
        for (var i = 0; i < Subjects.Length; i++) Subjects[i].TryWriteBytes(into.Slice(2 + (16 * i), 16), bigEndian: true, out _);
        BinaryPrimitives.WriteUInt64BigEndian(into[(2 + (16 * Subjects.Length))..], Place);
        return LengthFor(Subjects.Length);
    }

    /// <summary>Reads it from the beginning of what was sealed.</summary>
    public static SealedHeader Read(ReadOnlySpan<byte> from)
    {
        if (from.Length < FixedBytes || from[0] != Form || from.Length < LengthFor(from[1])) throw new InvalidDataException("What is sealed in an event is spelled in no way that this version knows.");
        var subjects = new Guid[from[1]];
        for (var i = 0; i < subjects.Length; i++) subjects[i] = new Guid(from.Slice(2 + (16 * i), 16), bigEndian: true);
        return new(subjects, BinaryPrimitives.ReadUInt64BigEndian(from[(2 + (16 * subjects.Length))..]));
    }

    /// <summary>The beginning of the SHA-256 over stream and version.</summary>
    public static ulong PlaceOf(string stream, long version)
    {
        var length = Encoding.UTF8.GetByteCount(stream);
        Span<byte> bytes = length <= 400 ? stackalloc byte[length + sizeof(long)] : new byte[length + sizeof(long)];
        Encoding.UTF8.GetBytes(stream, bytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes[length..], version);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }
}
