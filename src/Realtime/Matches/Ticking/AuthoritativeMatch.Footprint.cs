namespace KaosNet.Realtime.Matches.Ticking;

/// <content>Where its memory is, so that the tick thread can ask for it ahead.</content>
sealed partial class AuthoritativeMatch
{
    /// <summary>Ticks after which it is looked anew where the match's memory is.</summary>
    const int TraceInterval = 64;

    readonly MatchFootprint? _footprint = MatchFootprint.IsOfUse ? new() : null;

    protected internal override void Approach(bool isNext)
    {
        if (isNext) _footprint?.Approach();
        else _footprint?.ApproachList();
    }

    /// <summary>Looks anew where its memory is, if that is due.</summary>
    void TraceNow()
    {
        if (_footprint is null || _core.Tick % TraceInterval != 1) return;
        _footprint.Clear();
        _footprint.Add(_guard);
        _footprint.Add(_inbox);
        _footprint.Add(_places);
        _tape.Trace(_footprint);
        _core.Trace(_footprint);
    }
}
