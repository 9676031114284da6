namespace KaosNet.Store.Chain.Audit;

/// <summary>What a pass through the store comes across. All are counted, a bounded number kept: the first.</summary>
sealed class Findings
{
    /// <summary>Findings kept. More are a store that was rewritten, of which the first say enough.</summary>
    public const int KeptMax = 2000;

    readonly List<Finding> _kept = [];

    /// <summary>Findings that were not kept.</summary>
    public long More { get; private set; }

    public List<Finding> Kept => _kept;

    public void Add(Finding finding)
    {
        if (_kept.Count < KeptMax) _kept.Add(finding);
        else More++;
    }

    /// <summary>An event of a version that seemed to be gone stands behind later ones.</summary>
    public void CameLate(Finding late)
    {
        var gap = _kept.FindIndex(finding => finding.Kind == Tampering.Removed && finding.Stream == late.Stream
            && finding.Version <= late.Version && (finding.LastVersion ?? finding.Version) >= late.Version);
        if (gap < 0)
        {
            Add(late);
            return;
        }

        var lost = _kept[gap];
        _kept.RemoveAt(gap);
        var (first, last) = (lost.Version!.Value, lost.LastVersion ?? lost.Version!.Value);
        if (first < late.Version) _kept.Add(lost with { LastVersion = late.Version - 1 > first ? late.Version - 1 : null });
        if (late.Version < last) _kept.Add(lost with { Version = late.Version + 1, LastVersion = last > late.Version + 1 ? last : null });
        // The first number at which the order is not as it was is that of the event that came too early.
        _kept.Add(late with { Sequence = lost.NextSequence!.Value, Version = last + 1, Type = null, At = null, Why = $"Version {late.Version} stands behind later ones, under number {late.Sequence}." });
    }
}
