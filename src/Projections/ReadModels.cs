using KaosNet.Store.Tables;

namespace KaosNet.Projections;

/// <summary>The one registration line of each inline table. A feature adds its lines here.</summary>
public static class ReadModels
{
    /// <summary>Every inline table of the game.</summary>
    public static IReadOnlyList<IInlineTable> All { get; } =
    [
        Accounts.AccountProfiles.Table,
        Accounts.SignInIdentities.Table,
        Sessions.SessionRevocationRows.Revocations,
        Sessions.SessionRevocationRows.AccountEnds,
        Leaderboards.LeaderboardTables.Leaderboards,
        Leaderboards.LeaderboardTables.Records,
        Leaderboards.BoardMarks.Table,
        Leaderboards.OwnedRecords.Table,
        Tournaments.TournamentSizes.Table,
        Leaderboards.Recalling.FormerRecords.Table,
        Leaderboards.Disqualifying.DisqualificationRow.Table,
        Storage.StoredObjectRows.Table,
        Groups.GroupTables.Groups,
        Groups.GroupTables.Members,
        Leagues.LeagueTables.Leagues,
        Leagues.LeagueTables.Seasons,
        Leagues.LeagueTables.Groups,
        Leagues.LeagueTables.Members,
        Leagues.LeagueTables.Results,
        Friends.FriendTables.Edges,
        Friends.FriendTables.Counts,
        Notifications.NotificationRow.Table,
        Chat.MessageRow.Table,
        Wallets.WalletRow.Table,
        Wallets.LedgerRow.Table,
        Purchases.PurchaseRow.Table,
        Purchases.StoreSubscriptionRow.Table,
        Brackets.BracketTables.Brackets,
        Brackets.BracketTables.Entrants,
        Brackets.BracketTables.Pairings,
        Matches.OpenMatches.Table,
        Subscriptions.SubscriptionRow.Table,
        Undoing.UndoRow.Table,
    ];
}
