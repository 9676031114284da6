namespace KaosNet.Realtime.Presence;

/// <summary>
/// What this server has pushed to its sockets already: it hears of its own commits at once and again from the event feed, in either order, and pushes
/// once. Two generations in bounded memory; only a feed that lags by more than one of them could push twice.
/// </summary>
public sealed class PushedHere
{
    /// <summary>Ids of a generation.</summary>
    public const int GenerationMax = 65_536;

    readonly Lock _gate = new();
    HashSet<Guid> _young = [];
    HashSet<Guid> _old = [];

    /// <summary>True for the first to ask for an id, who is to push it.</summary>
    public bool TryClaim(Guid id)
    {
        lock (_gate)
        {
            if (_old.Contains(id) || !_young.Add(id)) return false;
            if (_young.Count >= GenerationMax) (_old, _young) = (_young, []);
            return true;
        }
    }
}
