using System.Diagnostics;
using Npgsql;

namespace KaosNet.Store.Journal;

/// <summary>
/// Wakes those who wait for events, on one channel. Each waking costs them several queries however little there is to read, so under a stream of commits they are
/// woken at intervals; a commit after a quiet moment wakes them at once, and the last of a series soon after.
/// </summary>
/// <param name="source">Where the channel is.</param>
/// <param name="channel">The channel.</param>
/// <param name="message">What goes with it.</param>
/// <param name="interval">The least time between two wakings.</param>
sealed class FeedBell(NpgsqlDataSource source, string channel, string message, TimeSpan interval)
{
    /// <summary>Marten's channel, on which the handlers that run on one server are woken.</summary>
    public const string Handlers = "mt_events_appended";

    /// <summary>What one server does for all may come a moment late: a third of a second under a stream of commits.</summary>
    public static readonly TimeSpan OfHandlers = TimeSpan.FromMilliseconds(300);

    /// <summary>What servers keep in memory should not lag.</summary>
    public static readonly TimeSpan OfServers = TimeSpan.FromMilliseconds(25);

    long _rungAt;

    /// <summary>True when the next commit is to wake the readers.</summary>
    public bool IsDue => _rungAt == 0 || Stopwatch.GetElapsedTime(_rungAt) >= interval;

    /// <summary>True when something was committed that the readers were not woken for.</summary>
    public bool IsOwed { get; private set; }

    /// <summary>Told of each commit of events that matter to the readers, and whether it woke them.</summary>
    public void Committed(bool woke)
    {
        IsOwed = !woke;
        if (woke) _rungAt = Stopwatch.GetTimestamp();
    }

    /// <summary>How long until what is owed is due.</summary>
    public TimeSpan Remaining => interval - Stopwatch.GetElapsedTime(_rungAt) is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    /// <summary>Wakes the readers outside a commit.</summary>
    public async Task Ring()
    {
        await using var command = source.CreateCommand("select pg_notify($1, $2)");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = channel });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = message });
        await command.ExecuteNonQueryAsync();
        Committed(woke: true);
    }
}
