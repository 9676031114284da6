namespace KaosNet.Realtime.Cluster;

/// <summary>Another node of the cluster, as long as that run of it lives.</summary>
public sealed class OtherNode
{
    readonly NodeLink _link;
    readonly Lock _hearing = new();
    long _heard;
    bool _isGone;

    /// <param name="name">Its name.</param>
    /// <param name="silo">Which run of it.</param>
    /// <param name="link">The way there.</param>
    internal OtherNode(string name, SiloAddress silo, NodeLink link) => (Name, Silo, _link) = (name, silo, link);

    /// <summary>Its name.</summary>
    public string Name { get; }

    internal SiloAddress Silo { get; }

    /// <summary>Sends something, soon. What a node is sent arrives in this order. Never waits and never fails.</summary>
    public void Send(NodeMail mail) => _link.Send(mail);

    /// <summary>Hands on what it says. A batch that was heard before is not heard again, and nothing is once it is gone.</summary>
    internal void Hear(long number, IReadOnlyList<NodeMail> mail, Action<OtherNode, NodeMail> hear)
    {
        lock (_hearing)
        {
            if (_isGone || number <= _heard) return;
            _heard = number;
            for (var i = 0; i < mail.Count; i++) hear(this, mail[i]);
        }
    }

    /// <summary>It is gone: nothing waits for it any more, and what it says still is not heard.</summary>
    internal void Close()
    {
        _link.Close();
        lock (_hearing) _isGone = true;
    }
}
