using JasperFx.Events;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Storage;
using KaosNet.Projections.Feed;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Projections.Storage.Indexes;

/// <summary>An event of a stored object.</summary>
public sealed record StoredObjectFed(IEvent Stored) : FedEvent(Stored);

/// <summary>Tells the indexes of objects that another server changed. What the Journal of this server told already does nothing.</summary>
public sealed class StorageIndexFeedHandler : FeedHandler<StoredObjectFed>
{
    StorageIndexes? _indexes;

    public override string Name => "storage_indexes";

    public override FeedAudience Audience => FeedAudience.EachServer;

    public override bool HearsOwnServer => false;

    public override IReadOnlyList<Type> EventTypes { get; } = [.. EventCatalogue.EventsOf(StoredObject.Kind)];

    public override void Connect(IServiceProvider services) => _indexes = services.GetService<StorageIndexes>();

    protected override StoredObjectFed Wrap(IEvent stored) => new(stored);

    protected override ValueTask Handle(IEvent stored, CancellationToken cancel)
    {
        var id = StoredObject.Kind.IdOf(stored.StreamKey!);
        _indexes?.Announce((StoredObject)((StreamKind)StoredObject.Kind).Initial(id), stored.Version);
        return ValueTask.CompletedTask;
    }
}
