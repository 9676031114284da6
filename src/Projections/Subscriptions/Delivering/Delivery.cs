using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Store.Reading;

namespace KaosNet.Projections.Subscriptions.Delivering;

/// <summary>One batch as it is posted: JSON, signed with the subscriber's secret.</summary>
public sealed class Delivery(IWebhook webhook, WebhookSecrets secrets, TimeProvider time)
{
    /// <summary>
    /// <c>t={Unix seconds},v1={hex}</c>: the HMAC-SHA256 of the time, a dot and the body. The time is in it, so that nobody can send an old batch again later.
    /// </summary>
    public const string SignatureHeader = "Kaos-Signature";

    /// <summary>Posts a batch once.</summary>
    /// <returns>Null when it was acknowledged, else what went wrong.</returns>
    public async ValueTask<string?> Post(SubscriptionRow to, IReadOnlyList<PublishedEvent> events, int attempt, CancellationToken cancel)
    {
        if (secrets.Open(to.Name, to.Secret) is not { } secret) return "The secret cannot be opened, as session.encryption_key is another one than when it was set: set it anew.";
        var body = BodyOf(to.Name, events);
        var at = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        Dictionary<string, string> headers = new()
        {
            ["Content-Type"] = "application/json",
            ["User-Agent"] = "KaosNet",
            ["Kaos-Subscription"] = to.Name,
            ["Kaos-Batch"] = $"{events[0].Sequence}-{events[^1].Sequence}",
            ["Kaos-Attempt"] = attempt.ToString(CultureInfo.InvariantCulture),
            [SignatureHeader] = $"t={at},v1={Sign(secret, at, body.Span)}",
        };
        return await webhook.Post(to.ReadTerms().Url, headers, body, cancel);
    }

    /// <summary>The filter of a subscription.</summary>
    public static EventFilter FilterOf(SubscriptionRow of)
    {
        var terms = of.ReadTerms();
        return new()
        {
            Slices = terms.Slices, Types = terms.Types, IsPersonal = terms.Personal,
            User = terms.UserId is { } user && Uuids.TryRead(user, out var id) ? id : null,
        };
    }

    static ReadOnlyMemory<byte> BodyOf(string name, IReadOnlyList<PublishedEvent> events)
    {
        var body = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(body, PublishedEvent.Spelling))
        {
            json.WriteStartObject();
            json.WriteString("subscription"u8, name);
            json.WriteStartArray("events"u8);
            foreach (var read in events) read.WriteTo(json);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return body.WrittenMemory;
    }

    static string Sign(byte[] secret, string at, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        hash.AppendData(Encoding.UTF8.GetBytes(at + "."));
        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
