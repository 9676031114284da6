using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Runtime.InteropServices;
using KaosNet.Api.Errors;
using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using Microsoft.AspNetCore.Http.Features;

namespace KaosNet.Api.Rest;

/// <summary>Reads request bodies: bounded as sent (H5), unpacked (H62), bounded again so that a small bomb stays small (H10).</summary>
sealed class RequestBody(FrontSettings settings)
{
    /// <summary>
    /// What an unpacked body may hold, in multiples of the limit on a body as sent: JSON is wordier than the message it stands for, whose own
    /// size is then held against the limit.
    /// </summary>
    public const int UnpackedFactor = 8;

    /// <summary>Reads the whole body into a buffer.</summary>
    /// <returns>Null, or why it can't be read.</returns>
    public async ValueTask<Fault?> Read(HttpContext context, PooledBuffer into)
    {
        var request = context.Request;
        if (request.ContentLength is 0) return null;
        // The server's own limit would end the connection, ours is answered.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = null;
        if (request.ContentLength > settings.RequestBytesMax) return Refusals.BodyTooLarge;
        var encoding = request.Headers.ContentEncoding;
        var packing = encoding.Count == 1 ? Compression.Named(encoding[0]) : Packing.None;
        try
        {
            if (packing == Packing.None) return await ReadRaw(context, into);
            using var packed = PooledBuffer.Rent();
            return await ReadRaw(context, packed) ?? Unpack(packed.Written, packing, into);
        }
        catch (InvalidDataException broken)
        {
            return Fault.InvalidArgument(broken.Message);
        }
        catch (BadHttpRequestException broken)
        {
            return Fault.InvalidArgument(broken.Message);
        }
    }

    async ValueTask<Fault?> ReadRaw(HttpContext context, PooledBuffer into)
    {
        var reader = context.Request.BodyReader;
        CancellationTokenSource? limit = null;
        try
        {
            while (true)
            {
                var reading = reader.ReadAsync();
                if (!reading.IsCompleted && limit is null)
                {
                    // Only a body that is not here yet needs a clock.
                    limit = new CancellationTokenSource(settings.ReadTimeout);
                    limit.Token.UnsafeRegister(static state => ((PipeReader)state!).CancelPendingRead(), reader);
                }
                var read = await reading;
                if (read.IsCanceled)
                {
                    reader.AdvanceTo(read.Buffer.Start);
                    return Refusals.BodyTooSlow;
                }
                var fits = into.Length + read.Buffer.Length <= settings.RequestBytesMax;
                if (fits) Append(read.Buffer, into);
                reader.AdvanceTo(read.Buffer.End);
                if (!fits) return Refusals.BodyTooLarge;
                if (read.IsCompleted) return null;
            }
        }
        finally
        {
            limit?.Dispose();
        }
    }

    Fault? Unpack(ReadOnlyMemory<byte> packed, Packing packing, PooledBuffer into)
    {
        _ = MemoryMarshal.TryGetArray(packed, out var bytes);
        using var source = new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false);
        using Stream unpacker = packing == Packing.Gzip
            ? new GZipStream(source, CompressionMode.Decompress)
            : new DeflateStream(source, CompressionMode.Decompress);
        var bytesMax = (long)settings.RequestBytesMax * UnpackedFactor;
        while (true)
        {
            var read = unpacker.Read(into.GetSpan(4096));
            if (read == 0) return null;
            into.Advance(read);
            if (into.Length > bytesMax) return Refusals.MessageTooLarge(into.Length, settings.RequestBytesMax);
        }
    }

    static void Append(in ReadOnlySequence<byte> from, PooledBuffer into)
    {
        foreach (var part in from)
        {
            part.Span.CopyTo(into.GetSpan(part.Length));
            into.Advance(part.Length);
        }
    }
}
