using KaosNet.Api.Operations;
using KaosNet.Projections.Groups;

namespace KaosNet.Api.Groups;

/// <summary>Groups of players: founding, joining, running and finding them.</summary>
public sealed class GroupsFeature : IFeature
{
    public IReadOnlyList<Operation> Operations { get; } =
    [
        ListGroups.Operation,
        CreateGroup.Operation,
        DeleteGroup.Operation,
        UpdateGroup.Operation,
        AddGroupUsers.Operation,
        BanGroupUsers.Operation,
        DemoteGroupUsers.Operation,
        JoinGroup.Operation,
        KickGroupUsers.Operation,
        LeaveGroup.Operation,
        PromoteGroupUsers.Operation,
        ListGroupUsers.Operation,
        ListUserGroups.Operation,
    ];

    public void AddServices(IServiceCollection services) => services.AddGroups();
}
