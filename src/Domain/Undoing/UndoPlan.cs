using KaosNet.Domain.Kernel;
using KaosNet.Domain.Kernel.Undoing;

namespace KaosNet.Domain.Undoing;

/// <summary>What an undo would do.</summary>
/// <param name="Changes">Events that are undone, in the order in which they are: the newest first.</param>
/// <param name="Kept">Events that are not, or not all of them.</param>
/// <param name="Missing">What was asked of the world for the first time; while there is any, this is not what would be done.</param>
public sealed record UndoPlan(IReadOnlyList<PlannedChange> Changes, IReadOnlyList<PlannedRefusal> Kept, UndoQuestions Missing)
{
    /// <summary>All events that undo, in order.</summary>
    public IEnumerable<StreamEvent> Events => Changes.SelectMany(change => change.Events);
}

/// <summary>An event that is undone.</summary>
/// <param name="Past">The event.</param>
/// <param name="Events">The events that undo it; none when those of another event of its request do.</param>
/// <param name="Differences">What changes with it in its stream's state.</param>
public sealed record PlannedChange(PastEvent Past, IReadOnlyList<StreamEvent> Events, IReadOnlyList<StateDifference> Differences);

/// <summary>An event that is not undone, or not all of it.</summary>
/// <param name="Past">The event.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Later">The event that came in the way; null when it is none.</param>
public sealed record PlannedRefusal(PastEvent Past, string Reason, PastEvent? Later)
{
    /// <summary>The reason with what came in the way.</summary>
    public string Text => Later is null ? Reason
        : string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{Reason}: {EventCatalogue.NameOf(Later.Event.GetType())} by {(Later.Actor.Length > 0 ? Later.Actor : "nobody")} ({Later.Source}) at {Later.At.UtcDateTime:yyyy-MM-dd HH:mm:ss}, version {Later.Version}");
}

/// <summary>What must be known to work an undo out.</summary>
public sealed record UndoQuestions(
    IReadOnlyCollection<StreamRef> Streams, IReadOnlyCollection<UniqueName> Names, IReadOnlyCollection<string> Boards)
{
    /// <summary>Nothing is.</summary>
    public bool IsEmpty => Streams.Count + Names.Count + Boards.Count == 0;
}

/// <summary>What is known of the game beside the events that are undone.</summary>
public sealed class UndoKnowledge
{
    /// <summary>The histories of the streams of which events are to be undone, from the first event on.</summary>
    public Dictionary<StreamRef, IReadOnlyList<PastEvent>> Histories { get; } = [];

    /// <summary>The states of other streams.</summary>
    public Dictionary<StreamRef, object> States { get; } = [];

    /// <summary>Who has a unique name; null for nobody.</summary>
    public Dictionary<UniqueName, string?> Holders { get; } = [];

    /// <summary>Whether anybody has a record on a board.</summary>
    public Dictionary<string, bool> Records { get; } = new(StringComparer.Ordinal);
}
