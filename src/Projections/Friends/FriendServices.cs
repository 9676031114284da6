using KaosNet.Projections.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Projections.Friends;

/// <summary>Registers the friends' read side.</summary>
public static class FriendServices
{
    /// <summary>Adds lists and the answers about pairs.</summary>
    public static IServiceCollection AddFriends(this IServiceCollection services) => services
        .AddSingleton<FriendLists>()
        .AddSingleton<FriendsOfFriends>()
        .AddSingleton<IFriendships, Friendships>()
        .AddSingleton<IOwnedByAccount, OwnedFriendships>();
}
