using System.Net.Sockets;
using KaosNet.Store.Personal;
using Npgsql;

namespace KaosNet.Store.Journal;

/// <summary>Why a transaction did not come through, in the words that decide what happens next.</summary>
enum FailureKind
{
    /// <summary>Somebody else was there first: decide again from fresh states.</summary>
    LostRace,

    /// <summary>A unique index refused: some command wants a name that is taken.</summary>
    Taken,

    /// <summary>The database has no room: nobody is at fault and nothing is half done.</summary>
    NoRoom,

    /// <summary>The database does not take what a command wrote: a bug or a value that no text column can hold.</summary>
    Unfit,

    /// <summary>The lane's own row is not as the lane left it: take a new one.</summary>
    LaneLost,

    /// <summary>The epoch in which it was decided is over: decide again from nothing that is in memory.</summary>
    StaleEpoch,

    /// <summary>The database went away. Whether the transaction came through must be found out.</summary>
    Outage,
}

/// <summary>A failure of a transaction or of loading states.</summary>
/// <param name="Kind">What to do about it.</param>
/// <param name="Index">The unique index that refused, when one did.</param>
/// <param name="Exception">What the database or the driver said.</param>
sealed record CommitFailure(FailureKind Kind, string? Index, Exception Exception)
{
    /// <summary>Raised by the Journal's own statements when a stream is not at the version that was expected.</summary>
    public const string RaceCode = "KJ001";

    /// <summary>Raised by the Journal's own statements when the lane's row is not as the lane left it.</summary>
    public const string LaneCode = "KJ002";

    /// <summary>Raised by the Journal's own statements when the epoch is not the one that was decided in.</summary>
    public const string EpochCode = "KJ003";

    /// <summary>True when the database said that nothing was committed.</summary>
    public bool IsCertain => Kind != FailureKind.Outage;

    public static CommitFailure Of(Exception exception) => exception switch
    {
        // FATAL and worse end the session, possibly after the commit record was written.
        PostgresException { InvariantSeverity: "ERROR" } error => OfError(error),
        // What decides it again knows of it by then.
        PersonForgottenException => new(FailureKind.LostRace, null, exception),
        NpgsqlException or IOException or SocketException or TimeoutException or ObjectDisposedException => new(FailureKind.Outage, null, exception),
        _ => new(FailureKind.Unfit, null, exception),
    };

    static CommitFailure OfError(PostgresException error) => error.SqlState switch
    {
        LaneCode => new(FailureKind.LaneLost, null, error),
        EpochCode => new(FailureKind.StaleEpoch, null, error),
        RaceCode
            or PostgresErrorCodes.SerializationFailure
            or PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.LockNotAvailable
            or PostgresErrorCodes.QueryCanceled => new(FailureKind.LostRace, null, error),
        PostgresErrorCodes.UniqueViolation when error.ConstraintName is "pkey_mt_streams_id" or "pk_mt_events_stream_and_version" =>
            new(FailureKind.LostRace, null, error),
        PostgresErrorCodes.UniqueViolation => new(FailureKind.Taken, error.ConstraintName, error),
        PostgresErrorCodes.ReadOnlySqlTransaction => new(FailureKind.Outage, null, error),
        _ when error.SqlState.StartsWith("53", StringComparison.Ordinal) => new(FailureKind.NoRoom, null, error),
        _ => new(FailureKind.Unfit, null, error),
    };
}
