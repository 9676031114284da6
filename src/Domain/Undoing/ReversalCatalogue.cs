using KaosNet.Domain.Kernel.Undoing;

namespace KaosNet.Domain.Undoing;

/// <summary>The one registration line of each kind of stream's reversals. A feature adds its line here.</summary>
public static class ReversalCatalogue
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<StreamReversals> All { get; } =
    [
        Accounts.AccountReversals.Rules,
        Sessions.SessionReversals.Rules,
        Storage.StorageReversals.Rules,
        Wallets.WalletReversals.Rules,
        Wallets.LedgerReversals.Rules,
        Purchases.PurchaseReversals.Rules,
        Purchases.PurchaseReversals.OfSubscriptions,
        Friends.FriendshipReversals.Rules,
        Groups.GroupReversals.Rules,
        Notifications.NotificationReversals.Rules,
        Chat.MessageReversals.Rules,
        Leaderboards.LeaderboardReversals.Rules,
        Leaderboards.LeaderboardReversals.OfSchedules,
        Leaderboards.LeaderboardReversals.OfPassedPeriods,
        Leaderboards.LeaderboardReversals.OfDisqualifications,
        Leaderboards.RecordReversals.Rules,
        Tournaments.TournamentReversals.Rules,
        Leagues.LeagueReversals.Rules,
        Leagues.LeagueReversals.OfSeasons,
        Leagues.LeagueReversals.OfGroups,
        Leagues.LeagueReversals.OfMembers,
        Brackets.BracketReversals.Rules,
        Matches.MatchReversals.Rules,
        Scripts.CallReversals.Rules,
        Forgetting.ForgettingReversals.Rules,
        Seals.SealReversals.Rules,
        Subscriptions.SubscriptionReversals.Rules,
        UndoReversals.Rules,
    ];

    static readonly Dictionary<string, StreamReversals> ByPrefix = All.ToDictionary(rules => rules.Kind.Prefix, StringComparer.Ordinal);

    /// <summary>The reversals of a kind of stream; null when nobody has said how its events are undone.</summary>
    public static StreamReversals? Of(Kernel.StreamKind kind) => ByPrefix.GetValueOrDefault(kind.Prefix);
}
