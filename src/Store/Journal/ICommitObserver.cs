using KaosNet.Domain.Kernel;

namespace KaosNet.Store.Journal;

/// <summary>
/// Something in memory that the Journal keeps true, such as a rank index: told of each commit after it is through and before the callers are
/// answered, in commit order within a lane. It must be quick, must not throw and is called by several lanes at once; the event feed repairs what it missed.
/// </summary>
public interface ICommitObserver
{
    /// <summary>The streams that one commit changed.</summary>
    void Committed(IReadOnlyList<CommittedStream> changes);
}

/// <summary>One stream's part of a commit.</summary>
/// <param name="Stream">Which stream.</param>
/// <param name="Before">Its state before the commit.</param>
/// <param name="After">Its state after the commit.</param>
/// <param name="Version">Its version after the commit.</param>
/// <param name="Events">The events appended, in order.</param>
public sealed record CommittedStream(StreamRef Stream, object Before, object After, long Version, IReadOnlyList<CommittedEvent> Events);

/// <summary>One event as committed.</summary>
/// <param name="Version">Its version in its stream, from 1.</param>
/// <param name="Event">The event.</param>
/// <param name="At">The moment of its decision.</param>
public readonly record struct CommittedEvent(long Version, object Event, DateTimeOffset At);
