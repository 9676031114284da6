using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Purchases;
using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Purchases.Validating;

/// <summary>
/// Calls stores: bounded in time, in number and in the size of the answer. Nobody is followed elsewhere, since what is sent is secret and what is answered is trusted for where
/// it came from.
/// </summary>
public sealed partial class StoreCalls(ILogger<StoreCalls> log) : IDisposable
{
    /// <summary>Calls at one time; others wait for their turn, which counts as waiting for the store.</summary>
    const int CallsMax = 64;

    /// <summary>How much of an answer that is no answer a client is told.</summary>
    const int ToldMax = 1024;

    readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.GZip,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    readonly SemaphoreSlim _turns = new(CallsMax);

    /// <summary>How long a store may take.</summary>
    public TimeSpan TimeMax { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>What the store answers with status 200; the refusal that clients know for everything else.</summary>
    /// <param name="store">What refusals call it, e.g. <c>Google service</c>.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="cancel">Gives up.</param>
    internal async ValueTask<Answer<string>> Ask(string store, HttpRequestMessage request, CancellationToken cancel)
    {
        if (!(await Send(store, request, cancel)).IsGranted(out var reply, out var fault)) return fault;
        return reply.Status == 200 ? reply.Body : Not200($"non-200 response from {store}", reply);
    }

    /// <summary>A refusal that says how a store answered.</summary>
    internal static Fault Not200(string what, StoreReply reply)
    {
        var told = reply.Body.Length <= ToldMax ? reply.Body : reply.Body[..(char.IsHighSurrogate(reply.Body[ToldMax - 1]) ? ToldMax - 1 : ToldMax)];
        return PurchaseFaults.Refused(string.Create(CultureInfo.InvariantCulture, $"{what}, status={reply.Status}, payload={told}"));
    }

    /// <summary>What the store answers, whatever its status.</summary>
    internal async ValueTask<Answer<StoreReply>> Send(string store, HttpRequestMessage request, CancellationToken cancel)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        late.CancelAfter(TimeMax);
        try
        {
            await _turns.WaitAsync(late.Token);
            try
            {
                using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, late.Token);
                return await Read(response, late.Token) is { } body ? new StoreReply((int)response.StatusCode, body) : Unreachable(store, "the answer is too large");
            }
            finally
            {
                _turns.Release();
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return Unreachable(store, "no answer in time");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or SocketException or InvalidDataException)
        {
            return Unreachable(store, failure.GetBaseException().Message);
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _turns.Dispose();
    }

    static async ValueTask<string?> Read(HttpResponseMessage response, CancellationToken cancel)
    {
        using var body = new MemoryStream();
        await using var stream = await response.Content.ReadAsStreamAsync(cancel);
        var piece = new byte[16 * 1024];
        for (int read; (read = await stream.ReadAsync(piece, cancel)) > 0;)
        {
            if (body.Length + read > Limits.ResponseBytes) return null;
            body.Write(piece, 0, read);
        }

        // What is no UTF-8 turns into three bytes a piece.
        var text = Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length);
        return Encoding.UTF8.GetByteCount(text) <= Limits.ResponseBytes ? text : null;
    }

    /// <summary>What went wrong on the way is for the operator, not for clients.</summary>
    Fault Unreachable(string store, string why)
    {
        LogUnreachable(log, store, why);
        return PurchaseFaults.Refused($"{store} is out of reach");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No answer from {Store}: {Why}")]
    static partial void LogUnreachable(ILogger log, string store, string why);
}

/// <summary>What a store answered.</summary>
sealed record StoreReply(int Status, string Body);
