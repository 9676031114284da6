using KaosNet.Domain.Matches;

namespace KaosNet.Realtime.Matches.Recording;

/// <summary>
/// What one match has lived through since it last handed a piece of its record over. Used by the match's own thread; costs its tick no more than writing into
/// memory, as pieces are stored elsewhere.
/// </summary>
sealed class MatchTape(MatchRecorder recorder, MatchKey match, string run, MatchSettings settings, TimeProvider time)
{
    MatchLog? _log;
    int _pieces;
    long _fromTick;
    long _since;

    /// <summary>Takes what happens.</summary>
    public MatchStepWriter Steps { get; } = new();

    /// <summary>Set when the match has changed something outside of it: the record must not lag far behind that.</summary>
    public bool IsUrgent { get; set; }

    /// <summary>Begins the record. False when it cannot be stored.</summary>
    public bool Start(MatchCreated created)
    {
        _since = time.GetTimestamp();
        _log = recorder.Open(match, run);
        // What the init callback changed outside is not repeated by a resumed match: its piece follows the beginning.
        return _log.Start(created) && (!IsUrgent || TakePiece(0));
    }

    /// <summary>Goes on with a record that has come so far.</summary>
    public void GoOn(int pieces, long tick)
    {
        _since = time.GetTimestamp();
        _log = recorder.Open(match, run);
        (_pieces, _fromTick) = (pieces, tick);
    }

    /// <summary>Hands the piece over when it is large or old enough. False when it cannot be stored: the match must end.</summary>
    public bool HandOver(long tick, long now)
    {
        var age = IsUrgent ? settings.EffectRecordingInterval : settings.RecordingInterval;
        return (Steps.Length < Limits.PieceBytesFull && time.GetElapsedTime(_since, now) < age) || TakePiece(tick, hasTime: !IsUrgent);
    }

    /// <summary>Hands the piece over, unless it is empty. False when it cannot be stored.</summary>
    public bool TakePiece(long tick, bool hasTime = false)
    {
        _since = time.GetTimestamp();
        IsUrgent = false;
        if (Steps.Length == 0) return true;
        var piece = new MatchInputsRecorded(_pieces++, _fromTick, tick, Steps.Take());
        _fromTick = tick;
        return _log!.Inputs(piece, hasTime);
    }

    /// <summary>The match goes on with other code, after all that was handed over. False when that cannot be stored: the match must end.</summary>
    public bool ChangeCode(long tick, string moduleVersion, CodeChangeStep step) => _log!.CodeChanged(MatchCodeChanged.Of(_pieces, tick, moduleVersion, step));

    /// <summary>Forgets what happened since the last piece, as it came to nothing.</summary>
    public void Drop() => Steps.Take();

    /// <summary>Ends the record.</summary>
    public void End(MatchEnded end) => _log!.End(end);
}
