namespace KaosNet.Scripting.Nk.Bundles;

/// <summary>
/// The reference's operations, which have registration functions of their own, <c>registerBefore</c> and <c>registerAfter</c> with the operation's name, also where this version does
/// not serve them yet. Those of ours come from the server.
/// </summary>
internal static class BundleHookNames
{
    private const string Names = """
        AddFriends AddGroupUsers AuthenticateApple AuthenticateCustom AuthenticateDevice AuthenticateEmail AuthenticateFacebook
        AuthenticateFacebookInstantGame AuthenticateGameCenter AuthenticateGoogle AuthenticateSteam BanGroupUsers BlockFriends CreateGroup
        DeleteAccount DeleteFriends DeleteGroup DeleteLeaderboardRecord DeleteNotifications DeleteStorageObjects DeleteTournamentRecord
        DemoteGroupUsers Event GetAccount GetMatchmakerStats GetSubscription GetUsers ImportFacebookFriends ImportSteamFriends JoinGroup
        JoinTournament KickGroupUsers LeaveGroup LinkApple LinkCustom LinkDevice LinkEmail LinkFacebook LinkFacebookInstantGame
        LinkGameCenter LinkGoogle LinkSteam ListChannelMessages ListFriends ListFriendsOfFriends ListGroupUsers ListGroups
        ListLeaderboardRecords ListLeaderboardRecordsAroundOwner ListMatches ListNotifications ListParties ListStorageObjects
        ListSubscriptions ListTournamentRecords ListTournamentRecordsAroundOwner ListTournaments ListUserGroups PromoteGroupUsers
        ReadStorageObjects SessionLogout SessionRefresh UnlinkApple UnlinkCustom UnlinkDevice UnlinkEmail UnlinkFacebook
        UnlinkFacebookInstantGame UnlinkGameCenter UnlinkGoogle UnlinkSteam UpdateAccount UpdateGroup ValidatePurchaseApple
        ValidatePurchaseFacebookInstant ValidatePurchaseGoogle ValidatePurchaseHuawei ValidatePurchaseSamsung ValidateSubscriptionApple
        ValidateSubscriptionGoogle WriteLeaderboardRecord WriteStorageObjects WriteTournamentRecord
        """;

    public static IReadOnlyList<string> Operations { get; } = Names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
