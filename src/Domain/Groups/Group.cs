using System.Collections.Immutable;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Groups;

/// <summary>What a player is to a group; the numbers are the wire's. The lower, the more rights.</summary>
public enum GroupRank
{
    Superadmin = 0,
    Admin = 1,
    Member = 2,

    /// <summary>Asks to be let in.</summary>
    JoinRequest = 3,
    Banned = 4,
}

/// <summary>A player within a group's state.</summary>
/// <param name="Rank">What they are to the group.</param>
/// <param name="Position">Their place in the lists of their rank: when they came, in nanoseconds since 1970, later ones always above earlier ones.</param>
public sealed record GroupMember(GroupRank Rank, long Position)
{
    /// <summary>Whether they are in, rather than asking or banned.</summary>
    public bool IsIn => Rank <= GroupRank.Member;
}

/// <summary>A group as its events left it.</summary>
public sealed record Group
{
    /// <summary>Groups, by id.</summary>
    public static readonly StreamKind<Group, GroupEvent> Kind =
        new("group", id => new Group { Id = id }, Evolve, About, snapshotEvery: 100);

    /// <summary>The unique index that holds names apart.</summary>
    public const string NameIndex = "groups_name";

    /// <summary>Language of a group that said nothing about it.</summary>
    public const string DefaultLangTag = "en";

    /// <summary>A lower-case UUID.</summary>
    public required string Id { get; init; }

    /// <summary>Founded and not deleted.</summary>
    public bool Exists { get; init; }

    /// <summary>Whom it names as its creator, a lower-case UUID, also after that account is gone (X9); null for the server.</summary>
    public string? CreatorId { get; init; }

    public string Name { get; init; } = "";

    public string Description { get; init; } = "";

    public string AvatarUrl { get; init; } = "";

    public string LangTag { get; init; } = DefaultLangTag;

    /// <summary>A JSON object.</summary>
    public string Metadata { get; init; } = "{}";

    /// <summary>Whether players join without asking.</summary>
    public bool IsOpen { get; init; }

    public int MaxCount { get; init; }

    public bool IsDisabled { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its fields or its number of members last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Everybody who has to do with it, by user id.</summary>
    public ImmutableDictionary<Guid, GroupMember> Members { get; init; } = ImmutableDictionary<Guid, GroupMember>.Empty;

    /// <summary>Its superadmins and admins, among <see cref="Members"/>.</summary>
    public ImmutableSortedSet<Guid> Leaders { get; init; } = [];

    /// <summary>How many superadmins, admins and members there are.</summary>
    public int MemberCount { get; init; }

    public int SuperadminCount { get; init; }

    /// <summary>The highest position that was ever given.</summary>
    public long LastPosition { get; init; }

    /// <summary>What the player is to the group, or null for nothing.</summary>
    public GroupMember? Find(string userId) => Members.GetValueOrDefault(Guid.Parse(userId));

    /// <summary>The group after one more event.</summary>
    public static Group Evolve(Group group, GroupEvent happened, DateTimeOffset at) => happened switch
    {
        GroupCreated created => new Group
        {
            Id = group.Id,
            Exists = true,
            CreatorId = created.CreatorId,
            Name = created.Name,
            Description = created.Description,
            AvatarUrl = created.AvatarUrl,
            LangTag = created.LangTag,
            Metadata = created.Metadata,
            IsOpen = created.IsOpen,
            MaxCount = created.MaxCount,
            CreatedAt = at,
            UpdatedAt = at,
        }.With(created.FounderId, GroupRank.Superadmin, at),
        GroupEdited edited => group with
        {
            Name = edited.Name ?? group.Name,
            CreatorId = edited.CreatorId ?? group.CreatorId,
            Description = edited.Description ?? group.Description,
            AvatarUrl = edited.AvatarUrl ?? group.AvatarUrl,
            LangTag = edited.LangTag ?? group.LangTag,
            Metadata = edited.Metadata ?? group.Metadata,
            IsOpen = edited.IsOpen ?? group.IsOpen,
            MaxCount = edited.MaxCount ?? group.MaxCount,
            UpdatedAt = at,
        },
        GroupDisabled => group with { IsDisabled = true, UpdatedAt = at },
        GroupEnabled => group with { IsDisabled = false, UpdatedAt = at },
        GroupJoinRequested asked => group.With(asked.UserId, GroupRank.JoinRequest, at),
        GroupJoined or GroupMemberAdded => group.With(((GroupMemberEvent)happened).UserId, GroupRank.Member, at),
        GroupMemberPromoted promoted => group.With(promoted.UserId, promoted.Rank, at),
        GroupMemberDemoted demoted => group.With(demoted.UserId, demoted.Rank, at),
        // A ban takes the player's place away and gives another.
        GroupMemberBanned banned => group.Without(banned.UserId, at).With(banned.UserId, GroupRank.Banned, at),
        GroupMemberRestored restored => group.With(restored.UserId, restored.Member, at),
        GroupMemberEvent gone => group.Without(gone.UserId, at),
        GroupRestored restored => group.Restored(restored, at),
        GroupDeleted => new Group { Id = group.Id },
        _ => group,
    };

    Group With(string userId, GroupRank rank, DateTimeOffset at)
    {
        if (!Guid.TryParse(userId, out var id)) return this;
        var was = Members.GetValueOrDefault(id);
        var position = was?.Position ?? Math.Max(LastPosition + 1, (at.Ticks - DateTimeOffset.UnixEpoch.Ticks) * TimeSpan.NanosecondsPerTick);
        return With(userId, new GroupMember(rank, position), at);
    }

    Group With(string userId, GroupMember member, DateTimeOffset at)
    {
        if (!Guid.TryParse(userId, out var id)) return this;
        return Counted(Members.GetValueOrDefault(id), member, at) with
        {
            Members = Members.SetItem(id, member),
            Leaders = member.Rank <= GroupRank.Admin ? Leaders.Add(id) : Leaders.Remove(id),
            LastPosition = Math.Max(LastPosition, member.Position),
        };
    }

    Group Restored(GroupRestored restored, DateTimeOffset at) => restored.Members.Aggregate(
        new Group
        {
            Id = Id,
            Exists = true,
            CreatorId = restored.CreatorId,
            Name = restored.Name,
            Description = restored.Description,
            AvatarUrl = restored.AvatarUrl,
            LangTag = restored.LangTag,
            Metadata = restored.Metadata,
            IsOpen = restored.IsOpen,
            MaxCount = restored.MaxCount,
            IsDisabled = restored.IsDisabled,
            CreatedAt = restored.CreatedAt,
            UpdatedAt = at,
        },
        (group, one) => group.With(one.UserId, one.Member, at));

    Group Without(string userId, DateTimeOffset at)
    {
        return Guid.TryParse(userId, out var id) && Members.TryGetValue(id, out var was)
            ? Counted(was, null, at) with { Members = Members.Remove(id), Leaders = Leaders.Remove(id) }
            : this;
    }

    Group Counted(GroupMember? was, GroupMember? now, DateTimeOffset at)
    {
        var more = (now is { IsIn: true } ? 1 : 0) - (was is { IsIn: true } ? 1 : 0);
        return this with
        {
            MemberCount = MemberCount + more,
            SuperadminCount = SuperadminCount + (now?.Rank == GroupRank.Superadmin ? 1 : 0) - (was?.Rank == GroupRank.Superadmin ? 1 : 0),
            UpdatedAt = more == 0 ? UpdatedAt : at,
        };
    }

    static IEnumerable<string> About(string id, GroupEvent happened) => happened switch
    {
        GroupMemberEvent about => [about.UserId],
        GroupCreated created => [created.FounderId],
        GroupRestored restored => restored.Members.Select(one => one.UserId),
        _ => [],
    };
}
