using System.Globalization;
using System.Runtime.InteropServices;

namespace KaosNet.Projections.History;

/// <summary>
/// A moment to look back to: a time, or an event's place among all events. What had happened by then counts, that very instant or event included.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PastMoment
{
    PastMoment(DateTimeOffset? time, long sequence) => (Time, Sequence) = (time, sequence);

    /// <summary>The time; null when it is an event's place.</summary>
    public DateTimeOffset? Time { get; }

    /// <summary>The place of an event among all events, from 1.</summary>
    public long Sequence { get; }

    /// <summary>The moment of a time, to the microsecond as events have it.</summary>
    public static PastMoment At(DateTimeOffset time) => new(time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond)).ToUniversalTime(), 0);

    /// <summary>The moment at which an event was stored.</summary>
    public static PastMoment AtEvent(long sequence) => new(null, sequence);

    /// <summary>Reads a time as in RFC 3339 (<c>2026-03-01T12:00:00Z</c>; UTC when it names no offset) or an event's place as a whole number.</summary>
    public static bool TryRead(string text, out PastMoment moment)
    {
        moment = default;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
        {
            moment = AtEvent(sequence);
            return true;
        }

        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (!DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture, Utc, out var time)) return false;
        moment = At(time);
        return true;
    }

    /// <summary>One spelling for each moment.</summary>
    public override string ToString() => Time is { } time
        ? time.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffffK", CultureInfo.InvariantCulture)
        : Sequence.ToString(CultureInfo.InvariantCulture);
}
