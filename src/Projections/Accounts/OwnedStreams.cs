using KaosNet.Projections.Kernel;
using KaosNet.Store;

namespace KaosNet.Projections.Accounts;

/// <summary>Everything that ends with an account, for who has no server's services.</summary>
public static class OwnedStreams
{
    /// <summary>What every slice lists.</summary>
    public static IReadOnlyList<IOwnedByAccount> Of(Database database) =>
    [
        new Leaderboards.OwnedRecords(database),
        new Storage.OwnedObjects(database),
        new Groups.OwnedMemberships(database),
        new Notifications.OwnedNotifications(database),
        new Chat.OwnedMessages(database),
        new Brackets.OwnedBrackets(database),
        new Friends.OwnedFriendships(database),
        new Leagues.OwnedLeagueParts(database),
        new Wallets.OwnedWallet(database),
        new Purchases.OwnedPurchases(database),
    ];
}
