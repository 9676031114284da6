namespace KaosNet.Projections.Subscriptions.Delivering;

/// <summary>The call of a subscriber.</summary>
public interface IWebhook
{
    /// <summary>Posts a batch.</summary>
    /// <returns>Null when it was acknowledged, else what went wrong, for an operator.</returns>
    ValueTask<string?> Post(string url, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> body, CancellationToken cancel);
}
