using Api = KaosNet.Protocol.Api;
using Kaos = KaosNet.Protocol.Api.Kaos;

namespace KaosNet.Modules.Hooks;

/// <summary>
/// The client API's operations, for <see cref="IModuleSetup.Before"/> and <see cref="IModuleSetup.After"/>; calls of functions and the health check have no
/// hooks. What clients send and get are the wire's own messages.
/// </summary>
public static class Operations
{
    /// <summary>Enter players into a bracket.</summary>
    public static readonly ClientOperation<Kaos.AddBracketEntrantsRequest, Kaos.Bracket> AddBracketEntrants = new(nameof(AddBracketEntrants));
    /// <summary>Invite players to be friends, or accept their invites.</summary>
    public static readonly ClientOperation<Api.AddFriendsRequest, Api.Empty> AddFriends = new(nameof(AddFriends));
    /// <summary>Let players into a group that the caller runs.</summary>
    public static readonly ClientOperation<Api.AddGroupUsersRequest, Api.Empty> AddGroupUsers = new(nameof(AddGroupUsers));
    /// <summary>Let a player join a league.</summary>
    public static readonly ClientOperation<Kaos.LeagueMemberRequest, Kaos.LeaguePlace> AddLeagueMember = new(nameof(AddLeagueMember));
    /// <summary>Sign in, or up, with Apple.</summary>
    public static readonly ClientOperation<Api.AuthenticateAppleRequest, Api.Session> AuthenticateApple = new(nameof(AuthenticateApple));
    /// <summary>Sign in, or up, with a custom id.</summary>
    public static readonly ClientOperation<Api.AuthenticateCustomRequest, Api.Session> AuthenticateCustom = new(nameof(AuthenticateCustom));
    /// <summary>Sign in, or up, with a device id.</summary>
    public static readonly ClientOperation<Api.AuthenticateDeviceRequest, Api.Session> AuthenticateDevice = new(nameof(AuthenticateDevice));
    /// <summary>Sign in, or up, with email and password.</summary>
    public static readonly ClientOperation<Api.AuthenticateEmailRequest, Api.Session> AuthenticateEmail = new(nameof(AuthenticateEmail));
    /// <summary>Sign in, or up, with Facebook.</summary>
    public static readonly ClientOperation<Api.AuthenticateFacebookRequest, Api.Session> AuthenticateFacebook = new(nameof(AuthenticateFacebook));
    /// <summary>Sign in, or up, from a Facebook Instant Game.</summary>
    public static readonly ClientOperation<Api.AuthenticateFacebookInstantGameRequest, Api.Session> AuthenticateFacebookInstantGame =
        new(nameof(AuthenticateFacebookInstantGame));
    /// <summary>Sign in, or up, with Game Center.</summary>
    public static readonly ClientOperation<Api.AuthenticateGameCenterRequest, Api.Session> AuthenticateGameCenter = new(nameof(AuthenticateGameCenter));
    /// <summary>Sign in, or up, with Google.</summary>
    public static readonly ClientOperation<Api.AuthenticateGoogleRequest, Api.Session> AuthenticateGoogle = new(nameof(AuthenticateGoogle));
    /// <summary>Sign in, or up, with Steam.</summary>
    public static readonly ClientOperation<Api.AuthenticateSteamRequest, Api.Session> AuthenticateSteam = new(nameof(AuthenticateSteam));
    /// <summary>Put members out of a group that the caller runs, for good.</summary>
    public static readonly ClientOperation<Api.BanGroupUsersRequest, Api.Empty> BanGroupUsers = new(nameof(BanGroupUsers));
    /// <summary>Block players, friends or not.</summary>
    public static readonly ClientOperation<Api.BlockFriendsRequest, Api.Empty> BlockFriends = new(nameof(BlockFriends));
    /// <summary>Call a bracket off.</summary>
    public static readonly ClientOperation<Kaos.CancelBracketRequest, Kaos.Bracket> CancelBracket = new(nameof(CancelBracket));
    /// <summary>Give a subscription other terms, from the next batch on.</summary>
    public static readonly ClientOperation<Kaos.ChangeEventSubscriptionRequest, Kaos.EventSubscription> ChangeEventSubscription =
        new(nameof(ChangeEventSubscription));
    /// <summary>Say that one is there for the next pairing.</summary>
    public static readonly ClientOperation<Kaos.CheckInToBracketRequest, Kaos.BracketPairing> CheckInToBracket = new(nameof(CheckInToBracket));
    /// <summary>Say how one's pairing ended, for the other player to confirm.</summary>
    public static readonly ClientOperation<Kaos.ClaimBracketResultRequest, Kaos.BracketPairing> ClaimBracketResult = new(nameof(ClaimBracketResult));
    /// <summary>Set a wrong result right, or open its pairing again.</summary>
    public static readonly ClientOperation<Kaos.CorrectBracketResultRequest, Kaos.BracketPairing> CorrectBracketResult = new(nameof(CorrectBracketResult));
    /// <summary>Make a bracket and enter players into it.</summary>
    public static readonly ClientOperation<Kaos.CreateBracketRequest, Kaos.Bracket> CreateBracket = new(nameof(CreateBracket));
    /// <summary>Have events posted to a URL, in order and at least once.</summary>
    public static readonly ClientOperation<Kaos.CreateEventSubscriptionRequest, Kaos.EventSubscription> CreateEventSubscription =
        new(nameof(CreateEventSubscription));
    /// <summary>Found a group, of which the caller becomes a superadmin.</summary>
    public static readonly ClientOperation<Api.CreateGroupRequest, Api.Group> CreateGroup = new(nameof(CreateGroup));
    /// <summary>Set up a league with its divisions and its seasons.</summary>
    public static readonly ClientOperation<Kaos.CreateLeagueRequest, Kaos.League> CreateLeague = new(nameof(CreateLeague));
    /// <summary>Delete the caller's own account and what belongs to it.</summary>
    public static readonly ClientOperation<Api.Empty, Api.Empty> DeleteAccount = new(nameof(DeleteAccount));
    /// <summary>Take a batch that was given up off the list; its events stay in the store.</summary>
    public static readonly ClientOperation<Kaos.DeadLetterRequest, Api.Empty> DeleteDeadLetter = new(nameof(DeleteDeadLetter));
    /// <summary>End a subscription, with its progress and its dead letters.</summary>
    public static readonly ClientOperation<Kaos.EventSubscriptionRequest, Api.Empty> DeleteEventSubscription = new(nameof(DeleteEventSubscription));
    /// <summary>Remove friends, invites and blocks of the caller's.</summary>
    public static readonly ClientOperation<Api.DeleteFriendsRequest, Api.Empty> DeleteFriends = new(nameof(DeleteFriends));
    /// <summary>End a group of which the caller is a superadmin.</summary>
    public static readonly ClientOperation<Api.DeleteGroupRequest, Api.Empty> DeleteGroup = new(nameof(DeleteGroup));
    /// <summary>Take the caller's record off a leaderboard.</summary>
    public static readonly ClientOperation<Api.DeleteLeaderboardRecordRequest, Api.Empty> DeleteLeaderboardRecord = new(nameof(DeleteLeaderboardRecord));
    /// <summary>Delete a league with its places, groups, boards and results.</summary>
    public static readonly ClientOperation<Kaos.LeagueRequest, Api.Empty> DeleteLeague = new(nameof(DeleteLeague));
    /// <summary>Delete notifications of the caller.</summary>
    public static readonly ClientOperation<Api.DeleteNotificationsRequest, Api.Empty> DeleteNotifications = new(nameof(DeleteNotifications));
    /// <summary>Delete objects of the caller's, all or none.</summary>
    public static readonly ClientOperation<Api.DeleteStorageObjectsRequest, Api.Empty> DeleteStorageObjects = new(nameof(DeleteStorageObjects));
    /// <summary>Take the caller's record off a tournament.</summary>
    public static readonly ClientOperation<Api.DeleteTournamentRecordRequest, Api.Empty> DeleteTournamentRecord = new(nameof(DeleteTournamentRecord));
    /// <summary>Lower members of a group that the caller runs by one rank.</summary>
    public static readonly ClientOperation<Api.DemoteGroupUsersRequest, Api.Empty> DemoteGroupUsers = new(nameof(DemoteGroupUsers));
    /// <summary>Take scores back; the best honest ones come back, and ranks follow at once.</summary>
    public static readonly ClientOperation<Kaos.DisqualifyRequest, Kaos.Disqualification> Disqualify = new(nameof(Disqualify));
    /// <summary>End the running season of a league now.</summary>
    public static readonly ClientOperation<Kaos.LeagueRequest, Api.Empty> EndLeagueSeason = new(nameof(EndLeagueSeason));
    /// <summary>Report something to the functions that server modules registered for events.</summary>
    public static readonly ClientOperation<Api.Event, Api.Empty> Event = new(nameof(Event));
    /// <summary>Export everything that events tell of a user, for the user.</summary>
    public static readonly ClientOperation<Kaos.ExportUserRequest, Kaos.UserExport> ExportUser = new(nameof(ExportUser));
    /// <summary>Forget a person for good: the account, and all that was ever written of it.</summary>
    public static readonly ClientOperation<Kaos.ForgetUserRequest, Kaos.ForgottenUser> ForgetUser = new(nameof(ForgetUser));
    /// <summary>Read the caller's own account.</summary>
    public static readonly ClientOperation<Api.Empty, Api.Account> GetAccount = new(nameof(GetAccount));
    /// <summary>Look at a player's account as it was at a moment.</summary>
    public static readonly ClientOperation<Kaos.GetUserStateAtRequest, Kaos.StateAt> GetAccountAt = new(nameof(GetAccountAt));
    /// <summary>Look at a bracket with its pairings and standings.</summary>
    public static readonly ClientOperation<Kaos.GetBracketRequest, Kaos.BracketSheet> GetBracket = new(nameof(GetBracket));
    /// <summary>Look at a bracket as it was at a moment.</summary>
    public static readonly ClientOperation<Kaos.GetStateAtRequest, Kaos.StateAt> GetBracketAt = new(nameof(GetBracketAt));
    /// <summary>Look at a message of a chat channel as it was at a moment.</summary>
    public static readonly ClientOperation<Kaos.GetStateAtRequest, Kaos.StateAt> GetChannelMessageAt = new(nameof(GetChannelMessageAt));
    /// <summary>Look at a disqualification, the records that it worked out again and rewards that may be reversed.</summary>
    public static readonly ClientOperation<Kaos.GetDisqualificationRequest, Kaos.Disqualification> GetDisqualification = new(nameof(GetDisqualification));
    /// <summary>Show a subscription, how far it has come and what went wrong last.</summary>
    public static readonly ClientOperation<Kaos.EventSubscriptionRequest, Kaos.EventSubscription> GetEventSubscription = new(nameof(GetEventSubscription));
    /// <summary>Read the proof that a person was forgotten.</summary>
    public static readonly ClientOperation<Kaos.GetForgottenUserRequest, Kaos.ForgottenUser> GetForgottenUser = new(nameof(GetForgottenUser));
    /// <summary>Look at what two players were to each other at a moment.</summary>
    public static readonly ClientOperation<Kaos.GetFriendshipAtRequest, Kaos.StateAt> GetFriendshipAt = new(nameof(GetFriendshipAt));
    /// <summary>Look at a group and its members as they were at a moment.</summary>
    public static readonly ClientOperation<Kaos.GetStateAtRequest, Kaos.StateAt> GetGroupAt = new(nameof(GetGroupAt));
    /// <summary>Look at an owner's record and rank as they were at a moment.</summary>
    public static readonly ClientOperation<Kaos.GetLeaderboardRecordAtRequest, Kaos.LeaderboardRecordAt> GetLeaderboardRecordAt =
        new(nameof(GetLeaderboardRecordAt));
    /// <summary>Look at a league and its rules.</summary>
    public static readonly ClientOperation<Kaos.LeagueRequest, Kaos.League> GetLeague = new(nameof(GetLeague));
    /// <summary>Look at a league as it was at a moment.</summary>
    public static readonly ClientOperation<Kaos.GetStateAtRequest, Kaos.StateAt> GetLeagueAt = new(nameof(GetLeagueAt));
    /// <summary>Look at the own place in a league: division, group and standing.</summary>
    public static readonly ClientOperation<Kaos.LeagueRequest, Kaos.LeaguePlace> GetLeaguePlace = new(nameof(GetLeaguePlace));
    /// <summary>Look at a match as it was at a moment, as far as it was recorded.</summary>
    public static readonly ClientOperation<Kaos.GetStateAtRequest, Kaos.StateAt> GetMatchAt = new(nameof(GetMatchAt));
    /// <summary>Read how many tickets wait in the matchmaker and how long the last players did.</summary>
    public static readonly ClientOperation<Api.Empty, Api.MatchmakerStats> GetMatchmakerStats = new(nameof(GetMatchmakerStats));
    /// <summary>Look at a notification as it was at a moment.</summary>
    public static readonly ClientOperation<Kaos.GetStateAtRequest, Kaos.StateAt> GetNotificationAt = new(nameof(GetNotificationAt));
    /// <summary>Look at a stored object as it was at a moment.</summary>
    public static readonly ClientOperation<Kaos.GetStorageObjectAtRequest, Kaos.StateAt> GetStorageObjectAt = new(nameof(GetStorageObjectAt));
    /// <summary>Show the caller's subscription to a product.</summary>
    public static readonly ClientOperation<Api.GetSubscriptionRequest, Api.ValidatedSubscription> GetSubscription = new(nameof(GetSubscription));
    /// <summary>Show an undo and the events that it undid.</summary>
    public static readonly ClientOperation<Kaos.GetUndoRequest, Kaos.Undo> GetUndo = new(nameof(GetUndo));
    /// <summary>Find players by id, username or Facebook id.</summary>
    public static readonly ClientOperation<Api.GetUsersRequest, Api.Users> GetUsers = new(nameof(GetUsers));
    /// <summary>Read a player's wallet.</summary>
    public static readonly ClientOperation<Kaos.GetWalletRequest, Kaos.Wallet> GetWallet = new(nameof(GetWallet));
    /// <summary>Look at a player's wallet as it was at a moment.</summary>
    public static readonly ClientOperation<Kaos.GetUserStateAtRequest, Kaos.StateAt> GetWalletAt = new(nameof(GetWalletAt));
    /// <summary>Import the caller's friends from Facebook.</summary>
    public static readonly ClientOperation<Api.ImportFacebookFriendsRequest, Api.Empty> ImportFacebookFriends = new(nameof(ImportFacebookFriends));
    /// <summary>Import the caller's friends from Steam.</summary>
    public static readonly ClientOperation<Api.ImportSteamFriendsRequest, Api.Empty> ImportSteamFriends = new(nameof(ImportSteamFriends));
    /// <summary>Enter a bracket that is open to players.</summary>
    public static readonly ClientOperation<Kaos.JoinBracketRequest, Kaos.Bracket> JoinBracket = new(nameof(JoinBracket));
    /// <summary>Join an open group, or ask to be let into a closed one.</summary>
    public static readonly ClientOperation<Api.JoinGroupRequest, Api.Empty> JoinGroup = new(nameof(JoinGroup));
    /// <summary>Join a league.</summary>
    public static readonly ClientOperation<Kaos.LeagueRequest, Kaos.LeaguePlace> JoinLeague = new(nameof(JoinLeague));
    /// <summary>Join a tournament, which some need before the first score.</summary>
    public static readonly ClientOperation<Api.JoinTournamentRequest, Api.Empty> JoinTournament = new(nameof(JoinTournament));
    /// <summary>Put members out of a group that the caller runs, reject join requests and lift bans.</summary>
    public static readonly ClientOperation<Api.KickGroupUsersRequest, Api.Empty> KickGroupUsers = new(nameof(KickGroupUsers));
    /// <summary>Leave a bracket, and lose what is left to play in it.</summary>
    public static readonly ClientOperation<Kaos.LeaveBracketRequest, Kaos.Bracket> LeaveBracket = new(nameof(LeaveBracket));
    /// <summary>Leave a group, or ask no longer to be let in.</summary>
    public static readonly ClientOperation<Api.LeaveGroupRequest, Api.Empty> LeaveGroup = new(nameof(LeaveGroup));
    /// <summary>Leave a league, and with it the place and the score of the running season.</summary>
    public static readonly ClientOperation<Kaos.LeagueRequest, Api.Empty> LeaveLeague = new(nameof(LeaveLeague));
    /// <summary>Add Apple to the ways the caller can sign in.</summary>
    public static readonly ClientOperation<Api.AccountApple, Api.Empty> LinkApple = new(nameof(LinkApple));
    /// <summary>Add a custom id to the ways the caller can sign in, in place of the one before.</summary>
    public static readonly ClientOperation<Api.AccountCustom, Api.Empty> LinkCustom = new(nameof(LinkCustom));
    /// <summary>Add a device id to the ways the caller can sign in.</summary>
    public static readonly ClientOperation<Api.AccountDevice, Api.Empty> LinkDevice = new(nameof(LinkDevice));
    /// <summary>Add email and password to the ways the caller can sign in, in place of the ones before.</summary>
    public static readonly ClientOperation<Api.AccountEmail, Api.Empty> LinkEmail = new(nameof(LinkEmail));
    /// <summary>Add Facebook to the ways the caller can sign in.</summary>
    public static readonly ClientOperation<Api.LinkFacebookRequest, Api.Empty> LinkFacebook = new(nameof(LinkFacebook));
    /// <summary>Add a Facebook Instant Game to the ways the caller can sign in.</summary>
    public static readonly ClientOperation<Api.AccountFacebookInstantGame, Api.Empty> LinkFacebookInstantGame = new(nameof(LinkFacebookInstantGame));
    /// <summary>Add Game Center to the ways the caller can sign in.</summary>
    public static readonly ClientOperation<Api.AccountGameCenter, Api.Empty> LinkGameCenter = new(nameof(LinkGameCenter));
    /// <summary>Add Google to the ways the caller can sign in.</summary>
    public static readonly ClientOperation<Api.AccountGoogle, Api.Empty> LinkGoogle = new(nameof(LinkGoogle));
    /// <summary>Add Steam to the ways the caller can sign in.</summary>
    public static readonly ClientOperation<Api.LinkSteamRequest, Api.Empty> LinkSteam = new(nameof(LinkSteam));
    /// <summary>List brackets, newest first.</summary>
    public static readonly ClientOperation<Kaos.ListBracketsRequest, Kaos.BracketList> ListBrackets = new(nameof(ListBrackets));
    /// <summary>List the history of a chat channel.</summary>
    public static readonly ClientOperation<Api.ListChannelMessagesRequest, Api.ChannelMessageList> ListChannelMessages = new(nameof(ListChannelMessages));
    /// <summary>List the batches that a subscription gave up, newest first.</summary>
    public static readonly ClientOperation<Kaos.ListDeadLettersRequest, Kaos.DeadLetterList> ListDeadLetters = new(nameof(ListDeadLetters));
    /// <summary>List disqualifications, newest first.</summary>
    public static readonly ClientOperation<Kaos.ListDisqualificationsRequest, Kaos.DisqualificationList> ListDisqualifications =
        new(nameof(ListDisqualifications));
    /// <summary>List subscriptions and how far each has come.</summary>
    public static readonly ClientOperation<Api.Empty, Kaos.EventSubscriptionList> ListEventSubscriptions = new(nameof(ListEventSubscriptions));
    /// <summary>Read events in the order in which they were stored, by the page; those that are streamed pass no functions.</summary>
    public static readonly ClientOperation<Kaos.ListEventsRequest, Kaos.EventList> ListEvents = new(nameof(ListEvents));
    /// <summary>List friends, invites and blocks of the caller's.</summary>
    public static readonly ClientOperation<Api.ListFriendsRequest, Api.FriendList> ListFriends = new(nameof(ListFriends));
    /// <summary>List what others were to a player at a moment.</summary>
    public static readonly ClientOperation<Kaos.ListFriendsAtRequest, Kaos.StateAt> ListFriendsAt = new(nameof(ListFriendsAt));
    /// <summary>List friends of the caller's friends.</summary>
    public static readonly ClientOperation<Api.ListFriendsOfFriendsRequest, Api.FriendsOfFriendsList> ListFriendsOfFriends = new(nameof(ListFriendsOfFriends));
    /// <summary>List who is in a group, asks to be, or is banned.</summary>
    public static readonly ClientOperation<Api.ListGroupUsersRequest, Api.GroupUserList> ListGroupUsers = new(nameof(ListGroupUsers));
    /// <summary>Search groups by name, language, size or openness.</summary>
    public static readonly ClientOperation<Api.ListGroupsRequest, Api.GroupList> ListGroups = new(nameof(ListGroups));
    /// <summary>List the ranks of owners on a leaderboard or tournament, also in a period that is over.</summary>
    public static readonly ClientOperation<Kaos.ListLeaderboardRanksRequest, Kaos.LeaderboardRankList> ListLeaderboardRanks = new(nameof(ListLeaderboardRanks));
    /// <summary>List the records of a leaderboard, best first, and those of given owners.</summary>
    public static readonly ClientOperation<Api.ListLeaderboardRecordsRequest, Api.LeaderboardRecordList> ListLeaderboardRecords =
        new(nameof(ListLeaderboardRecords));
    /// <summary>List the records of a leaderboard around an owner's.</summary>
    public static readonly ClientOperation<Api.ListLeaderboardRecordsAroundOwnerRequest, Api.LeaderboardRecordList> ListLeaderboardRecordsAroundOwner =
        new(nameof(ListLeaderboardRecordsAroundOwner));
    /// <summary>List the records and ranks of a leaderboard or tournament as they were at a moment.</summary>
    public static readonly ClientOperation<Kaos.ListLeaderboardRecordsAtRequest, Kaos.LeaderboardRecordListAt> ListLeaderboardRecordsAt =
        new(nameof(ListLeaderboardRecordsAt));
    /// <summary>List the groups of a season of a league, from the top division down.</summary>
    public static readonly ClientOperation<Kaos.ListLeagueGroupsRequest, Kaos.LeagueGroupList> ListLeagueGroups = new(nameof(ListLeagueGroups));
    /// <summary>List the own results of a league's past seasons, the latest first.</summary>
    public static readonly ClientOperation<Kaos.ListLeagueSeasonsRequest, Kaos.LeagueResultList> ListLeagueResults = new(nameof(ListLeagueResults));
    /// <summary>List the seasons of a league, the latest first.</summary>
    public static readonly ClientOperation<Kaos.ListLeagueSeasonsRequest, Kaos.LeagueSeasonList> ListLeagueSeasons = new(nameof(ListLeagueSeasons));
    /// <summary>List the standings of a group of a league; of the own one unless told otherwise.</summary>
    public static readonly ClientOperation<Kaos.ListLeagueStandingsRequest, Kaos.LeagueStandingList> ListLeagueStandings = new(nameof(ListLeagueStandings));
    /// <summary>List leagues in the order of their creation.</summary>
    public static readonly ClientOperation<Kaos.ListLeaguesRequest, Kaos.LeagueList> ListLeagues = new(nameof(ListLeagues));
    /// <summary>Search running matches by size, label or query.</summary>
    public static readonly ClientOperation<Api.ListMatchesRequest, Api.MatchList> ListMatches = new(nameof(ListMatches));
    /// <summary>List the caller's notifications, oldest first.</summary>
    public static readonly ClientOperation<Api.ListNotificationsRequest, Api.NotificationList> ListNotifications = new(nameof(ListNotifications));
    /// <summary>Search parties by openness and query.</summary>
    public static readonly ClientOperation<Api.ListPartiesRequest, Api.PartyList> ListParties = new(nameof(ListParties));
    /// <summary>List every score that was handed in for an owner's record, newest first.</summary>
    public static readonly ClientOperation<Kaos.ListScoreSubmissionsRequest, Kaos.ScoreSubmissionList> ListScoreSubmissions = new(nameof(ListScoreSubmissions));
    /// <summary>List objects of a collection.</summary>
    public static readonly ClientOperation<Api.ListStorageObjectsRequest, Api.StorageObjectList> ListStorageObjects = new(nameof(ListStorageObjects));
    /// <summary>List the caller's subscriptions, the latest first.</summary>
    public static readonly ClientOperation<Api.ListSubscriptionsRequest, Api.SubscriptionList> ListSubscriptions = new(nameof(ListSubscriptions));
    /// <summary>List the records of a tournament, best first, and those of given owners.</summary>
    public static readonly ClientOperation<Api.ListTournamentRecordsRequest, Api.TournamentRecordList> ListTournamentRecords =
        new(nameof(ListTournamentRecords));
    /// <summary>List the records of a tournament around an owner's.</summary>
    public static readonly ClientOperation<Api.ListTournamentRecordsAroundOwnerRequest, Api.TournamentRecordList> ListTournamentRecordsAroundOwner =
        new(nameof(ListTournamentRecordsAroundOwner));
    /// <summary>List tournaments by category and by when they start and end.</summary>
    public static readonly ClientOperation<Api.ListTournamentsRequest, Api.TournamentList> ListTournaments = new(nameof(ListTournaments));
    /// <summary>List undos, newest first.</summary>
    public static readonly ClientOperation<Kaos.ListUndosRequest, Kaos.UndoList> ListUndos = new(nameof(ListUndos));
    /// <summary>List the groups that a player is in or asks to be.</summary>
    public static readonly ClientOperation<Api.ListUserGroupsRequest, Api.UserGroupList> ListUserGroups = new(nameof(ListUserGroups));
    /// <summary>List what was booked to a player's wallet, newest first.</summary>
    public static readonly ClientOperation<Kaos.ListWalletLedgerRequest, Kaos.WalletLedgerList> ListWalletLedger = new(nameof(ListWalletLedger));
    /// <summary>Put a player of a league into another division, from the next season on.</summary>
    public static readonly ClientOperation<Kaos.MoveLeagueMemberRequest, Kaos.LeaguePlace> MoveLeagueMember = new(nameof(MoveLeagueMember));
    /// <summary>Let deliveries to a subscriber stand still.</summary>
    public static readonly ClientOperation<Kaos.EventSubscriptionRequest, Kaos.EventSubscription> PauseEventSubscription = new(nameof(PauseEventSubscription));
    /// <summary>Let a league stand still: no scores, no newcomers, and no season ends.</summary>
    public static readonly ClientOperation<Kaos.LeagueRequest, Api.Empty> PauseLeague = new(nameof(PauseLeague));
    /// <summary>Show what undoing would change and what it cannot.</summary>
    public static readonly ClientOperation<Kaos.PreviewUndoRequest, Kaos.Undo> PreviewUndo = new(nameof(PreviewUndo));
    /// <summary>Raise members of a group that the caller runs by one rank.</summary>
    public static readonly ClientOperation<Api.PromoteGroupUsersRequest, Api.Empty> PromoteGroupUsers = new(nameof(PromoteGroupUsers));
    /// <summary>Read objects by collection, key and owner.</summary>
    public static readonly ClientOperation<Api.ReadStorageObjectsRequest, Api.StorageObjects> ReadStorageObjects = new(nameof(ReadStorageObjects));
    /// <summary>Take a player out of a league.</summary>
    public static readonly ClientOperation<Kaos.LeagueMemberRequest, Api.Empty> RemoveLeagueMember = new(nameof(RemoveLeagueMember));
    /// <summary>Send a batch that was given up once more; it leaves the list when it is acknowledged.</summary>
    public static readonly ClientOperation<Kaos.DeadLetterRequest, Api.Empty> ReplayDeadLetter = new(nameof(ReplayDeadLetter));
    /// <summary>Report how a pairing ended.</summary>
    public static readonly ClientOperation<Kaos.ReportBracketResultRequest, Kaos.BracketPairing> ReportBracketResult = new(nameof(ReportBracketResult));
    /// <summary>Let deliveries to a subscriber go on from where they paused or halted.</summary>
    public static readonly ClientOperation<Kaos.EventSubscriptionRequest, Kaos.EventSubscription> ResumeEventSubscription =
        new(nameof(ResumeEventSubscription));
    /// <summary>Let a league go on that stood still.</summary>
    public static readonly ClientOperation<Kaos.LeagueRequest, Api.Empty> ResumeLeague = new(nameof(ResumeLeague));
    /// <summary>Take back what a ledger item booked, by an item that names it.</summary>
    public static readonly ClientOperation<Kaos.ReverseWalletLedgerItemRequest, Kaos.WalletLedgerItem> ReverseWalletLedgerItem =
        new(nameof(ReverseWalletLedgerItem));
    /// <summary>End a session, or all of a player's sessions.</summary>
    public static readonly ClientOperation<Api.SessionLogoutRequest, Api.Empty> SessionLogout = new(nameof(SessionLogout));
    /// <summary>Renew a session with its refresh token.</summary>
    public static readonly ClientOperation<Api.SessionRefreshRequest, Api.Session> SessionRefresh = new(nameof(SessionRefresh));
    /// <summary>Seed a bracket and start it.</summary>
    public static readonly ClientOperation<Kaos.StartBracketRequest, Kaos.Bracket> StartBracket = new(nameof(StartBracket));
    /// <summary>Undo an action, or everything that an actor did in a span of time.</summary>
    public static readonly ClientOperation<Kaos.UndoRequest, Kaos.Undo> Undo = new(nameof(Undo));
    /// <summary>Undo a disqualification, so that what it took back counts again.</summary>
    public static readonly ClientOperation<Kaos.UndoDisqualificationRequest, Kaos.Disqualification> UndoDisqualification = new(nameof(UndoDisqualification));
    /// <summary>Take Apple away from the ways the caller can sign in.</summary>
    public static readonly ClientOperation<Api.AccountApple, Api.Empty> UnlinkApple = new(nameof(UnlinkApple));
    /// <summary>Take the custom id away from the ways the caller can sign in.</summary>
    public static readonly ClientOperation<Api.AccountCustom, Api.Empty> UnlinkCustom = new(nameof(UnlinkCustom));
    /// <summary>Take a device id away from the ways the caller can sign in.</summary>
    public static readonly ClientOperation<Api.AccountDevice, Api.Empty> UnlinkDevice = new(nameof(UnlinkDevice));
    /// <summary>Take email and password away from the ways the caller can sign in.</summary>
    public static readonly ClientOperation<Api.AccountEmail, Api.Empty> UnlinkEmail = new(nameof(UnlinkEmail));
    /// <summary>Take Facebook away from the ways the caller can sign in.</summary>
    public static readonly ClientOperation<Api.AccountFacebook, Api.Empty> UnlinkFacebook = new(nameof(UnlinkFacebook));
    /// <summary>Take a Facebook Instant Game away from the ways the caller can sign in.</summary>
    public static readonly ClientOperation<Api.AccountFacebookInstantGame, Api.Empty> UnlinkFacebookInstantGame = new(nameof(UnlinkFacebookInstantGame));
    /// <summary>Take Game Center away from the ways the caller can sign in.</summary>
    public static readonly ClientOperation<Api.AccountGameCenter, Api.Empty> UnlinkGameCenter = new(nameof(UnlinkGameCenter));
    /// <summary>Take Google away from the ways the caller can sign in.</summary>
    public static readonly ClientOperation<Api.AccountGoogle, Api.Empty> UnlinkGoogle = new(nameof(UnlinkGoogle));
    /// <summary>Take Steam away from the ways the caller can sign in.</summary>
    public static readonly ClientOperation<Api.AccountSteam, Api.Empty> UnlinkSteam = new(nameof(UnlinkSteam));
    /// <summary>Edit the caller's own name and profile.</summary>
    public static readonly ClientOperation<Api.UpdateAccountRequest, Api.Empty> UpdateAccount = new(nameof(UpdateAccount));
    /// <summary>Edit a group that the caller runs.</summary>
    public static readonly ClientOperation<Api.UpdateGroupRequest, Api.Empty> UpdateGroup = new(nameof(UpdateGroup));
    /// <summary>Edit a league, or give it other rules from the next season on.</summary>
    public static readonly ClientOperation<Kaos.UpdateLeagueRequest, Kaos.League> UpdateLeague = new(nameof(UpdateLeague));
    /// <summary>Give to players and take from them, all of it or nothing.</summary>
    public static readonly ClientOperation<Kaos.UpdateWalletsRequest, Kaos.WalletUpdateResults> UpdateWallets = new(nameof(UpdateWallets));
    /// <summary>Have Apple confirm purchases.</summary>
    public static readonly ClientOperation<Api.ValidatePurchaseAppleRequest, Api.ValidatePurchaseResponse> ValidatePurchaseApple =
        new(nameof(ValidatePurchaseApple));
    /// <summary>Confirm a purchase that Facebook signed.</summary>
    public static readonly ClientOperation<Api.ValidatePurchaseFacebookInstantRequest, Api.ValidatePurchaseResponse> ValidatePurchaseFacebookInstant =
        new(nameof(ValidatePurchaseFacebookInstant));
    /// <summary>Have Google confirm a purchase.</summary>
    public static readonly ClientOperation<Api.ValidatePurchaseGoogleRequest, Api.ValidatePurchaseResponse> ValidatePurchaseGoogle =
        new(nameof(ValidatePurchaseGoogle));
    /// <summary>Have Huawei confirm a purchase.</summary>
    public static readonly ClientOperation<Api.ValidatePurchaseHuaweiRequest, Api.ValidatePurchaseResponse> ValidatePurchaseHuawei =
        new(nameof(ValidatePurchaseHuawei));
    /// <summary>Have Samsung confirm a purchase.</summary>
    public static readonly ClientOperation<Api.ValidatePurchaseSamsungRequest, Api.ValidatePurchaseResponse> ValidatePurchaseSamsung =
        new(nameof(ValidatePurchaseSamsung));
    /// <summary>Have Apple confirm a subscription.</summary>
    public static readonly ClientOperation<Api.ValidateSubscriptionAppleRequest, Api.ValidateSubscriptionResponse> ValidateSubscriptionApple =
        new(nameof(ValidateSubscriptionApple));
    /// <summary>Have Google confirm a subscription.</summary>
    public static readonly ClientOperation<Api.ValidateSubscriptionGoogleRequest, Api.ValidateSubscriptionResponse> ValidateSubscriptionGoogle =
        new(nameof(ValidateSubscriptionGoogle));
    /// <summary>Take a player out of a bracket.</summary>
    public static readonly ClientOperation<Kaos.WithdrawBracketEntrantRequest, Kaos.Bracket> WithdrawBracketEntrant = new(nameof(WithdrawBracketEntrant));
    /// <summary>Hand in a score to a leaderboard.</summary>
    public static readonly ClientOperation<Api.WriteLeaderboardRecordRequest, Api.LeaderboardRecord> WriteLeaderboardRecord =
        new(nameof(WriteLeaderboardRecord));
    /// <summary>Hand in a score for a player of a league.</summary>
    public static readonly ClientOperation<Kaos.WriteLeagueMemberScoreRequest, Api.LeaderboardRecord> WriteLeagueMemberScore =
        new(nameof(WriteLeagueMemberScore));
    /// <summary>Hand in a score in a league.</summary>
    public static readonly ClientOperation<Kaos.WriteLeagueScoreRequest, Api.LeaderboardRecord> WriteLeagueScore = new(nameof(WriteLeagueScore));
    /// <summary>Write objects of the caller's, all or none.</summary>
    public static readonly ClientOperation<Api.WriteStorageObjectsRequest, Api.StorageObjectAcks> WriteStorageObjects = new(nameof(WriteStorageObjects));
    /// <summary>Hand in a score to a tournament.</summary>
    public static readonly ClientOperation<Api.WriteTournamentRecordRequest, Api.LeaderboardRecord> WriteTournamentRecord = new(nameof(WriteTournamentRecord));
}
