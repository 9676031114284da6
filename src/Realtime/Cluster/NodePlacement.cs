using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace KaosNet.Realtime.Cluster;

/// <summary>The grain lives on the node whose name is its key.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OnNamedNodeAttribute() : PlacementAttribute(new OnNamedNode());

/// <summary>See <see cref="OnNamedNodeAttribute"/>.</summary>
[GenerateSerializer, Immutable]
public sealed class OnNamedNode : PlacementStrategy;

/// <summary>Finds the node by its name; a node that is not there cannot be called.</summary>
sealed class NamedNodeDirector(ISiloStatusOracle oracle) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var name = target.GrainIdentity.Key.ToString();
        // Of two by one name the younger one counts: the other is not known to be dead yet.
        foreach (var silo in context.GetCompatibleSilos(target).OrderByDescending(silo => silo.Generation))
            if (oracle.TryGetSiloName(silo, out var found) && found == name) return Task.FromResult(silo);
        throw new SiloUnavailableException($"There is no node {name}.");
    }
}
