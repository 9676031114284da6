using KaosNet.Api.Operations;
using KaosNet.Projections.Friends;

namespace KaosNet.Api.Friends;

/// <summary>Friends, invites and blocks: changing them, listing them, and meeting the friends of friends.</summary>
public sealed class FriendsFeature : IFeature
{
    public IReadOnlyList<Operation> Operations { get; } =
    [
        DeleteFriends.Operation,
        ListFriends.Operation,
        AddFriends.Operation,
        BlockFriends.Operation,
        ImportFacebookFriends.Operation,
        ListFriendsOfFriends.Operation,
        ImportSteamFriends.Operation,
    ];

    public void AddServices(IServiceCollection services) => services.AddFriends();
}
