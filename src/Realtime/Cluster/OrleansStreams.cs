using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Cluster;

/// <summary>
/// Streams across nodes by Orleans grains. While this node is alone nothing of it is used: streams cost no grain and messages no call. When
/// another node shows up, and each time one comes or goes, all streams of this node are announced to their grains.
/// </summary>
public sealed class OrleansStreams(IServiceProvider services, NodeName node, ILogger<OrleansStreams> log) : ClusterStreams, IHostedService, ISiloStatusListener
{
    const int InFlightMax = 10_000;

    readonly NodeObserver _observer = new(services);
    INodeObserver? _reference;
    IGrainFactory? _grains;
    ISiloStatusOracle? _oracle;
    PresenceTracker? _tracker;
    volatile bool _alone = true;
    int _inFlight;

    /// <summary>Whether there is no other node.</summary>
    public bool IsAlone => _alone;

    public override void Entered(StreamAddress stream)
    {
        if (!_alone) Call(GrainOf(stream).Enter(node.Name, _reference!));
    }

    public override void Left(StreamAddress stream)
    {
        if (!_alone) Call(GrainOf(stream).Leave(node.Name));
    }

    public override void Send(StreamAddress stream, EncodedEnvelope envelope)
    {
        if (!_alone) Call(GrainOf(stream).Send(node.Name, envelope.In(SocketFormat.Protobuf).ToArray()));
    }

    /// <summary>After the silo has started.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _grains = services.GetRequiredService<IGrainFactory>();
        _reference = _grains.CreateObjectReference<INodeObserver>(_observer);
        _oracle = services.GetRequiredService<ISiloStatusOracle>();
        _tracker = services.GetRequiredService<PresenceTracker>();
        _oracle.SubscribeToSiloStatusEvents(this);
        Look();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _oracle?.UnSubscribeFromSiloStatusEvents(this);
        _alone = true;
        return Task.CompletedTask;
    }

    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status) => Look();

    void Look()
    {
        _alone = _oracle!.GetApproximateSiloStatuses(onlyActive: true).Count <= 1;
        if (_alone) return;
        foreach (var stream in _tracker!.Streams) Entered(stream);
    }

    IStreamGrain GrainOf(StreamAddress stream) => _grains!.GetGrain<IStreamGrain>(StreamKeys.KeyOf(stream));

    /// <summary>Nobody waits for it; failures are told to the log, and too many at once are refused.</summary>
    void Call(Task call)
    {
        if (Interlocked.Increment(ref _inFlight) > InFlightMax) log.LogError("More than {Count} calls to other nodes are waiting", InFlightMax);
        _ = call.ContinueWith(Done, TaskScheduler.Default);
    }

    void Done(Task call)
    {
        Interlocked.Decrement(ref _inFlight);
        if (call.IsFaulted) log.LogWarning(call.Exception, "A stream's grain cannot be reached");
    }

    sealed class NodeObserver(IServiceProvider services) : INodeObserver
    {
        readonly Lazy<StreamRouter> _router = new(services.GetRequiredService<StreamRouter>);

        public Task Deliver(string streamKey, ReadOnlyMemory<byte> envelope)
        {
            var read = new Envelope();
            if (SocketFormat.Protobuf.Codec.Read(new(envelope), read) is null) _router.Value.Deliver(StreamKeys.AddressOf(streamKey), read);
            return Task.CompletedTask;
        }
    }
}
