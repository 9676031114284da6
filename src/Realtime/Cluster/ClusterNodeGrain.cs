using Orleans.Concurrency;

namespace KaosNet.Realtime.Cluster;

/// <summary>A node as the others reach it. The key is its name.</summary>
[Alias("KaosNet.ClusterNode")]
public interface IClusterNode : IGrainWithStringKey
{
    /// <summary>A node has come; answered when this one knows it.</summary>
    /// <param name="from">Which run of it.</param>
    /// <param name="name">Its name.</param>
    [Alias("Greet")]
    Task Greet(SiloAddress from, string name);

    /// <summary>What another node has to say, in order. A batch that was heard already does nothing, so a sender that got no answer says it again.</summary>
    /// <param name="from">Which run of the other node.</param>
    /// <param name="name">Its name.</param>
    /// <param name="to">For which run of this one; another one refuses it.</param>
    /// <param name="number">The batch's number, from 1.</param>
    /// <param name="mail">What it says.</param>
    [Alias("Hear")]
    Task Hear(SiloAddress from, string name, SiloAddress to, long number, IReadOnlyList<NodeMail> mail);
}

/// <summary>Hands everything to <see cref="ClusterNodes"/>, which outlives it.</summary>
[Reentrant, OnNamedNode]
sealed class ClusterNodeGrain(ClusterNodes nodes) : Grain, IClusterNode
{
    public Task Greet(SiloAddress from, string name)
    {
        nodes.Greeted(from, name);
        return Task.CompletedTask;
    }

    public Task Hear(SiloAddress from, string name, SiloAddress to, long number, IReadOnlyList<NodeMail> mail)
    {
        nodes.Hear(from, name, to, number, mail);
        return Task.CompletedTask;
    }
}
