using Microsoft.Extensions.Logging;

namespace KaosNet.Store.Journal;

/// <summary>Whom a lane's commits wake: the handlers that run on one server, for events that any of them wants, and every other server.</summary>
sealed class FeedBells(Database database, FeedInterest interest, ILogger logger)
{
    /// <summary>One ringing that fails is made up for by the readers, who also look by themselves.</summary>
    readonly List<FeedBell> _all =
    [
        new(database.Writes, FeedBell.Handlers, "", FeedBell.OfHandlers),
        new(database.Writes, Tail.EventTail.ChannelOf(database.Schema), database.Instance, FeedBell.OfServers),
    ];

    FeedBell Handlers => _all[0];

    FeedBell Servers => _all[1];

    /// <summary>True when something was committed that somebody was not woken for.</summary>
    public bool IsOwed => Handlers.IsOwed || Servers.IsOwed;

    /// <summary>How long until the next of what is owed is due.</summary>
    public TimeSpan Remaining => _all.Where(bell => bell.IsOwed).Min(bell => bell.Remaining);

    /// <summary>Whom the commit of these events is to wake itself.</summary>
    public (bool Handlers, bool Servers) DueFor(List<PendingEvent> events) => (Handlers.IsDue && Matters(events), Servers.IsDue);

    /// <summary>Told of each commit of events, and whom it woke.</summary>
    public void Committed(List<PendingEvent> events, (bool Handlers, bool Servers) woke)
    {
        if (woke.Handlers || Matters(events)) Handlers.Committed(woke.Handlers);
        Servers.Committed(woke.Servers);
    }

    /// <summary>Wakes those whose time has come, outside a commit.</summary>
    public async Task Ring()
    {
        foreach (var bell in _all)
        {
            if (!bell.IsOwed || !bell.IsDue) continue;
            try
            {
                await bell.Ring();
            }
#pragma warning disable CA1031 // The readers also look by themselves now and then, so whatever it is only makes them later; and the lane must go on.
            catch (Exception failed)
#pragma warning restore CA1031
            {
                bell.Committed(woke: true);
                logger.LogDebug(failed, "The feed's readers could not be woken");
            }
        }
    }

    bool Matters(List<PendingEvent> events)
    {
        foreach (var entry in events)
        {
            if (interest.Includes(entry.Event.GetType())) return true;
        }

        return false;
    }
}
