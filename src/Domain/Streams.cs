using KaosNet.Domain.Kernel;

namespace KaosNet.Domain;

/// <summary>The one registration line of each kind of stream. A feature adds its line here.</summary>
public static class Streams
{
    /// <summary>Every kind of stream of the game.</summary>
    public static IReadOnlyList<StreamKind> All { get; } =
    [
        Leaderboards.Leaderboard.Kind,
        Leaderboards.ScoreRecord.Kind,
        Leaderboards.Disqualifying.Disqualification.Kind,
        Leaderboards.Resetting.BoardSchedule.Kind,
        Leaderboards.Resetting.PassedPeriods.Kind,
        Accounts.Account.Kind,
        Sessions.PlayerSessions.Kind,
        Matches.MatchHistory.Stream,
        Friends.Friendship.Kind,
        Storage.StoredObject.Kind,
        Notifications.Notification.Kind,
        Chat.ChannelMessage.Kind,
        Groups.Group.Kind,
        Tournaments.TournamentPlaces.Kind,
        Leagues.League.Kind,
        Leagues.LeagueSeason.Kind,
        Leagues.LeagueGroup.Kind,
        Leagues.LeagueMember.Kind,
        Brackets.Bracket.Kind,
        Wallets.Wallet.Kind,
        Wallets.LedgerEntry.Kind,
        Purchases.Purchase.Kind,
        Purchases.StoreSubscription.Kind,
        Scripts.CallHistory.Kind,
        Seals.SealChain.Kind,
        Subscriptions.Subscription.Kind,
        Forgetting.ForgottenPerson.Kind,
        Undoing.Undo.Kind,
    ];
}
