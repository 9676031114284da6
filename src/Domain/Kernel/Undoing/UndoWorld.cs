namespace KaosNet.Domain.Kernel.Undoing;

/// <summary>
/// The game while an undo is being worked out, with all that it has put back so far. What is asked for the first time is answered as if there was nothing in the way;
/// who works the undo out then finds it and works it out again.
/// </summary>
public abstract class UndoWorld : StreamStates
{
    /// <summary>The undo's id; a lower-case UUID.</summary>
    public required string UndoId { get; init; }

    /// <summary>Who wants it undone.</summary>
    public required string Author { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>The moment and the source of chance of what is decided.</summary>
    public required DecisionContext Context { get; init; }

    /// <summary>The id of the stream that has a unique name in the tables; null for nobody.</summary>
    public abstract string? HolderOf(UniqueName name);

    /// <summary>Whether anybody has a record on a board, in any period.</summary>
    public abstract bool HasRecords(string boardId);
}
