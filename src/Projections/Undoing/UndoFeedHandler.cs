using JasperFx.Events;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Undoing;
using KaosNet.Projections.Feed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KaosNet.Projections.Undoing;

/// <summary>An undo was ordered.</summary>
public sealed record UndoFed(IEvent Stored) : FedEvent(Stored);

/// <summary>
/// Takes undos of many events to their end, one at a time on one of the servers; after a crash another server goes on where the last step ended. Those that fit one
/// commit are at their end when it hears of them.
/// </summary>
public sealed class UndoFeedHandler : FeedHandler<UndoFed>
{
    static readonly Caller Finisher = Caller.System("undos", "Undo");

    Undos? _undos;
    ILogger? _log;

    public override string Name => "undos";

    public override IReadOnlyList<Type> EventTypes { get; } = [typeof(UndoOrdered)];

    public override void Connect(IServiceProvider services)
    {
        _undos = services.GetService<Undos>();
        _log = services.GetService<ILogger<UndoFeedHandler>>();
    }

    protected override UndoFed Wrap(IEvent stored) => new(stored);

    protected override async ValueTask Handle(IEvent stored, CancellationToken cancel)
    {
        if (_undos is null) return;
        var id = Undo.Kind.IdOf(stored.StreamKey!);
        var finished = await _undos.Finish(id, Finisher with { Correlation = stored.CorrelationId ?? "" }, cancel);
        if (finished.Fault is { Code: FaultCode.ResourceExhausted or FaultCode.AlreadyExists } refused)
        {
            // It stays underway, and those after it get their turn.
            _log?.LogError("Undo {Id} stays unfinished: {Reason}", id, refused.Message);
            return;
        }

        // Thrown, so that the feed comes back to it.
        if (finished.Fault is { } fault) throw new InvalidOperationException($"Undo {id} could not be finished: {fault.Message}");
    }
}
