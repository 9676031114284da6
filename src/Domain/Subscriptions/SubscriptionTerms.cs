using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Subscriptions;

/// <summary>What becomes of a batch that was refused as often as is tried.</summary>
public enum FailureRule
{
    /// <summary>It is put on the list of dead letters, and the next one is sent.</summary>
    DeadLetter,

    /// <summary>Nothing more is sent until an operator resumes the subscription.</summary>
    Halt,
}

/// <summary>What a subscriber gets, and how.</summary>
/// <param name="Url">Where batches are posted.</param>
/// <param name="Slices">Kinds of streams; none for all.</param>
/// <param name="Types">Names of events; none for all.</param>
/// <param name="UserId">Events of or about this user alone; null for everybody's.</param>
/// <param name="Personal">With what is personal in events.</param>
/// <param name="BatchSize">Events of one batch at most.</param>
/// <param name="Attempts">How often a batch is tried before it is given up.</param>
/// <param name="OnFailure">What becomes of it then.</param>
public sealed record SubscriptionTerms(
    string Url, IReadOnlyList<string> Slices, IReadOnlyList<string> Types, string? UserId, bool Personal, int BatchSize, int Attempts, FailureRule OnFailure)
{
    /// <summary>What is wrong with them; null for nothing. Whether there are such slices and types is for those to say who know the events.</summary>
    public Fault? Flaw()
    {
        if (!IsUrl(Url)) return SubscriptionFaults.InvalidUrl;
        if (Slices.Count + Types.Count > Limits.NamesMax) return SubscriptionFaults.TooManyNames;
        if (UserId is not null && !Uuids.TryRead(UserId, out _)) return SubscriptionFaults.InvalidUser;
        if (BatchSize is < 1 or > Limits.BatchMax) return SubscriptionFaults.InvalidBatchSize;
        if (Attempts is < 1 or > Limits.AttemptsMax) return SubscriptionFaults.InvalidAttempts;
        return Enum.IsDefined(OnFailure) ? null : SubscriptionFaults.InvalidOnFailure;
    }

    /// <summary>Equal when all they say is equal: lists are compared by what is in them.</summary>
    public bool Equals(SubscriptionTerms? other) => other is not null
        && (Url, UserId, Personal, BatchSize, Attempts, OnFailure) == (other.Url, other.UserId, other.Personal, other.BatchSize, other.Attempts, other.OnFailure)
        && Slices.SequenceEqual(other.Slices, StringComparer.Ordinal) && Types.SequenceEqual(other.Types, StringComparer.Ordinal);

    public override int GetHashCode() => HashCode.Combine(Url, UserId, Personal, BatchSize, Attempts, OnFailure, Slices.Count, Types.Count);

    static bool IsUrl(string url) => url.Length <= Limits.UrlLengthMax && !url.Any(char.IsControl) && Uri.TryCreate(url, UriKind.Absolute, out var target)
        && target is { Scheme: "http" or "https", UserInfo.Length: 0, Host.Length: > 0 };
}
