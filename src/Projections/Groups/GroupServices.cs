using KaosNet.Projections.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Projections.Groups;

/// <summary>Registers the read side of groups.</summary>
public static class GroupServices
{
    /// <summary>Adds searches, lists, who is in which group, and what goes with an account.</summary>
    public static IServiceCollection AddGroups(this IServiceCollection services) => services
        .AddSingleton<GroupSearch>()
        .AddSingleton<GroupMembers>()
        .AddSingleton<IGroupMemberships>(provider => provider.GetRequiredService<GroupMembers>())
        .AddSingleton<IOwnedByAccount, OwnedMemberships>();
}
