using JasperFx.Events;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards.Disqualifying;
using KaosNet.Projections.Feed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KaosNet.Projections.Leaderboards.Disqualifying;

/// <summary>A disqualification, or its undo, was ordered.</summary>
public sealed record DisqualificationFed(IEvent Stored) : FedEvent(Stored);

/// <summary>
/// Takes disqualifications of many records to their end, one at a time on one of the servers; after a crash another server goes on where the last step ended.
/// Those that fit one commit are at their end when it hears of them.
/// </summary>
public sealed class DisqualificationFeedHandler : FeedHandler<DisqualificationFed>
{
    static readonly Caller Finisher = Caller.System("disqualifications", "Disqualify");

    Disqualifications? _disqualifications;
    ILogger? _log;

    public override string Name => "disqualifications";

    public override IReadOnlyList<Type> EventTypes { get; } = [typeof(DisqualificationOrdered), typeof(DisqualificationUndoOrdered)];

    public override void Connect(IServiceProvider services)
    {
        _disqualifications = services.GetService<Disqualifications>();
        _log = services.GetService<ILogger<DisqualificationFeedHandler>>();
    }

    protected override DisqualificationFed Wrap(IEvent stored) => new(stored);

    protected override async ValueTask Handle(IEvent stored, CancellationToken cancel)
    {
        if (_disqualifications is null) return;
        var id = Disqualification.Kind.IdOf(stored.StreamKey!);
        var finished = await _disqualifications.Finish(id, Finisher with { Cause = stored.Id.ToString() }, cancel);
        if (finished.Fault == DisqualificationFaults.HistoryTooLong)
        {
            // It stays underway, and those after it get their turn.
            _log?.LogError("Disqualification {Id} stays unfinished: {Reason}", id, finished.Fault.Message);
            return;
        }

        // Thrown, so that the feed comes back to it.
        if (finished.Fault is { } fault) throw new InvalidOperationException($"Disqualification {id} could not be finished: {fault.Message}");
    }
}
