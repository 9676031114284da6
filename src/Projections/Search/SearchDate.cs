namespace KaosNet.Projections.Search;

/// <summary>Reads moments in the spellings that documents and queries use; no others, whatever the culture of the machine.</summary>
public static class SearchDate
{
    const int DateLength = 10;
    const int TimeLength = 8;
    const int ShortestMoment = DateLength + 1 + TimeLength;

    /// <summary>Ticks of a whole second have seven digits; what follows is cut off.</summary>
    const int FractionDigits = 7;

    /// <summary>
    /// A moment as documents may spell it: <c>2020-01-31</c>, <c>2020-01-31 10:20:30</c>, <c>2020-01-31T10:20:30</c>, and RFC 3339, which adds
    /// a zone; each time with or without a fraction. Without a zone it is UTC.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<char> text, out long ticks) => TryRead(text, wantsZone: false, out ticks);

    /// <summary>A moment as queries must spell it: RFC 3339 only.</summary>
    public static bool TryReadRfc3339(ReadOnlySpan<char> text, out long ticks) => TryRead(text, wantsZone: true, out ticks);

    static bool TryRead(ReadOnlySpan<char> text, bool wantsZone, out long ticks)
    {
        ticks = 0;
        // Nearly every text is refused by these comparisons alone.
        if (text.Length < DateLength || text[4] != '-' || text[7] != '-') return false;
        if (!Digits(text[..4], out var year) || !Digits(text[5..7], out var month) || !Digits(text[8..10], out var day)) return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        ticks = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Ticks;
        if (text.Length == DateLength) return !wantsZone;
        if (text.Length < ShortestMoment || text[10] is not ('T' or ' ') || !TryReadTime(text.Slice(DateLength + 1, TimeLength), out var time)) return false;

        ticks += time;
        var rest = text[ShortestMoment..];
        if (rest is ['.', ..] && !TryTakeFraction(ref rest, ref ticks)) return false;
        if (rest.IsEmpty) return !wantsZone;
        return text[10] == 'T' && TryReadZone(rest, out var offset) && InRange(ticks -= offset);
    }

    static bool TryReadTime(ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        if (text[2] != ':' || text[5] != ':') return false;
        if (!Digits(text[..2], out var hour) || !Digits(text[3..5], out var minute) || !Digits(text[6..8], out var second)) return false;
        ticks = (((hour * 60L) + minute) * 60 + second) * TimeSpan.TicksPerSecond;
        return hour < 24 && minute < 60 && second < 60;
    }

    static bool TryTakeFraction(ref ReadOnlySpan<char> rest, ref long ticks)
    {
        var unit = TimeSpan.TicksPerSecond;
        var at = 1;
        for (; at < rest.Length && char.IsAsciiDigit(rest[at]); at++)
        {
            if (at > FractionDigits) continue;
            unit /= 10;
            ticks += (rest[at] - '0') * unit;
        }

        rest = rest[at..];
        return at > 1;
    }

    static bool TryReadZone(ReadOnlySpan<char> text, out long offset)
    {
        offset = 0;
        if (text is "Z") return true;
        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':') return false;
        if (!Digits(text[1..3], out var hours) || !Digits(text[4..6], out var minutes) || hours > 24 || minutes > 59) return false;
        offset = ((hours * 60L) + minutes) * TimeSpan.TicksPerMinute * (text[0] == '-' ? -1 : 1);
        return true;
    }

    static bool InRange(long ticks) => ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks;

    static bool Digits(ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit(digit)) return false;
            number = (number * 10) + (digit - '0');
        }

        return true;
    }
}
