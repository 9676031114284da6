using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace KaosNet.Store.Personal;

/// <summary>
/// The personal members of one event as one text in base64: <see cref="SealedHeader"/>, nonce (12 bytes), the members as a JSON object encrypted by AES-256-GCM, and its tag
/// (16 bytes). The header and the event's name are bound to it.
/// </summary>
static class SealedMembers
{
    /// <summary>The member of an event's JSON that holds it. By its length it comes first in jsonb's order.</summary>
    public const string Member = "$";

    const int NonceBytes = 12;
    const int TagBytes = 16;

    /// <summary>What a nonce costs by itself is as much as the encryption, so they are drawn many at a time.</summary>
    const int NoncesAtOnce = 128;

    /// <summary>Many events in a row are of one user: the cipher that was used last is kept.</summary>
    [ThreadStatic]
    static (PersonalKey? Key, AesGcm? Cipher) _last;

    [ThreadStatic]
    static (byte[]? Bytes, int Used) _nonces;

    /// <summary>The JSON of an event with its personal members sealed.</summary>
    /// <param name="others">The other members, as a JSON object.</param>
    /// <param name="members">The personal members, as a JSON object.</param>
    /// <param name="keys">The keys of the users, in the order of their ids.</param>
    /// <param name="name">The event's stored name.</param>
    /// <param name="place">See <see cref="SealedHeader.PlaceOf"/>.</param>
    public static byte[] Seal(ReadOnlySpan<byte> others, ReadOnlySpan<byte> members, IReadOnlyList<PersonalKey> keys, string name, ulong place)
    {
        var header = SealedHeader.LengthFor(keys.Count);
        var length = header + NonceBytes + members.Length + TagBytes;
        Span<byte> bytes = length <= 1024 ? stackalloc byte[length] : new byte[length];
        new SealedHeader([.. keys.Select(key => key.Subject)], place).Write(bytes);
        var nonce = bytes.Slice(header, NonceBytes);
        Draw(nonce);
        Span<byte> bound = stackalloc byte[header + Encoding.UTF8.GetMaxByteCount(name.Length)];
        bound = Bind(bound, bytes[..header], name);
        CipherOf(keys).Encrypt(nonce, members, bytes.Slice(header + NonceBytes, members.Length), bytes[^TagBytes..], bound);

        var text = Base64.GetMaxEncodedToUtf8Length(length);
        var isAlone = others.Length <= 2;
        var json = new byte["{\"$\":\"\"}"u8.Length + text + (isAlone ? 0 : others.Length - 1)];
        "{\"$\":\""u8.CopyTo(json);
        Base64.EncodeToUtf8(bytes, json.AsSpan(6), out _, out _);
        json[6 + text] = (byte)'"';
        if (isAlone) json[7 + text] = (byte)'}';
        else
        {
            json[7 + text] = (byte)',';
            others[1..].CopyTo(json.AsSpan(8 + text));
        }

        return json;
    }

    /// <summary>Finds what is sealed in an event's JSON, as it was written or as jsonb spells it.</summary>
    /// <param name="json">The event.</param>
    /// <param name="text">The base64.</param>
    /// <param name="rest">The JSON after that text: a comma and more members, or the closing brace.</param>
    public static bool TryFind(ReadOnlySpan<byte> json, out ReadOnlySpan<byte> text, out ReadOnlySpan<byte> rest)
    {
        text = rest = default;
        var start = json.StartsWith("{\"$\": \""u8) ? 7 : json.StartsWith("{\"$\":\""u8) ? 6 : 0;
        if (start == 0) return false;
        var end = json[start..].IndexOf((byte)'"');
        if (end < 0) return false;
        text = json.Slice(start, end);
        rest = json[(start + end + 1)..];
        return true;
    }

    /// <summary>What the text holds, still sealed.</summary>
    public static byte[] Bytes(ReadOnlySpan<byte> text)
    {
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        return Base64.DecodeFromUtf8(text, bytes, out _, out var length) == System.Buffers.OperationStatus.Done
            ? length == bytes.Length ? bytes : bytes[..length]
            : throw new InvalidDataException("What is sealed in an event is no base64.");
    }

    /// <summary>The users whose keys it takes; none where nothing is sealed.</summary>
    public static Guid[] SubjectsOf(ReadOnlySpan<byte> json)
    {
        if (!TryFind(json, out var text, out _)) return [];
        // The header alone is decoded, as the rest may be long.
        Span<byte> start = stackalloc byte[3];
        if (text.Length < 4 || Base64.DecodeFromUtf8(text[..4], start, out _, out _) != System.Buffers.OperationStatus.Done) throw new InvalidDataException("What is sealed in an event is cut off.");
        var header = SealedHeader.LengthFor(start[1]);
        return SealedHeader.Read(Bytes(text[..Math.Min(text.Length, (header + 2) / 3 * 4)])).Subjects;
    }

    /// <summary>The personal members, as a JSON object.</summary>
    /// <exception cref="InvalidDataException">It was altered, or belongs to another event.</exception>
    public static byte[] Open(ReadOnlySpan<byte> bytes, IReadOnlyList<PersonalKey> keys, string name)
    {
        var header = SealedHeader.LengthFor(keys.Count);
        var length = bytes.Length - header - NonceBytes - TagBytes;
        if (length < 0) throw new InvalidDataException("What is sealed in an event is cut off.");
        var members = new byte[length];
        Span<byte> bound = stackalloc byte[header + Encoding.UTF8.GetMaxByteCount(name.Length)];
        bound = Bind(bound, bytes[..header], name);
        try
        {
            CipherOf(keys).Decrypt(bytes.Slice(header, NonceBytes), bytes.Slice(header + NonceBytes, length), bytes[^TagBytes..], members, bound);
        }
        catch (CryptographicException altered)
        {
            throw new InvalidDataException($"What is sealed in an event named {name} was altered, or is not of that event.", altered);
        }

        return members;
    }

    static Span<byte> Bind(Span<byte> bound, ReadOnlySpan<byte> header, string name)
    {
        header.CopyTo(bound);
        return bound[..(header.Length + Encoding.UTF8.GetBytes(name, bound[header.Length..]))];
    }

    static AesGcm CipherOf(IReadOnlyList<PersonalKey> keys)
    {
        if (keys.Count == 1)
        {
            if (ReferenceEquals(_last.Key, keys[0])) return _last.Cipher!;
            _last.Cipher?.Dispose();
            _last = (keys[0], new AesGcm(keys[0].Secret!, TagBytes));
            return _last.Cipher!;
        }

        // Of several keys one is made, which nobody has who lacks any of them.
        var together = new byte[MasterKey.Bytes * keys.Count];
        for (var i = 0; i < keys.Count; i++) keys[i].Secret!.CopyTo(together, MasterKey.Bytes * i);
        var secret = HKDF.DeriveKey(HashAlgorithmName.SHA256, together, MasterKey.Bytes, info: "kaosnet personal data of several"u8.ToArray());
        _last.Cipher?.Dispose();
        _last = (null, new AesGcm(secret, TagBytes));
        CryptographicOperations.ZeroMemory(together);
        return _last.Cipher!;
    }

    static void Draw(Span<byte> nonce)
    {
        if (_nonces.Bytes is null || _nonces.Used == _nonces.Bytes.Length) _nonces = (RandomNumberGenerator.GetBytes(NonceBytes * NoncesAtOnce), 0);
        _nonces.Bytes.AsSpan(_nonces.Used, NonceBytes).CopyTo(nonce);
        _nonces.Used += NonceBytes;
    }
}
