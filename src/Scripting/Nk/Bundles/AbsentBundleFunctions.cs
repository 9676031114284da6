using KaosNet.Scripting.JavaScript;

namespace KaosNet.Scripting.Nk.Bundles;

/// <summary>Functions that bundles may know. Those that nothing adds are not there yet, and a bundle that calls one is told so by name.</summary>
internal static class AbsentBundleFunctions
{
    private const string Names = """
        event base64Encode base64Decode base64UrlEncode base64UrlDecode base16Encode base16Decode md5Hash sha256Hash hmacSha256Hash
        authenticateApple authenticateCustom authenticateDevice authenticateEmail authenticateFacebook authenticateFacebookInstantGame
        authenticateGameCenter authenticateGoogle authenticateSteam authenticateTokenGenerate accountGetId accountsGetId
        accountUpdateId accountDeleteId accountExportId accountImportId usersGetId usersGetUsername usersGetFriendStatus usersGetRandom
        usersBanId usersUnbanId linkApple linkCustom linkDevice linkEmail linkFacebook linkFacebookInstantGame linkGameCenter
        linkGoogle linkSteam unlinkApple unlinkCustom unlinkDevice unlinkEmail unlinkFacebook unlinkFacebookInstantGame
        unlinkGameCenter unlinkGoogle unlinkSteam streamUserList streamUserGet streamUserJoin streamUserUpdate streamUserLeave
        streamUserKick streamCount streamClose streamSend streamSendRaw sessionDisconnect sessionLogout matchCreate matchGet matchList
        matchSignal notificationSend notificationsSend notificationSendAll notificationsList notificationsDelete notificationsGetId
        notificationsDeleteId notificationsUpdate walletUpdate walletsUpdate walletLedgerUpdate walletLedgerList statusFollow
        statusUnfollow storageList storageRead storageWrite storageWriteRetry storageDelete multiUpdate leaderboardCreate
        leaderboardDelete leaderboardList leaderboardRanksDisable leaderboardRecordsList leaderboardRecordsListCursorFromRank
        leaderboardRecordWrite leaderboardRecordsHaystack leaderboardRecordDelete leaderboardsGetId tournamentCreate tournamentDelete
        tournamentAddAttempt tournamentJoin tournamentList tournamentsRanksDisable tournamentsGetId tournamentRecordsList
        tournamentRecordWrite tournamentRecordDelete tournamentRecordsHaystack groupsGetId groupCreate groupUpdate groupDelete
        groupUserJoin groupUserLeave groupUsersAdd groupUsersBan groupUsersPromote groupUsersDemote groupUsersList groupUsersKick
        groupsList groupsGetRandom userGroupsList friendMetadataUpdate friendsList friendsOfFriendsList friendsAdd friendsDelete
        friendsBlock partyList channelMessageSend channelMessageUpdate channelMessageRemove channelMessagesList channelIdBuild
        storageIndexList
        """;

    /// <summary>Adds a refusal for each of them. What is added afterwards takes its place.</summary>
    public static JavaScriptLibrary AddAbsent(this JavaScriptLibrary library)
    {
        foreach (var name in Names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            library.Add(name, (ref JavaScriptCall call) => call.Fail($"nk.{name} is not available in this version"));
        return library;
    }
}
