namespace KaosNet.Api.Configuration;

/// <summary>Who else reads the game's events, and how much of it at once. Ours, not Nakama's.</summary>
public sealed record SubscriptionSettings
{
    [Setting("Streams of events (text/event-stream) that may be open at once; further ones are told to come back (RESOURCE_EXHAUSTED).", AtLeast = 0)]
    public int MaxStreams { get; init; } = 64;

    [Setting("Longest silence on a stream of events; then the client is told how far it has come.", AtLeast = 1, AtMost = 3600)]
    public int HeartbeatSec { get; init; } = 15;

    [Setting("Longest time that a subscriber may take to acknowledge a batch; runtime.http_blocked_addresses holds for its address as well.", AtLeast = 100, AtMost = 600_000)]
    public int WebhookTimeoutMs { get; init; } = 10_000;
}
