using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Leaderboards.Disqualifying;

/// <summary>How far a disqualification has come.</summary>
public enum DisqualificationStage
{
    /// <summary>More records than one commit takes are being worked out again.</summary>
    Underway = 0,

    /// <summary>All that it takes back is out.</summary>
    Done = 1,

    /// <summary>It is being undone.</summary>
    Undoing = 2,

    /// <summary>All that it took back counts again.</summary>
    Undone = 3,
}

/// <summary>
/// Scores taken back for a reason: who decided it, what was looked for and how far it has come. Which submissions of which records are out is told by the
/// records' own streams. Stream <c>disqualification-{id}</c>.
/// </summary>
public sealed record Disqualification
{
    /// <summary>All disqualifications.</summary>
    public static readonly StreamKind<Disqualification, DisqualificationEvent> Kind =
        new("disqualification", id => new() { Id = id }, Evolve, (_, happened) => About(happened));

    static readonly DisqualificationCriteria None = new();

    /// <summary>Lower-case UUID.</summary>
    public required string Id { get; init; }

    /// <summary>False before it was ordered.</summary>
    public bool Exists { get; init; }

    /// <summary>Who decided it.</summary>
    public string Author { get; init; } = "";

    /// <summary>Why, in words.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Which submissions.</summary>
    public DisqualificationCriteria Criteria { get; init; } = None;

    /// <summary>The last event of the store that it looks at.</summary>
    public long Horizon { get; init; }

    public DateTimeOffset CreateTime { get; init; }

    public DisqualificationStage Stage { get; init; }

    /// <summary>Records that it worked out again, each once for every step that met it.</summary>
    public int Records { get; init; }

    /// <summary>Submissions that it took back.</summary>
    public long Submissions { get; init; }

    /// <summary>Rewards that it proposes to reverse.</summary>
    public int Reversals { get; init; }

    /// <summary>How far its search has come.</summary>
    public string Position { get; init; } = "";

    /// <summary>The place of the last step of which everything is given back; 0 before any.</summary>
    public long UndoneThrough { get; init; }

    /// <summary>Who had it undone; null while nobody had.</summary>
    public string? UndoAuthor { get; init; }

    /// <summary>Why it was undone.</summary>
    public string? UndoReason { get; init; }

    /// <summary>When it was undone, or that was begun.</summary>
    public DateTimeOffset? UndoTime { get; init; }

    /// <summary>How many events the stream holds.</summary>
    public long Version { get; init; }

    static Disqualification Evolve(Disqualification state, DisqualificationEvent happened, DateTimeOffset at)
    {
        var version = state.Version + 1;
        return happened switch
        {
            DisqualificationOrdered ordered => state with
            {
                Exists = true,
                Author = ordered.Author,
                Reason = ordered.Reason,
                Criteria = ordered.Criteria,
                Horizon = ordered.Horizon,
                CreateTime = at,
                Stage = DisqualificationStage.Underway,
                Version = version,
            },
            DisqualificationAdvanced advanced => state with
            {
                Stage = advanced.IsLast ? DisqualificationStage.Done : state.Stage,
                Records = state.Records + advanced.Records.Count,
                Submissions = state.Submissions + advanced.Records.Sum(record => (long)record.Submissions),
                Reversals = state.Reversals + advanced.Reversals.Count,
                Position = advanced.Position,
                Version = version,
            },
            DisqualificationUndoOrdered undo => state with
            {
                Stage = DisqualificationStage.Undoing,
                UndoAuthor = undo.Author,
                UndoReason = undo.Reason,
                UndoTime = at,
                Version = version,
            },
            DisqualificationUndoAdvanced undo => state with
            {
                Stage = undo.IsLast ? DisqualificationStage.Undone : state.Stage,
                UndoneThrough = undo.Through,
                Version = version,
            },
            _ => state with { Version = version },
        };
    }

    /// <summary>Records' own events are about their owners; here stands only whom somebody asked for.</summary>
    static IEnumerable<string> About(DisqualificationEvent happened) =>
        happened is DisqualificationOrdered { Criteria.OwnerId: { } owner } ? [owner] : [];
}
