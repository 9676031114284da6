using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Undoing;

/// <summary>An undo: who wanted what undone and why, and how far it has come. Stream <c>undo-{id}</c>; what it put back are events of the streams it did so in.</summary>
public sealed record Undo
{
    /// <summary>All undos.</summary>
    public static readonly StreamKind<Undo, UndoEvent> Kind = new("undo", id => new() { Id = id }, Evolve, (_, happened) => About(happened));

    static readonly UndoSelection Nothing = new();

    /// <summary>Lower-case UUID.</summary>
    public required string Id { get; init; }

    /// <summary>False before it was ordered.</summary>
    public bool Exists { get; init; }

    /// <summary>Who decided it.</summary>
    public string Author { get; init; } = "";

    /// <summary>Why, in words.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What is undone.</summary>
    public UndoSelection Selection { get; init; } = Nothing;

    /// <summary>The last event of the store that it looks at.</summary>
    public long Horizon { get; init; }

    /// <summary>Events that it selects.</summary>
    public int Events { get; init; }

    /// <summary>Events of these that were undone.</summary>
    public int Undone { get; init; }

    /// <summary>Events that were not, or not all of them.</summary>
    public int Kept { get; init; }

    /// <summary>How many of the selected events were looked at, the newest first.</summary>
    public long Position { get; init; }

    /// <summary>All that can be undone of it is.</summary>
    public bool IsDone { get; init; }

    /// <summary>The undo by which this one was undone; null while it was not.</summary>
    public string? UndoneBy { get; init; }

    public DateTimeOffset CreateTime { get; init; }

    /// <summary>How many events the stream holds.</summary>
    public long Version { get; init; }

    /// <summary>What causes the events that an undo writes.</summary>
    public static string CauseOf(string id) => Kernel.Undoing.PastEvent.UndoCause + id;

    static Undo Evolve(Undo undo, UndoEvent happened, DateTimeOffset at)
    {
        var version = undo.Version + 1;
        return happened switch
        {
            UndoOrdered ordered => undo with
            {
                Exists = true,
                Author = ordered.Author,
                Reason = ordered.Reason,
                Selection = ordered.Selection,
                Horizon = ordered.Horizon,
                Events = ordered.Events,
                CreateTime = at,
                Version = version,
            },
            UndoAdvanced advanced => undo with
            {
                Undone = undo.Undone + advanced.Undone.Count,
                Kept = undo.Kept + advanced.Kept.Count,
                Position = advanced.Position,
                IsDone = advanced.IsLast,
                Version = version,
            },
            UndoUndone undone => undo with { UndoneBy = undone.By, Version = version },
            _ => undo with { Version = version },
        };
    }

    static IEnumerable<string> About(UndoEvent happened) => happened is UndoOrdered { Selection.Actor: { } actor } && Guid.TryParse(actor, out _) ? [actor] : [];
}

/// <summary>What undos did is undone by undoing them, not their own record.</summary>
public static class UndoReversals
{
    const string ById = "the record of an undo stays; what it put back is undone by its id";

    /// <summary>The rules.</summary>
    public static readonly Kernel.Undoing.StreamReversals Rules = new Kernel.Undoing.StreamReversals<Undo, UndoEvent>(
        Undo.Kind,
        (_, _) => Kernel.Undoing.Reversal.Refused(ById),
        new Dictionary<Type, string> { [typeof(UndoOrdered)] = ById, [typeof(UndoAdvanced)] = ById, [typeof(UndoUndone)] = ById });
}
