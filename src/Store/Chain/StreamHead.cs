namespace KaosNet.Store.Chain;

/// <summary>
/// The hash of a stream's last event, which travels with the stream's state. It is known when the event is sealed, which for a batch that was decided ahead
/// is only after the batch before it has come through; so it is looked at then, and not before.
/// </summary>
sealed class StreamHead
{
    /// <summary>Of a stream without events, or whose events are all older than the chain.</summary>
    public static readonly StreamHead None = new();

    public StreamHead()
    {
    }

    public StreamHead(byte[] hash) => Hash = hash;

    /// <summary>The hash; null when there is none.</summary>
    public byte[]? Hash { get; set; }
}
