using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace KaosNet.Tests.Support;

/// <summary>A batch of events as it arrived.</summary>
/// <param name="Name">The subscription's.</param>
/// <param name="Attempt">From 1.</param>
/// <param name="Signature">The header.</param>
/// <param name="Body">As sent.</param>
public sealed record Batch(string Name, string Attempt, string Signature, byte[] Body)
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
public sealed class WebhookReceiver : IDisposable
{
    readonly HttpReceiver _receiver;

    /// <param name="answer">The status of an answer; an answer that takes its time is a subscriber that hangs.</param>
    public WebhookReceiver(Func<Batch, Task<int>>? answer = null) => _receiver = new(async (request, body) =>
    {
        var headers = request.Headers;
        var batch = new Batch(headers["Kaos-Subscription"]!, headers["Kaos-Attempt"]!, headers["Kaos-Signature"]!, body);
        Batches.Enqueue(batch);
        var status = answer is null ? 200 : await answer(batch);
        if (status < 300)
        {
            foreach (var sequence in batch.Sequences) Acknowledged.Enqueue(sequence);
        }

        return status;
    });

    public string Url => _receiver.Url;

    /// <summary>All that arrived, whatever was answered.</summary>
    public ConcurrentQueue<Batch> Batches { get; } = new();

    /// <summary>The numbers of the events that were acknowledged, in the order in which they were.</summary>
    public ConcurrentQueue<long> Acknowledged { get; } = new();

    public void Dispose() => _receiver.Dispose();
}
