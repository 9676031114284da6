using KaosNet.Store;

namespace KaosNet.Api.Logging;

/// <summary>
/// What libraries say while the database is away: the same few things every second, each with a page of stack trace. They are told in one line each, the
/// first at once and then one a minute that counts what was left out. So are complaints of libraries about work that they called off, which comes with an
/// outage too. Nothing else is touched.
/// </summary>
sealed class OutageLines(TimeProvider time)
{
    static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>After this long nobody complains of it any more.</summary>
    static readonly TimeSpan Quiet = 2 * Interval;

    /// <summary>Different complaints that are remembered; more of them are shown every time.</summary>
    const int ComplaintsMax = 64;

    readonly Lock gate = new();
    readonly Dictionary<(string Caller, string Template), Complaint> complaints = [];
    long countsDueAt = long.MaxValue;

    /// <summary>Gives the entry as it is to be logged, or null when it is only counted.</summary>
    /// <param name="entry">Any entry.</param>
    /// <param name="template">What entries of the same kind share.</param>
    public LogEntry? Shorten(in LogEntry entry, string template)
    {
        if (entry.Error is not { } error || CauseOf(error, entry.Caller) is not { } cause) return entry;
        var said = entry with { Message = $"{entry.Message.TrimEnd('.', '!')}: {FirstLine((cause.InnerException ?? cause).Message)}", Error = null };
        lock (gate)
        {
            var now = time.GetTimestamp();
            var key = (entry.Caller, template);
            if (!complaints.TryGetValue(key, out var known))
            {
                if (complaints.Count < ComplaintsMax) complaints.Add(key, new Complaint(said, now));
                return said;
            }

            if (time.GetElapsedTime(known.ShownAt, now) < Interval)
            {
                known.LeftOut++;
                countsDueAt = Math.Min(countsDueAt, QuietAt(known));
                return null;
            }

            var shown = known.LeftOut > 0 ? Counted(said, known.LeftOut) : said;
            complaints[key] = new Complaint(said, now);
            return shown;
        }
    }

    /// <summary>One line for each complaint that was repeated and then came to an end: after a while, or now.</summary>
    public IReadOnlyList<LogEntry> Counts(bool now)
    {
        if (!now && time.GetTimestamp() < Volatile.Read(ref countsDueAt)) return [];
        lock (gate)
        {
            countsDueAt = long.MaxValue;
            List<LogEntry> counts = [];
            foreach (var (key, known) in complaints.ToList())
            {
                var isDue = now || time.GetElapsedTime(known.ShownAt) >= Quiet;
                if (isDue)
                {
                    if (known.LeftOut > 0) counts.Add(Counted(known.Last with { Time = time.GetUtcNow() }, known.LeftOut));
                    complaints.Remove(key);
                }
                else if (known.LeftOut > 0)
                {
                    countsDueAt = Math.Min(countsDueAt, QuietAt(known));
                }
            }

            return counts;
        }
    }

    static Exception? CauseOf(Exception error, string caller) => DatabaseAwayException.Behind(error)
        ?? (caller.StartsWith("KaosNet", StringComparison.Ordinal) ? null : error as OperationCanceledException);

    long QuietAt(Complaint known) => known.ShownAt + (long)(Quiet.TotalSeconds * time.TimestampFrequency);

    static LogEntry Counted(LogEntry entry, int leftOut) =>
        entry with { Message = $"{entry.Message} ({leftOut} more of these)", Fields = [.. entry.Fields, new("Repeated", leftOut)] };

    static string FirstLine(string text) => text.Split('\n', 2)[0].TrimEnd('\r');

    sealed class Complaint(LogEntry last, long shownAt)
    {
        public LogEntry Last { get; } = last;

        public long ShownAt { get; } = shownAt;

        public int LeftOut { get; set; }
    }
}
