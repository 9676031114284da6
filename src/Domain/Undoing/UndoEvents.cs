using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Undoing;

/// <summary>What can happen to an undo.</summary>
public abstract record UndoEvent;

/// <summary>Somebody wants something undone.</summary>
/// <param name="Author">Who decided it; a person's name.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Selection">What.</param>
/// <param name="Horizon">The last event of the store that it looks at; what came after it stands.</param>
/// <param name="Events">How many events it selects.</param>
[EventName("undo_ordered")]
public sealed record UndoOrdered(string Author, string Reason, UndoSelection Selection, long Horizon, int Events) : UndoEvent;

/// <summary>An event that was undone.</summary>
/// <param name="Sequence">Its place among all events.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="Version">Its place in the stream.</param>
/// <param name="Name">Its stored name.</param>
/// <param name="By">Streams beside it in which the undo wrote.</param>
public sealed record UndoneEvent(long Sequence, string Stream, long Version, string Name, IReadOnlyList<string> By);

/// <summary>An event that was not undone, or not all of it.</summary>
/// <param name="Sequence">Its place among all events.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="Version">Its place in the stream.</param>
/// <param name="Name">Its stored name.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record KeptEvent(long Sequence, string Stream, long Version, string Name, string Reason);

/// <summary>Events were undone: all at once, or a step of many.</summary>
/// <param name="Undone">Which; the events that put back what they changed are in the same commit.</param>
/// <param name="Kept">Which were not.</param>
/// <param name="Position">How many of the selected events were looked at by now, the newest first.</param>
/// <param name="IsLast">Nothing is left.</param>
[EventName("undo_advanced")]
public sealed record UndoAdvanced(IReadOnlyList<UndoneEvent> Undone, IReadOnlyList<KeptEvent> Kept, long Position, bool IsLast) : UndoEvent;

/// <summary>What it put back was undone itself.</summary>
/// <param name="By">The other undo.</param>
[EventName("undo_undone")]
public sealed record UndoUndone(string By) : UndoEvent;
