using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Groups.Managing;

/// <summary>
/// Somebody who runs a group, or the server, does something to some players: all of it or nothing (parity 5.5, 5.6). Whoever does it is skipped
/// among them, and so is everybody to whom it cannot be done.
/// </summary>
/// <param name="GroupId">Which group.</param>
/// <param name="ActorId">Who does it, a lower-case UUID; null for the server, which may do anything.</param>
/// <param name="UserIds">To whom; lower-case UUIDs.</param>
public abstract record GroupUsersCommand(string GroupId, string? ActorId, IReadOnlyList<string> UserIds) : Command<Done>
{
    protected StreamRef<Group> Stream { get; } = Group.Kind.Of(GroupId);

    /// <summary>To whom, each once, without who does it.</summary>
    protected IReadOnlyList<StreamRef<Account>> Targets { get; } =
        [.. UserIds.Where(id => id != ActorId).Distinct(StringComparer.Ordinal).Select(Account.Kind.Of)];

    public override IReadOnlyList<StreamRef> Streams => [Stream, .. Targets];

    /// <summary>What a client is told when the group is disabled; null for nothing.</summary>
    protected abstract Fault? WhenDisabled { get; }

    public sealed override Decision<Done> Decide(StreamStates states, DecisionContext context)
    {
        if (UserIds.Count > Limits.UsersAtOnceMax) return GroupFaults.TooManyUsers;
        var group = states.Of(Stream);
        var actor = ActorId is null ? null : group.Find(ActorId);
        if (ActorId is not null && actor is not { Rank: <= GroupRank.Admin }) return GroupFaults.NoRights;
        if (!group.Exists) return GroupFaults.NotFound;
        if (group.IsDisabled)
        {
            if (WhenDisabled is null) return Decision.Granted();
            return ActorId is null ? GroupFaults.NotFound : WhenDisabled;
        }

        if (Refusal(states) is { } refusal) return refusal;
        var roster = new Roster(Stream, group, context, actor?.Rank);
        foreach (var target in Targets)
        {
            if (Apply(roster, states.Of(target), group.Find(target.Id)) is { } fault) return fault;
        }

        return roster.Decision;
    }

    /// <summary>Why it cannot be done at all, or null.</summary>
    protected virtual Fault? Refusal(StreamStates states) => null;

    /// <summary>Does it to one player, if it can be done.</summary>
    /// <param name="roster">The group as the players before left it.</param>
    /// <param name="player">To whom.</param>
    /// <param name="member">What they are to the group; null for nothing.</param>
    /// <returns>Why nothing of the whole call is done, or null.</returns>
    private protected abstract Fault? Apply(Roster roster, Account player, GroupMember? member);

    /// <summary>The group while a command goes through its list.</summary>
    /// <param name="stream">The group's stream.</param>
    /// <param name="group">As it was before the command.</param>
    /// <param name="context">Of the decision.</param>
    /// <param name="actorRank">Rank of who does it; null for the server.</param>
    private protected sealed class Roster(StreamRef<Group> stream, Group group, DecisionContext context, GroupRank? actorRank)
    {
        /// <summary>The group so far.</summary>
        public Group Group { get; private set; } = group;

        public DecisionContext Context => context;

        public Decision<Done> Decision { get; } = Kernel.Decision.Granted();

        /// <summary>Rank of who does it; null for the server.</summary>
        public GroupRank? ActorRank => actorRank;

        /// <summary>Whether who does it has power over admins and superadmins.</summary>
        public bool IsBySuperadmin => actorRank is null or GroupRank.Superadmin;

        /// <summary>Whether a member can be put out: admins by superadmins only, and never the last superadmin.</summary>
        public bool CanPutOut(GroupMember member) => member.Rank switch
        {
            GroupRank.Superadmin => IsBySuperadmin && Group.SuperadminCount > 1,
            GroupRank.Admin => IsBySuperadmin,
            _ => true,
        };

        public Roster Append(GroupEvent happened)
        {
            Group = Group.Evolve(Group, happened, context.Now);
            Decision.Append(stream, happened);
            return this;
        }

        /// <summary>Puts a message about a player into the group's channel.</summary>
        public void Post(Account player, int code) => Decision.Post(context, Group, player, code);
    }
}
