namespace KaosNet.Realtime.Chat;

/// <summary>
/// Counts the times that players were taken off channels. Whoever joins one reads it before the question whether they may, and asks once more after having
/// joined when somebody was taken off meanwhile: it may have been them, when they were not there yet.
/// </summary>
public sealed class ChannelExits
{
    long _count;

    /// <summary>How often so far.</summary>
    public long Count => Interlocked.Read(ref _count);

    internal void Happened() => Interlocked.Increment(ref _count);
}
