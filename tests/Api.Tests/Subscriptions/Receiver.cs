using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KaosNet.Tests.Support;

namespace KaosNet.Api.Tests.Subscriptions;

/// <summary>A batch as it arrived.</summary>
/// <param name="Name">The subscription's.</param>
/// <param name="Attempt">From 1.</param>
/// <param name="Signature">The header.</param>
/// <param name="Body">As sent.</param>
sealed record Batch(string Name, string Attempt, string Signature, byte[] Body)
{
    public IReadOnlyList<JsonElement> Events => [.. JsonDocument.Parse(Body).RootElement.GetProperty("events").EnumerateArray()];

    public IEnumerable<long> Sequences => Events.Select(one => one.GetProperty("sequence").GetInt64());

    /// <summary>Whether it was signed with the secret, as a subscriber finds out.</summary>
    public bool IsSignedWith(string secret)
    {
        var (time, hash) = (Signature.Split(',')[0][2..], Signature.Split(",v1=")[1]);
        return Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. Encoding.UTF8.GetBytes(time + "."), .. Body])) == hash;
    }
}

/// <summary>A subscriber on this machine, who answers as a spec likes.</summary>
sealed class Receiver : IDisposable
{
    readonly HttpListener _listener = new();
    readonly Func<Batch, Task<int>> _answer;

    /// <param name="answer">The status of an answer; an answer that takes its time is a subscriber that hangs.</param>
    public Receiver(Func<Batch, Task<int>>? answer = null)
    {
        _answer = answer ?? (_ => Task.FromResult(200));
        Url = $"http://127.0.0.1:{FreePort.Block(1)}/";
        _listener.Prefixes.Add(Url);
        _listener.Start();
        _ = Task.Run(Listen);
    }

    public string Url { get; }

    /// <summary>All that arrived, whatever was answered.</summary>
    public ConcurrentQueue<Batch> Batches { get; } = new();

    /// <summary>The numbers of the events that were acknowledged, in the order in which they were.</summary>
    public ConcurrentQueue<long> Acknowledged { get; } = new();

    public void Dispose() => _listener.Close();

    async Task Listen()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception over) when (over is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _ = Task.Run(() => Answer(context));
        }
    }

    async Task Answer(HttpListenerContext context)
    {
        try
        {
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            var headers = context.Request.Headers;
            var batch = new Batch(headers["Kaos-Subscription"]!, headers["Kaos-Attempt"]!, headers["Kaos-Signature"]!, body.ToArray());
            Batches.Enqueue(batch);
            var status = await _answer(batch);
            if (status < 300)
            {
                foreach (var sequence in batch.Sequences) Acknowledged.Enqueue(sequence);
            }

            context.Response.StatusCode = status;
            if (status is 302) context.Response.RedirectLocation = Url + "elsewhere";
            context.Response.Close();
        }
        catch (Exception gone) when (gone is HttpListenerException or ObjectDisposedException or IOException)
        {
            // The other side did not wait.
        }
    }
}
