using KaosNet.Store.Tail;
using Microsoft.Extensions.Logging;

namespace KaosNet.Store.Journal;

/// <summary>What the lanes of a Journal share.</summary>
sealed class JournalParts(Database database, EventCodec codec, JournalOptions options, TimeProvider time, ILogger logger)
{
    Era _era = new(options);

    public Database Database { get; } = database;

    public JournalOptions Options { get; } = options;

    public ILogger Logger { get; } = logger;

    /// <summary>The era now. Whoever works on it asks once.</summary>
    public Era Era => Volatile.Read(ref _era);

    public EventCodec Codec { get; } = codec;

    public StateLoader Loader { get; } = new(codec, database);

    public JournalClock Clock { get; } = new(time);

    public required JournalMeter Meter { get; init; }

    public required IReadOnlyList<ICommitObserver> Observers { get; init; }

    public IReadOnlyList<IEpochObserver> EpochObservers { get; init; } = [];

    /// <summary>Who follows the end of the store on this server, if anybody does.</summary>
    public EventTail? Tail { get; init; }

    /// <summary>Without which nothing is committed, where several servers share the store.</summary>
    public WriterLease? Lease { get; init; }

    public bool IsStopping { get; set; }

    /// <summary>Begins a new era, unless that of the ended one is over already.</summary>
    public void Turn(Era ended)
    {
        if (!ReferenceEquals(Era, ended)) return;
        // Before anything is loaded in the new one. To be told twice, when two lanes notice at once, costs nothing but a load.
        foreach (var observer in EpochObservers) observer.EpochEnded();
        Interlocked.CompareExchange(ref _era, new(Options), ended);
    }

    /// <summary>Tells the observers what was committed.</summary>
    public void Tell(List<StreamWork> changed, List<PendingEvent> events)
    {
        if (Observers.Count == 0) return;
        var eventsOf = events.ToLookup(entry => entry.Stream);
        List<CommittedStream> changes =
        [
            .. changed.Select(stream => new CommittedStream(
                stream.Stream,
                stream.Before.State,
                stream.State,
                stream.Version,
                [.. eventsOf[stream.Stream].Select(entry => new CommittedEvent(entry.Version, entry.Event, entry.At))])),
        ];
        foreach (var observer in Observers)
        {
            try
            {
                observer.Committed(changes);
            }
#pragma warning disable CA1031 // The commit is through whatever an observer makes of it; the event feed repairs what it missed.
            catch (Exception bug)
#pragma warning restore CA1031
            {
                Logger.LogError(bug, "{Observer} failed on a commit", observer.GetType().Name);
            }
        }
    }
}
