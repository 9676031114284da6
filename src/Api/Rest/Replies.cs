using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using KaosNet.Api.Errors;
using KaosNet.Domain.Kernel;
using Microsoft.Extensions.Primitives;

namespace KaosNet.Api.Rest;

/// <summary>Writes answers: JSON with its headers, packed when the client asked for it.</summary>
static class Replies
{
    // Only what JSON demands is escaped: payloads of functions are mostly JSON themselves, and \u0022 for each quote would triple them.
    static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    static readonly StringValues Json = "application/json";
    static readonly StringValues VaryByPacking = "Accept-Encoding";
    static readonly StringValues NeverKeep = "no-store, no-cache, must-revalidate";
    static readonly StringValues Gzip = "gzip";
    static readonly StringValues Deflate = "deflate";

    /// <summary>The headers of every answer that is not a special route's (H4, H61).</summary>
    public static void AddCommonHeaders(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = NeverKeep;
        headers.Vary = VaryByPacking;
    }

    /// <summary>Writes a body of JSON and answers how many bytes it has unpacked.</summary>
    public static async ValueTask<int> WriteJson(HttpContext context, int status, PooledBuffer body)
    {
        context.Response.Headers.ContentType = Json;
        await Write(context, status, body);
        return body.Length;
    }

    /// <summary>Writes a body of the content type that is set already.</summary>
    public static async ValueTask Write(HttpContext context, int status, PooledBuffer body)
    {
        var response = context.Response;
        response.StatusCode = status;
        var packing = Compression.Accepted(context.Request.Headers.AcceptEncoding);
        if (packing == Packing.None)
        {
            await Send(response, body.Written);
            return;
        }
        using var packed = PooledBuffer.Rent();
        Compression.Pack(body.Span, packing, packed);
        response.Headers.ContentEncoding = packing == Packing.Gzip ? Gzip : Deflate;
        await Send(response, packed.Written);
    }

    /// <summary>Writes a refusal (section 1.6): <c>{"code":5,"message":"Not Found"}</c>.</summary>
    public static async ValueTask<int> WriteFault(HttpContext context, Fault fault, string correlation = "", int retryAfterSeconds = 0)
    {
        var headers = context.Response.Headers;
        // A text that is no header value, such as one of a script's with a line break, stays in the body only.
        if (fault.Code == FaultCode.Unauthenticated && !fault.Message.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            headers.WWWAuthenticate = fault.Message;
        if (retryAfterSeconds > 0) headers.RetryAfter = retryAfterSeconds.ToString();
        if (fault.Code == FaultCode.Internal && correlation.Length > 0) headers["X-Request-Id"] = correlation;
        using var body = PooledBuffer.Rent();
        WriteFaultBody(body, fault, error: null);
        return await WriteJson(context, FaultStatus.HttpOf(fault.Code), body);
    }

    /// <summary>The body of a refusal; RPC functions' refusals have one member more (P13, P14).</summary>
    public static void WriteFaultBody(IBufferWriter<byte> output, Fault fault, string? error)
    {
        using var writer = new Utf8JsonWriter(output, Options);
        writer.WriteStartObject();
        if (error is not null) writer.WriteString("error"u8, error);
        writer.WriteNumber("code"u8, (int)fault.Code);
        writer.WriteString("message"u8, fault.Message);
        writer.WriteEndObject();
    }

    /// <summary>The body of an RPC function's own error, whose <c>error</c> member is an object (P13).</summary>
    public static void WriteFunctionFault(IBufferWriter<byte> output, Fault fault)
    {
        using var writer = new Utf8JsonWriter(output, Options);
        writer.WriteStartObject();
        writer.WriteNumber("code"u8, (int)fault.Code);
        writer.WriteStartObject("error"u8);
        if (fault.StackTrace.Length > 0) writer.WriteString("stackTrace"u8, fault.StackTrace);
        writer.WriteEndObject();
        writer.WriteString("message"u8, fault.Message);
        writer.WriteEndObject();
    }

    /// <summary>The body of an RPC's answer: <c>{"payload":"…"}</c>, also when it is empty (P11).</summary>
    public static void WritePayload(IBufferWriter<byte> output, string payload)
    {
        using var writer = new Utf8JsonWriter(output, Options);
        writer.WriteStartObject();
        writer.WriteString("payload"u8, payload);
        writer.WriteEndObject();
    }

    static async ValueTask Send(HttpResponse response, ReadOnlyMemory<byte> body)
    {
        response.ContentLength = body.Length;
        await response.BodyWriter.WriteAsync(body);
    }
}
