using KaosNet.Api.Health;
using KaosNet.Api.Rpc;

namespace KaosNet.Api.Operations;

/// <summary>The one registration line of each feature.</summary>
public static class Features
{
    /// <summary>Every feature of the server.</summary>
    public static IReadOnlyList<IFeature> All { get; } =
    [
        new HealthFeature(),
        new RpcFeature(),
        // Before the accounts: tokens are over first, then sockets are closed, so that none is opened in between.
        new Sessions.SessionsFeature(),
        new Accounts.AccountsFeature(),
        new Leaderboards.LeaderboardsFeature(),
        new Tournaments.TournamentsFeature(),
        new Leagues.LeaguesFeature(),
        new Groups.GroupsFeature(),
        new Friends.FriendsFeature(),
        new Storage.StorageFeature(),
        new Notifications.NotificationsFeature(),
        new Chat.ChatFeature(),
        new Wallets.WalletsFeature(),
        new Purchases.PurchasesFeature(),
        new Brackets.BracketsFeature(),
        new Forgetting.ForgettingFeature(),
        new Scripting.ScriptingFeature(),
        new Matches.MatchesFeature(),
        new Matchmaking.MatchmakingFeature(),
        new Parties.PartiesFeature(),
        new History.HistoryFeature(),
        new Subscriptions.SubscriptionsFeature(),
        new Undoing.UndoFeature(),
        new Sockets.SocketsFeature(),
    ];
}
