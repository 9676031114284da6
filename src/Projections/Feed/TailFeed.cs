using System.Collections.Concurrent;
using System.Data;
using System.Threading.Channels;
using KaosNet.Store;
using KaosNet.Store.Tables.Rebuilding;
using KaosNet.Store.Tail;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Wolverine.Runtime;

namespace KaosNet.Projections.Feed;

/// <summary>
/// Brings the handlers of every server what is committed from this server's start on: its own commits from memory, those of others from the store, which
/// it reads when they say so and once a second anyway. One that fails is logged and holds nobody else up; while the database is away it waits.
/// </summary>
sealed class TailFeed(
    EventTail tail, Database database, IReadOnlyList<IFeedHandler> handlers, TableSwitches switches, IReadOnlyList<IMemoryOfTables> memories,
    IWolverineRuntime wolverine, TimeProvider time, ILogger<TailFeed> logger)
    : BackgroundService
{
    /// <summary>Commits of this server that wait for their handlers; beyond it they are read from the store like those of others.</summary>
    const int OwnMax = 1024;

    static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    readonly Channel<IReadOnlyList<TailEvent>> _own = Channel.CreateBounded<IReadOnlyList<TailEvent>>(
        new BoundedChannelOptions(OwnMax) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    readonly ConcurrentDictionary<Type, IFeedHandler[]> _handlersOf = new();
    readonly SemaphoreSlim _turn = new(1);
    long _givenUp;

    /// <summary>The types that one of the handlers wants.</summary>
    public static HashSet<Type> TypesOf(IEnumerable<IFeedHandler> handlers, IEnumerable<Type> known)
    {
        var wanted = handlers.SelectMany(handler => handler.EventTypes).Distinct().ToList();
        return [.. known.Where(type => wanted.Any(one => one.IsAssignableFrom(type)))];
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Awaited, since what is read into memory from now on misses nothing that is committed after it was read.
        tail.OnOwn = TakeOwn;
        await switches.Begin(cancellationToken);
        await tail.Begin(cancellationToken);
        await SocketThreads.Leave();
        await base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        tail.OnOwn = null;
        base.Dispose();
        _turn.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(DeliverOwn(stoppingToken), FollowOthers(stoppingToken));

    bool TakeOwn(IReadOnlyList<TailEvent> events)
    {
        var isHeard = events.Any(entry => HandlersOf(entry.Event.GetType()).Any(handler => handler.HearsOwnServer));
        return !isHeard || _own.Writer.TryWrite(events);
    }

    async Task DeliverOwn(CancellationToken stopping)
    {
        try
        {
            await foreach (var events in _own.Reader.ReadAllAsync(stopping)) await Deliver(events, isOwn: true, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The next start begins with its own present.
        }
    }

    async Task FollowOthers(CancellationToken stopping)
    {
        for (var failures = 0; !stopping.IsCancellationRequested;)
        {
            try
            {
                await using var connection = await database.General.OpenConnectionAsync(stopping);
                var isTold = false;
                connection.Notification += (_, notice) => isTold |= notice.Payload != database.Instance;
                await using (var listen = new NpgsqlCommand($"listen {EventTail.ChannelOf(database.Schema)}", connection)) await listen.ExecuteNonQueryAsync(stopping);
                while (true)
                {
                    isTold = false;
                    await CatchUp(stopping);
                    if (failures > 0) database.Outage.IsOver();
                    failures = 0;
                    var since = time.GetTimestamp();
                    // Its own server's news wakes it as well, and is none.
                    while (!isTold && LookAgain - time.GetElapsedTime(since) is { Ticks: > 0 } left && await connection.WaitAsync(left, stopping))
                    {
                    }
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever it is, it must not end the feed; the next round tries again, from where it was.
            catch (Exception failed)
#pragma warning restore CA1031
            {
                if (failed is not NpgsqlException) logger.LogError(failed, "Events of other servers could not be read");
                // The first failure may be the connection's own; only the next is the database's.
                if (failures++ == 0) continue;
                if (failed is NpgsqlException away) database.Outage.Met(away);
                await Task.Delay(LookAgain, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    async Task CatchUp(CancellationToken stopping)
    {
        for (var isLast = false; !isLast;)
        {
            (var events, isLast) = await tail.Read(stopping);
            await SocketThreads.Leave();
            if (events.Count > 0) await Deliver(events, isOwn: false, stopping);
        }

        await switches.Follow(
            async () =>
            {
                logger.LogInformation("Tables were rebuilt; what is kept of them in memory is read anew");
                foreach (var memory in memories) await memory.TablesSwitched(stopping);
            },
            stopping);
        if (tail.GivenUp == _givenUp) return;
        logger.LogError("{Count} events that others may have committed were given up: somebody draws numbers and does not commit", tail.GivenUp - _givenUp);
        _givenUp = tail.GivenUp;
    }

    async Task Deliver(IReadOnlyList<TailEvent> events, bool isOwn, CancellationToken stopping)
    {
        await _turn.WaitAsync(stopping);
        try
        {
            var bus = new MessageBus(wolverine);
            foreach (var entry in events)
            {
                var stored = StoredEvents.Of(entry);
                foreach (var handler in HandlersOf(entry.Event.GetType()))
                {
                    if (!isOwn || handler.HearsOwnServer) await Handle(bus, handler, stored, stopping);
                }
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    async Task Handle(MessageBus bus, IFeedHandler handler, JasperFx.Events.IEvent stored, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                await bus.InvokeAsync(handler.Wrap(stored), stopping);
                return;
            }
            catch (DatabaseAwayException)
            {
                await Task.Delay(LookAgain, time, stopping);
            }
#pragma warning disable CA1031 // A bug of one handler, which costs it this event and nobody else anything.
            catch (Exception bug) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
            {
                logger.LogError(bug, "The handler {Handler} failed on {Event} of {Stream}", handler.Name, stored.EventTypeName, stored.StreamKey);
                return;
            }
        }
    }

    IFeedHandler[] HandlersOf(Type type) =>
        _handlersOf.GetOrAdd(type, wanted => [.. handlers.Where(handler => handler.EventTypes.Any(one => one.IsAssignableFrom(wanted)))]);
}
