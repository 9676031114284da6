namespace KaosNet.Domain.Kernel;

/// <summary>
/// A seeded source of chance. The same seed gives the same rolls on every machine and .NET version (SplitMix64,
/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
/// </summary>
public sealed class Dice(ulong seed)
{
    ulong _state = seed;

    /// <summary>The seed that the dice started from.</summary>
    public ulong Seed { get; } = seed;

    /// <summary>True once something was left to chance.</summary>
    public bool IsRolled => _state != Seed;

    /// <summary>The next 64 random bits.</summary>
    public ulong Bits()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A whole number from 0 to <paramref name="sides"/> - 1, each equally likely.</summary>
    public int Roll(int sides)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sides);
        return (int)(((UInt128)Bits() * (ulong)sides) >> 64);
    }

    /// <summary>A version-4 UUID.</summary>
    public Guid Uuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, Bits());
        BitConverter.TryWriteBytes(bytes[8..], Bits());
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>A word of <paramref name="length"/> letters from a-z and A-Z.</summary>
    public string Letters(int length) => string.Create(length, this, static (word, dice) =>
    {
        const string Alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        for (var i = 0; i < word.Length; i++) word[i] = Alphabet[dice.Roll(Alphabet.Length)];
    });
}
