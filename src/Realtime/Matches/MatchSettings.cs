namespace KaosNet.Realtime.Matches;

/// <summary>Bounds of authoritative matches; names and defaults are those of Nakama's <c>match.*</c> settings.</summary>
public sealed record MatchSettings
{
    /// <summary>Client messages waiting for the next tick; a further one is dropped.</summary>
    public int InputQueueSize { get; init; } = 128;

    /// <summary>Joins, leaves and ticks waiting for their callbacks; a further one stops the match and disconnects its members.</summary>
    public int CallQueueSize { get; init; } = 128;

    /// <summary>Signals waiting; a further one is told <c>match busy</c>.</summary>
    public int SignalQueueSize { get; init; } = 10;

    /// <summary>Join attempts waiting; a further one is refused.</summary>
    public int JoinAttemptQueueSize { get; init; } = 128;

    /// <summary>Deferred broadcasts of one callback; a further one is refused to the handler.</summary>
    public int DeferredQueueSize { get; init; } = 128;

    /// <summary>How long an accepted player may take to arrive before the match is told that they left.</summary>
    public TimeSpan JoinMarkerDeadline { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Seconds without a member after which a match stops; 0 for never.</summary>
    public int MaxEmptySeconds { get; init; }

    /// <summary>How long after a match began or changed its label the listing may still show it as before.</summary>
    public TimeSpan LabelUpdateInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a client waits for the answer to a join attempt, and a signal for its own.</summary>
    public TimeSpan AnswerDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one call out of a match (a score written, a page fetched) may take before it is refused.</summary>
    public TimeSpan EffectDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Tick threads; 0 for half the processors, at least one.</summary>
    public int Workers { get; init; }

    /// <summary>Further threads that take over while matches wait for calls out of them.</summary>
    public int SpareWorkers { get; init; } = 8;

    /// <summary>Recorded bytes of all matches that may wait for the database before matches are ended rather than left unrecorded.</summary>
    public long RecordingQueueBytes { get; init; } = 64L << 20;

    /// <summary>How long a match collects before it hands a piece of its record over to be stored.</summary>
    public TimeSpan RecordingInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The same for a match that has called out of itself since: so much at most can it have changed outside that its record does not know.</summary>
    public TimeSpan EffectRecordingInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Whether matches outlive their server: what has not ended when it stops or dies goes on in its next run. Else they end with it.
    /// </summary>
    public bool Resumes { get; init; } = true;

    /// <summary>How long running a match again up to the end of its record may take before it is given up.</summary>
    public TimeSpan ResumeDeadline { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a resumed match keeps the places of players who have not come back, before it is told that they left.</summary>
    public TimeSpan RejoinDeadline { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Name of the server of the cluster that runs the matches which are created here; empty for this one.</summary>
    public string TickHost { get; init; } = "";

    /// <summary>Matches that are looked for at once, of those that an earlier run left behind.</summary>
    public int ResumedAtOnce { get; init; } = 10_000;
}
