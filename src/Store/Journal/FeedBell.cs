using System.Diagnostics;
using Npgsql;

namespace KaosNet.Store.Journal;

/// <summary>
/// Wakes the feed's readers. Each waking costs them several queries however little there is to read, so under a stream of commits they are woken
/// at intervals; a commit after a quiet moment wakes them at once, and the last of a series soon after.
/// </summary>
sealed class FeedBell(NpgsqlDataSource source)
{
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);

    long _rungAt;

    /// <summary>True when the next commit is to wake the readers.</summary>
    public bool IsDue => _rungAt == 0 || Stopwatch.GetElapsedTime(_rungAt) >= Interval;

    /// <summary>True when something was committed that the readers were not woken for.</summary>
    public bool IsOwed { get; private set; }

    /// <summary>Told of each commit of events, and whether it woke the readers.</summary>
    public void Committed(bool woke)
    {
        IsOwed = !woke;
        if (woke) _rungAt = Stopwatch.GetTimestamp();
    }

    /// <summary>How long until what is owed is due.</summary>
    public TimeSpan Remaining => Interval - Stopwatch.GetElapsedTime(_rungAt) is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    /// <summary>Wakes the readers outside a commit.</summary>
    public async Task Ring()
    {
        await using var command = source.CreateCommand("select pg_notify('mt_events_appended', '')");
        await command.ExecuteNonQueryAsync();
        Committed(woke: true);
    }
}
