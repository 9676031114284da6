using System.Buffers.Binary;
using KaosNet.Domain.Kernel;

namespace KaosNet.Scripting.CSharp.Matches;

/// <summary>A match's chance as the framework's <see cref="Random"/>, so that rules shared with a client need to know nothing of the server. The same on every machine and version.</summary>
internal sealed class DiceRandom(ulong seed) : Random(0)
{
    private readonly Dice _dice = new(seed);

    public override int Next() => _dice.Roll(int.MaxValue);

    public override int Next(int maxValue) => Next(0, maxValue);

    public override int Next(int minValue, int maxValue) => (int)NextInt64(minValue, maxValue);

    public override long NextInt64() => NextInt64(long.MaxValue);

    public override long NextInt64(long maxValue) => NextInt64(0, maxValue);

    public override long NextInt64(long minValue, long maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        var range = (ulong)(maxValue - minValue);
        return range == 0 ? minValue : minValue + (long)(ulong)(((UInt128)_dice.Bits() * range) >> 64);
    }

    public override double NextDouble() => (_dice.Bits() >> 11) * (1.0 / (1UL << 53));

    public override float NextSingle() => (_dice.Bits() >> 40) * (1.0f / (1U << 24));

    public override void NextBytes(byte[] buffer) => NextBytes(buffer.AsSpan());

    public override void NextBytes(Span<byte> buffer)
    {
        Span<byte> eight = stackalloc byte[sizeof(ulong)];
        while (!buffer.IsEmpty)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(eight, _dice.Bits());
            var count = Math.Min(buffer.Length, eight.Length);
            eight[..count].CopyTo(buffer);
            buffer = buffer[count..];
        }
    }

    protected override double Sample() => NextDouble();
}
