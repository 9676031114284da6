namespace KaosNet.Realtime.Cluster;

/// <summary>What one node says to another without waiting for an answer.</summary>
[GenerateSerializer, Immutable]
public abstract record NodeMail
{
    /// <summary>
    /// Whether it is dropped when too much waits for the node: players' data is, comings and goings are not, as nobody would say them again.
    /// </summary>
    public virtual bool IsData => false;
}

/// <summary>A part of this node that talks to its like on the others.</summary>
public interface INodePart
{
    /// <summary>A node is there. What it is sent here arrives before anything that it is sent later. One node at a time; must not wait.</summary>
    void Met(OtherNode node)
    {
    }

    /// <summary>Hears what a node says, in the order in which it said it; false when it is for another part. Must not wait.</summary>
    bool Hear(OtherNode from, NodeMail mail) => false;

    /// <summary>A node is gone for good: nothing more is heard of it. A later run of its server is another one, and may be there already.</summary>
    void Lost(OtherNode node)
    {
    }
}
