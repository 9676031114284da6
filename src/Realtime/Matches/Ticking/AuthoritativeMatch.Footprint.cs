namespace KaosNet.Realtime.Matches.Ticking;

/// <content>Where its memory is, so that the tick thread can ask for it ahead.</content>
sealed partial class AuthoritativeMatch
{
    /// <summary>Bytes of a match itself.</summary>
    internal const int Bytes = 256;

    /// <summary>Ticks after which it is looked anew where the script's memory is.</summary>
    const int TraceInterval = 64;

    readonly MatchFootprint? _footprint = MatchFootprint.IsOfUse ? new() : null;

    protected internal override void Approach(bool isNext)
    {
        if (_footprint is null) return;
        if (isNext)
        {
            MatchFootprint.Ask(_record.Buffer);
            MatchFootprint.Ask(in _record.Next);
            _footprint.Approach();
            return;
        }

        _footprint.ApproachList();
        MatchFootprint.Ask(_core, MatchCore.Bytes);
        MatchFootprint.Ask(_inbox);
        MatchFootprint.Ask(_places);
        MatchFootprint.Ask(_tape);
        MatchFootprint.Ask(_record);
    }

    /// <summary>Looks anew where its script's memory is, if that is due.</summary>
    void TraceNow()
    {
        if (_footprint is null || _core.Tick % TraceInterval != 1) return;
        _footprint.Clear();
        _core.Current?.Trace(_footprint);
    }
}
