using KaosNet.Projections.Groups;
using KaosNet.Projections.Kernel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KaosNet.Projections.Chat;

/// <summary>Registers the read side of chat.</summary>
public static class ChatServices
{
    /// <summary>Adds lists, and what goes with an account. Needs the groups' <see cref="IGroupMemberships"/>; without them nobody is a member.</summary>
    public static IServiceCollection AddChat(this IServiceCollection services)
    {
        services.TryAddSingleton<IGroupMemberships, NoGroups>();
        return services
            .AddSingleton<MessageLists>()
            .AddSingleton<IOwnedByAccount, OwnedMessages>();
    }

    sealed class NoGroups : IGroupMemberships
    {
        public ValueTask<int?> StateOf(Guid groupId, Guid userId, CancellationToken cancel = default) => new((int?)null);
    }
}
