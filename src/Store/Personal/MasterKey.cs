using System.Security.Cryptography;

namespace KaosNet.Store.Personal;

/// <summary>The key under which the keys of users are kept. Whoever has it and the table of keys can read everything; one without the other is worth nothing.</summary>
public sealed class MasterKey
{
    /// <summary>Bytes of any key here.</summary>
    public const int Bytes = 32;

    const int NonceBytes = 12;
    const int TagBytes = 16;

    readonly byte[] _secret;

    /// <param name="secret">32 bytes drawn by chance.</param>
    /// <exception cref="FormatException">It has another length.</exception>
    public MasterKey(byte[] secret)
    {
        if (secret.Length != Bytes) throw new FormatException($"A master key has {Bytes} bytes, this one has {secret.Length}.");
        _secret = secret;
        Id = Convert.ToHexStringLower(HMACSHA256.HashData(secret, "kaosnet master key"u8)).Substring(0, 16);
    }

    /// <summary>By which keys that lie under it are told from others; it says nothing of the key.</summary>
    public string Id { get; }

    /// <summary>A new one.</summary>
    public static MasterKey Draw() => new(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Reads it as operators write it: 32 bytes in base64.</summary>
    /// <exception cref="FormatException">With one line for the operator.</exception>
    public static MasterKey Parse(string text)
    {
        Span<byte> secret = new byte[text.Length];
        return Convert.TryFromBase64String(text.Trim(), secret, out var length)
            ? new(secret[..length].ToArray())
            : throw new FormatException($"A master key is {Bytes} bytes in base64, and this is no base64.");
    }

    /// <summary>As operators write it.</summary>
    public string Text() => Convert.ToBase64String(_secret);

    /// <summary>A user's key as the table holds it: nonce, tag and the key sealed for that user.</summary>
    public byte[] Wrap(Guid subject, ReadOnlySpan<byte> key)
    {
        var wrapped = new byte[NonceBytes + TagBytes + key.Length];
        RandomNumberGenerator.Fill(wrapped.AsSpan(0, NonceBytes));
        Span<byte> bound = stackalloc byte[16];
        subject.TryWriteBytes(bound, bigEndian: true, out _);
        using var cipher = new AesGcm(_secret, TagBytes);
        cipher.Encrypt(
            wrapped.AsSpan(0, NonceBytes), key, wrapped.AsSpan(NonceBytes + TagBytes), wrapped.AsSpan(NonceBytes, TagBytes), bound);
        return wrapped;
    }

    /// <summary>The key of a user.</summary>
    /// <exception cref="CryptographicException">It was not wrapped by this key, or not for that user, or was altered.</exception>
    public byte[] Unwrap(Guid subject, ReadOnlySpan<byte> wrapped)
    {
        if (wrapped.Length != NonceBytes + TagBytes + Bytes) throw new CryptographicException("A user's key was altered.");
        var key = new byte[Bytes];
        Span<byte> bound = stackalloc byte[16];
        subject.TryWriteBytes(bound, bigEndian: true, out _);
        using var cipher = new AesGcm(_secret, TagBytes);
        cipher.Decrypt(wrapped[..NonceBytes], wrapped[(NonceBytes + TagBytes)..], wrapped.Slice(NonceBytes, TagBytes), key, bound);
        return key;
    }
}

/// <summary>The master key in use, and those before it, under which some users' keys may still lie.</summary>
public sealed class MasterKeys
{
    readonly Dictionary<string, MasterKey> _byId = new(StringComparer.Ordinal);

    /// <param name="current">Under which new keys are put; null for none.</param>
    /// <param name="former">Others that may be needed to read.</param>
    public MasterKeys(MasterKey? current, IEnumerable<MasterKey> former)
    {
        Current = current;
        foreach (var key in former) _byId[key.Id] = key;
        if (current is not null) _byId[current.Id] = current;
    }

    /// <summary>No master key: nothing is sealed, and what is sealed cannot be read.</summary>
    public static MasterKeys None { get; } = new(null, []);

    /// <summary>Under which new keys are put; null for none.</summary>
    public MasterKey? Current { get; }

    /// <summary>The ids of all.</summary>
    public IReadOnlyCollection<string> Ids => _byId.Keys;

    /// <summary>The one with that id; null when it is not here.</summary>
    public MasterKey? Find(string id) => _byId.GetValueOrDefault(id);
}
