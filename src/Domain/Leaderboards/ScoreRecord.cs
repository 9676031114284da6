using System.Globalization;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards.Disqualifying;

namespace KaosNet.Domain.Leaderboards;

/// <summary>One owner's record in one period of a board. Stream <c>record-{board}/{expiry}/{owner}</c>.</summary>
public sealed record ScoreRecord
{
    /// <summary>All records.</summary>
    public static readonly StreamKind<ScoreRecord, ScoreRecordEvent> Kind =
        new("record", Initial, Evolve, About, Limits.SnapshotEvery) { Whose = new() { ByStream = id => [id[(id.LastIndexOf('/') + 1)..]] } };

    public required string LeaderboardId { get; init; }

    /// <summary>The period's end in Unix seconds, which is its name; 0 when the board never starts over.</summary>
    public required long Expiry { get; init; }

    /// <summary>Lower-case UUID.</summary>
    public required string OwnerId { get; init; }

    /// <summary>False before the first submission or joining, and after a deletion.</summary>
    public bool Exists { get; init; }

    public long Score { get; init; }

    public long Subscore { get; init; }

    /// <summary>Submissions that counted; 0 for who has only joined.</summary>
    public int NumScore { get; init; }

    /// <summary>Submissions that the owner has; only tournaments hold anybody to it.</summary>
    public int MaxNumScore { get; init; } = Limits.MaxNumScore;

    /// <summary>The owner is counted among those of a tournament of limited size.</summary>
    public bool TakesPlace { get; init; }

    /// <summary>The owner's name when they last moved the record; null when it was never known.</summary>
    public string? Username { get; init; }

    /// <summary>A JSON object of the game's own.</summary>
    public string Metadata { get; init; } = "{}";

    public DateTimeOffset CreateTime { get; init; }

    public DateTimeOffset UpdateTime { get; init; }

    /// <summary>The record is not there only since all of it was taken back: it can come again (<see cref="RecordRecomputed"/>).</summary>
    public bool IsWithheld { get; init; }

    /// <summary>How many events the stream holds.</summary>
    public long Version { get; init; }

    /// <summary>The event that last moved the record, so that indexes can tell old news from new.</summary>
    public long ChangedIn { get; init; }

    /// <summary>The stream of an owner's record.</summary>
    /// <param name="leaderboardId">The board.</param>
    /// <param name="expiry">The period (see <see cref="Leaderboard.CurrentExpiryAt"/>).</param>
    /// <param name="ownerId">Lower-case UUID.</param>
    public static StreamRef<ScoreRecord> Of(string leaderboardId, long expiry, string ownerId) =>
        Kind.Of(string.Create(CultureInfo.InvariantCulture, $"{leaderboardId}/{expiry}/{ownerId}"));

    /// <summary>True for a UUID in its lower-case spelling, so that one owner has one spelling.</summary>
    public static bool IsOwner(string ownerId) => Guid.TryParseExact(ownerId, "D", out var id) && id.ToString() == ownerId;

    static ScoreRecord Initial(string id)
    {
        // Read from the end: a board's id may hold slashes, the other two parts cannot.
        var owner = id.LastIndexOf('/');
        var expiry = owner < 0 ? -1 : id.LastIndexOf('/', owner - 1);
        return expiry >= 0 && long.TryParse(id.AsSpan(expiry + 1, owner - expiry - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var period)
            ? new() { LeaderboardId = id[..expiry], Expiry = period, OwnerId = id[(owner + 1)..] }
            : new() { LeaderboardId = id, Expiry = 0, OwnerId = "" };
    }

    static ScoreRecord Evolve(ScoreRecord record, ScoreRecordEvent happened, DateTimeOffset at)
    {
        var version = record.Version + 1;
        return happened switch
        {
            ScoreSubmitted { Counted: true } submitted => record with
            {
                Exists = true,
                Score = submitted.ScoreAfter,
                Subscore = submitted.SubscoreAfter,
                NumScore = record.NumScore + 1,
                Username = submitted.Username ?? record.Username,
                Metadata = submitted.Metadata ?? record.Metadata,
                CreateTime = record.Exists ? record.CreateTime : at,
                UpdateTime = at,
                IsWithheld = false,
                Version = version,
                ChangedIn = version,
            },
            TournamentJoined joined => record with
            {
                Exists = true,
                MaxNumScore = joined.MaxNumScore,
                TakesPlace = joined.TakesPlace,
                Username = joined.Username,
                CreateTime = at,
                UpdateTime = at,
                IsWithheld = false,
                Version = version,
                ChangedIn = version,
            },
            TournamentEntered entered => record with { MaxNumScore = entered.MaxNumScore, TakesPlace = entered.TakesPlace, Version = version },
            AttemptsAdded added => record with { MaxNumScore = added.MaxNumScoreAfter, Version = version },
            RecordRecomputed { After: { } values } => record.With(values, version),
            ScoreRecordRestored restored => record.With(restored.Values, version),
            RecordRecomputed gone => Gone(record, version) with { IsWithheld = gone.IsWithheld },
            ScoreRecordDeleted => Gone(record, version),
            _ => record with { Version = version },
        };
    }

    ScoreRecord With(RecordValues values, long version) => this with
    {
        Exists = true,
        Score = values.Score,
        Subscore = values.Subscore,
        NumScore = values.NumScore,
        MaxNumScore = values.MaxNumScore,
        TakesPlace = values.TakesPlace,
        Username = values.Username,
        Metadata = values.Metadata,
        CreateTime = values.CreateTime,
        UpdateTime = values.UpdateTime,
        IsWithheld = false,
        Version = version,
        ChangedIn = version,
    };

    static ScoreRecord Gone(ScoreRecord record, long version) => new()
    {
        LeaderboardId = record.LeaderboardId,
        Expiry = record.Expiry,
        OwnerId = record.OwnerId,
        Version = version,
        ChangedIn = version,
    };

    static IEnumerable<string> About(string id, ScoreRecordEvent happened) => [id[(id.LastIndexOf('/') + 1)..]];
}
