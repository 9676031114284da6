using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Groups;

/// <summary>A superadmin, or the server, ends a group (parity 5.3): nobody is told, and its messages can be reached no more.</summary>
/// <param name="GroupId">Which group.</param>
/// <param name="ActorId">Who ends it, a lower-case UUID; null for the server, which may do anything.</param>
public sealed record DeleteGroup(string GroupId, string? ActorId) : StreamCommand<Group, Done>
{
    public override StreamRef<Group> Stream { get; } = Group.Kind.Of(GroupId);

    protected override Decision<Done> Decide(Group state, DecisionContext context)
    {
        if (ActorId is not null && state.Find(ActorId) is not { Rank: GroupRank.Superadmin }) return GroupFaults.DeleteNoRights;
        return state.Exists ? Decision.Granted().Append(Stream, new GroupDeleted()) : GroupFaults.NotFound;
    }
}

/// <summary>An operator takes a group out of the game, or puts it back. There is none: nothing happens.</summary>
/// <param name="GroupId">Which group.</param>
/// <param name="IsDisabled">Out, or back.</param>
public sealed record DisableGroup(string GroupId, bool IsDisabled) : StreamCommand<Group, Done>
{
    public override StreamRef<Group> Stream { get; } = Group.Kind.Of(GroupId);

    protected override Decision<Done> Decide(Group state, DecisionContext context) => Decision.Granted()
        .AppendIf(state.Exists && state.IsDisabled != IsDisabled, Stream, () => IsDisabled ? new GroupDisabled() : new GroupEnabled());
}
