using System.Buffers;

namespace KaosNet.Protocol.Wire;

/// <summary>Gives readers one span: the input itself if it is in one piece, else a pooled copy. Callers bound the input's size.</summary>
static class Contiguous
{
    public delegate string? Reader<in TContext>(ReadOnlySpan<byte> input, object message, TContext context);

    public static string? Read<TContext>(in ReadOnlySequence<byte> input, object message, TContext context, Reader<TContext> reader)
    {
        if (input.IsSingleSegment) return reader(input.FirstSpan, message, context);
        var length = checked((int)input.Length);
        var copy = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            input.CopyTo(copy);
            return reader(copy.AsSpan(0, length), message, context);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copy);
        }
    }
}
