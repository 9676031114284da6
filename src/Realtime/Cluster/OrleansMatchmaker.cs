using KaosNet.Realtime.Matchmaking;
using KaosNet.Realtime.Matchmaking.Passes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Cluster;

/// <summary>
/// The matchmaker across servers by an Orleans grain. While this server is alone nothing of it is used. Calls are not waited for; one that is lost is made good when
/// this server enters its tickets again.
/// </summary>
public sealed class OrleansMatchmaker(IServiceProvider services, NodeName node, ILogger<OrleansMatchmaker> log)
    : ClusterMatchmaker, IHostedService, ISiloStatusListener
{
    readonly Lock _gate = new();
    IGrainFactory? _grains;
    ISiloStatusOracle? _oracle;
    Observer? _observer;
    IMatchmakerObserver? _reference;
    volatile bool _isAlone = true;
    volatile bool _isFirst = true;

    public override bool IsAlone => _isAlone;

    public override bool IsFirst => _isFirst;

    IMatchmakerGrain Grain => _grains!.GetGrain<IMatchmakerGrain>(0);

    public override void Enter(IReadOnlyCollection<Ticket> tickets) => Call(Grain.Enter(node.Name, _reference!, [.. tickets.Select(TicketPaper.Of)]));

    public override void Add(Ticket ticket) => Call(Grain.Add(node.Name, TicketPaper.Of(ticket)));

    public override void End(string ticket) => Call(Grain.End(ticket));

    public override Task Pass() => Grain.Pass();

    /// <summary>After the silo has started.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _grains = services.GetRequiredService<IGrainFactory>();
        _observer = new(services.GetRequiredService<Matchmaker>());
        _reference = _grains.CreateObjectReference<IMatchmakerObserver>(_observer);
        _oracle = services.GetRequiredService<ISiloStatusOracle>();
        _oracle.SubscribeToSiloStatusEvents(this);
        Look();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _oracle?.UnSubscribeFromSiloStatusEvents(this);
        lock (_gate) (_isAlone, _isFirst) = (true, true);
        return Task.CompletedTask;
    }

    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status) => Look();

    void Look()
    {
        lock (_gate)
        {
            var silos = _oracle!.GetApproximateSiloStatuses(onlyActive: true).Keys;
            var isAlone = silos.Count <= 1;
            _isFirst = silos.All(silo => silo.CompareTo(_oracle.SiloAddress) >= 0);
            if (isAlone && _isAlone) return;
            services.GetRequiredService<Matchmaker>().Move(isAlone);
            _isAlone = isAlone;
        }
    }

    void Call(Task call) => _ = call.ContinueWith(
        failed => log.LogWarning(failed.Exception, "The cluster's matchmaker cannot be reached"), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted,
        TaskScheduler.Default);

    sealed class Observer(IMatchmakerServer matchmaker) : IMatchmakerObserver
    {
        public async Task<string[]> Take(string[] tickets) => [.. await matchmaker.Take(tickets)];

        public Task Release(string[] tickets) => matchmaker.Release(tickets);

        public Task Found(FoundPaper match) => matchmaker.Tell(match.Read());

        public Task Figures(FiguresPaper figures) => matchmaker.Tell(figures.Read());
    }
}
