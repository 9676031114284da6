using KaosNet.Realtime.Matchmaking.Passes;

namespace KaosNet.Realtime.Matchmaking;

/// <summary>The matchmaker of a cluster, which is on one of its servers. A server alone is its own and pays nothing.</summary>
public abstract class ClusterMatchmaker
{
    /// <summary>A server alone.</summary>
    public static readonly ClusterMatchmaker Alone = new NoOthers();

    /// <summary>Whether there is no other server.</summary>
    public abstract bool IsAlone { get; }

    /// <summary>Whether this server is the one that turns the passes, of which every cluster has one.</summary>
    public abstract bool IsFirst { get; }

    /// <summary>These are this server's tickets, and no others. Must not wait.</summary>
    public abstract void Enter(IReadOnlyCollection<Ticket> tickets);

    /// <summary>A ticket of this server. Must not wait.</summary>
    public abstract void Add(Ticket ticket);

    /// <summary>A ticket of this server ended. Must not wait.</summary>
    public abstract void End(string ticket);

    /// <summary>Turns a pass, wherever that is.</summary>
    public abstract Task Pass();

    sealed class NoOthers : ClusterMatchmaker
    {
        public override bool IsAlone => true;

        public override bool IsFirst => true;

        public override void Enter(IReadOnlyCollection<Ticket> tickets)
        {
        }

        public override void Add(Ticket ticket)
        {
        }

        public override void End(string ticket)
        {
        }

        public override Task Pass() => Task.CompletedTask;
    }
}
