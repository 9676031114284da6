using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Friends;

/// <summary>What a player is to the owner of an edge (parity 4.1).</summary>
public enum FriendState
{
    /// <summary>They are friends.</summary>
    Friend = 0,

    /// <summary>The owner asked.</summary>
    InviteSent = 1,

    /// <summary>The owner was asked.</summary>
    InviteReceived = 2,

    /// <summary>The owner blocked the other.</summary>
    Blocked = 3,
}

/// <summary>One side's view of the other.</summary>
/// <param name="State">What the other is to the owner.</param>
/// <param name="Position">Place in the owner's list: when the edge began, in nanoseconds since 1970. Kept over changes.</param>
/// <param name="UpdatedAt">When it last changed.</param>
/// <param name="Metadata">A JSON object in its canonical spelling.</param>
public sealed record FriendEdge(FriendState State, long Position, DateTimeOffset UpdatedAt, [property: Personal("{}")] string Metadata)
{
    internal FriendEdge As(FriendState state, DateTimeOffset at, string? metadata = null) =>
        this with { State = state, UpdatedAt = at, Metadata = metadata ?? Metadata };
}

/// <summary>What is between two players: an edge of each side, or none.</summary>
/// <param name="Id">Both user ids, the smaller one first, with a dash between them.</param>
public sealed record Friendship(string Id)
{
    /// <summary>Pairs of players, by both ids.</summary>
    public static readonly StreamKind<Friendship, FriendshipEvent> Kind =
        new("friendship", id => new(id), Evolve, about: (id, _) => [FirstOf(id), SecondOf(id)], snapshotEvery: 100)
        {
            // What one notes about the other is about both.
            Whose = new() { ByStream = id => [FirstOf(id), SecondOf(id)] },
        };

    const int UserIdLength = 36;

    /// <summary>The smaller of the two user ids.</summary>
    public string FirstId => FirstOf(Id);

    /// <summary>The larger of the two user ids.</summary>
    public string SecondId => SecondOf(Id);

    /// <summary>The edge of the player with the smaller id, or null.</summary>
    public FriendEdge? First { get; init; }

    /// <summary>The edge of the player with the larger id, or null.</summary>
    public FriendEdge? Second { get; init; }

    /// <summary>When the first player's edge last came or went, which is when their edge count changed; null when there never was one.</summary>
    public DateTimeOffset? FirstCountedAt { get; init; }

    /// <summary>The same for the second player.</summary>
    public DateTimeOffset? SecondCountedAt { get; init; }

    /// <summary>What is between two players, whichever is named first.</summary>
    public static StreamRef<Friendship> Between(string userId, string otherId) =>
        Kind.Of(string.CompareOrdinal(userId, otherId) < 0 ? $"{userId}-{otherId}" : $"{otherId}-{userId}");

    /// <summary>The pair after one more event.</summary>
    public static Friendship Evolve(Friendship pair, FriendshipEvent happened, DateTimeOffset at) => happened switch
    {
        FriendInvited invited => pair
            .With(invited.By, new(FriendState.InviteSent, invited.Position, at, invited.Metadata), at)
            .WithOther(invited.By, new(FriendState.InviteReceived, invited.Position, at, FriendMetadata.None), at),
        FriendAccepted accepted => pair
            .With(accepted.By, pair.EdgeOf(accepted.By)?.As(FriendState.Friend, at, accepted.Metadata), at)
            .WithOther(accepted.By, pair.EdgeOfOther(accepted.By)?.As(FriendState.Friend, at), at),
        FriendRemoved or FriendInviteWithdrawn or FriendInviteRejected or FriendshipEnded =>
            pair.With(happened.By, null, at).WithOther(happened.By, null, at),
        UserBlocked blocked => pair
            .With(blocked.By, Began(pair.EdgeOf(blocked.By), blocked.Position, at).As(FriendState.Blocked, at), at)
            .WithOther(blocked.By, pair.EdgeOfOther(blocked.By) is { State: FriendState.Blocked } block ? block : null, at),
        UserUnblocked => pair.With(happened.By, null, at),
        FriendImported imported => pair
            .With(imported.By, Began(pair.EdgeOf(imported.By), imported.Position, at).As(FriendState.Friend, at, imported.Metadata), at)
            .WithOther(
                imported.By, Began(pair.EdgeOfOther(imported.By), imported.Position, at).As(FriendState.Friend, at, imported.OtherMetadata), at),
        FriendMetadataEdited edited => pair.EdgeOf(edited.By) is { } edge
            ? pair.With(edited.By, edge.As(edge.State, at, edited.Metadata), at)
            : pair,
        FriendshipRestored restored => pair.WithFirst(restored.First, at).WithSecond(restored.Second, at),
        _ => pair,
    };

    /// <summary>The player's edge, or null.</summary>
    public FriendEdge? EdgeOf(string userId) => userId == FirstId ? First : Second;

    /// <summary>The edge of the other player than this one, or null.</summary>
    public FriendEdge? EdgeOfOther(string userId) => userId == FirstId ? Second : First;

    static FriendEdge Began(FriendEdge? known, long position, DateTimeOffset at) =>
        known ?? new(FriendState.Friend, position, at, FriendMetadata.None);

    static string FirstOf(string id) => id[..UserIdLength];

    static string SecondOf(string id) => id[(UserIdLength + 1)..];

    Friendship With(string userId, FriendEdge? edge, DateTimeOffset at) => userId == FirstId ? WithFirst(edge, at) : WithSecond(edge, at);

    Friendship WithOther(string userId, FriendEdge? edge, DateTimeOffset at) => userId == FirstId ? WithSecond(edge, at) : WithFirst(edge, at);

    Friendship WithFirst(FriendEdge? edge, DateTimeOffset at) => this with { First = edge, FirstCountedAt = Counted(First, edge, FirstCountedAt, at) };

    Friendship WithSecond(FriendEdge? edge, DateTimeOffset at) =>
        this with { Second = edge, SecondCountedAt = Counted(Second, edge, SecondCountedAt, at) };

    // Clocks of two servers may differ, and a time that was told must not be taken back.
    static DateTimeOffset? Counted(FriendEdge? before, FriendEdge? after, DateTimeOffset? known, DateTimeOffset at) =>
        before is null == after is null || known >= at ? known : at;
}
