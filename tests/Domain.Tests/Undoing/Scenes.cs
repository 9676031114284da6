using KaosNet.Domain.Accounts;
using KaosNet.Domain.Brackets;
using KaosNet.Domain.Chat;
using KaosNet.Domain.Friends;
using KaosNet.Domain.Groups;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leagues;
using KaosNet.Domain.Notifications;
using KaosNet.Domain.Purchases;
using KaosNet.Domain.Storage;
using KaosNet.Domain.Tournaments;
using KaosNet.Domain.Wallets;

namespace KaosNet.Domain.Tests.Undoing;

/// <summary>For each event that can be undone, how it comes about: what was before, and an action in the request <c>act</c> that holds it.</summary>
static class Scenes
{
    public const string Act = "act";
    public const string Ann = "0aa0aa00-0000-4000-8000-000000000001";
    public const string Bob = "0bb0bb00-0000-4000-8000-000000000002";
    const string Cid = "0cc0cc00-0000-4000-8000-000000000003";

    public static readonly StreamRef<Account> AnnAccount = Account.Kind.Of(Ann);
    public static readonly StreamRef<Group> Guild = Group.Kind.Of("9aa0aa00-0000-4000-8000-000000000009");
    public static readonly StreamRef<ScoreRecord> AnnRecord = ScoreRecord.Of("board", 0, Ann);
    static readonly StreamRef<StoredObject> Save = new ObjectKey("saves", "slot", Ann).Stream;
    static readonly StreamRef<Notification> Notice = Notification.Kind.Of("8aa0aa00-0000-4000-8000-000000000008");
    static readonly StreamRef<ChannelMessage> Message = ChannelMessage.Kind.Of("7aa0aa00-0000-4000-8000-000000000007");
    static readonly StreamRef<Purchase> Sword = Purchase.Kind.Of("GPA.1");
    static readonly StreamRef<StoreSubscription> Gold = StoreSubscription.Kind.Of("GPA.2");
    static readonly StreamRef<League> Cup = League.Kind.Of("cup");
    static readonly StreamRef<LeagueMember> Place = LeagueMember.Of("cup", Ann);
    static readonly StreamRef<Bracket> Arena = Bracket.Kind.Of("6aa0aa00-0000-4000-8000-000000000006");
    static readonly StreamRef<Friendship> Pair = Friendship.Between(Ann, Bob);

    /// <summary>Scenes whose undo leaves what was not there gone rather than as if it had never been; undoing that is not possible.</summary>
    public static readonly string[] OneWay = ["leaderboard_created", "tournament_created", "bracket_created"];

    /// <summary>Ann, Bob and Cid have accounts.</summary>
    public static Story Players() => new Story()
        .And("p1", AnnAccount, new AccountCreated("ann", IdentityKind.Device, "device-of-ann"))
        .And("p2", Account.Kind.Of(Bob), new AccountCreated("bob", IdentityKind.Device, "device-of-bob"))
        .And("p3", Account.Kind.Of(Cid), new AccountCreated("cid", IdentityKind.Device, "device-of-cid"));

    public static readonly IReadOnlyDictionary<string, Func<Story>> All = new Dictionary<string, Func<Story>>
    {
        ["account_renamed"] = () => Players().And(Act, AnnAccount, new AccountRenamed("mallory")),
        ["profile_edited"] = () => Players().And("x", AnnAccount, new ProfileEdited("Ann", Location: "Rome"))
            .And(Act, AnnAccount, new ProfileEdited("Mallory", LangTag: "de") { Metadata = """{"a": 1}""" }),
        ["identity_linked"] = () => Players().And(Act, AnnAccount, new IdentityLinked(IdentityKind.Email, "ann@example.com", "hash")),
        ["identity_linked instead of another"] = () => Players().And("x", AnnAccount, new IdentityLinked(IdentityKind.Email, "ann@example.com", "hash"))
            .And(Act, AnnAccount, new IdentityLinked(IdentityKind.Email, "other@example.com", "other")),
        ["identity_unlinked"] = () => Players().And("x", AnnAccount, new IdentityLinked(IdentityKind.Email, "ann@example.com", "hash"))
            .And(Act, AnnAccount, new IdentityUnlinked(IdentityKind.Email, "ann@example.com")),
        ["account_banned"] = () => Players().And(Act, AnnAccount, new AccountBanned()),
        ["account_unbanned"] = () => Players().And("x", AnnAccount, new AccountBanned()).And(Act, AnnAccount, new AccountUnbanned()),
        ["account_deleted"] = Deleted,
        ["storage_object_written"] = () => Players().And("x", Save, Written("""{"turn": 1}""")).And(Act, Save, Written("""{"turn": 2}"""), Written("""{"turn": 3}""")),
        ["storage_object_written anew"] = () => Players().And(Act, Save, Written("""{"turn": 1}""")),
        ["storage_object_imported"] = () => Players()
            .And(Act, Save, new StorageObjectImported("{}", "99914b932bd37a50b983c5e7c90ae93b", 1, 1, Specification.Now, Specification.Now)),
        ["storage_object_deleted"] = () => Players().And("x", Save, Written("""{"turn": 1}""")).And(Act, Save, new StorageObjectDeleted()),
        ["wallet_booked"] = () => Players().Do("x", Pay(100)).Do(Act, new UpdateWallets([new(Ann, Map(-30))], WritesLedger: false)),
        ["ledger_entry_written"] = () => Players().Do("x", Pay(5)).Do(Act, Pay(30)),
        ["wallet_replaced"] = () => Players().Do("x", Pay(5)).Do(Act, new ReplaceWallet(Ann, """{"gems": 3}""")),
        ["ledger_entry_annotated"] = () => Entry((story, entry) => story.And(Act, LedgerEntry.Kind.Of(entry), new LedgerEntryAnnotated("""{"why": "prize"}"""))),
        ["ledger_entry_removed"] = () => Entry((story, entry) => story.And(Act, LedgerEntry.Kind.Of(entry), new LedgerEntryRemoved())),
        ["purchase_owner_left"] = () => Players().And("x", Sword, Buying()).And(Act, Sword, new PurchaseOwnerLeft()),
        ["purchase_owner_returned"] = () => Players().And("x", Sword, Buying(), new PurchaseOwnerLeft()).And(Act, Sword, new PurchaseOwnerReturned()),
        ["store_subscription_owner_left"] = () => Players().And("x", Gold, Subscribing()).And(Act, Gold, new StoreSubscriptionOwnerLeft()),
        ["store_subscription_owner_returned"] = () => Players().And("x", Gold, Subscribing(), new StoreSubscriptionOwnerLeft()).And(Act, Gold, new StoreSubscriptionOwnerReturned()),
        ["friend_invited"] = () => Players().And(Act, Pair, Invited()),
        ["friend_accepted"] = () => Players().And("x", Pair, Invited()).And(Act, Pair, new FriendAccepted(Bob)),
        ["friend_removed"] = () => Friends().And(Act, Pair, new FriendRemoved(Bob)),
        ["friend_invite_withdrawn"] = () => Players().And("x", Pair, Invited()).And(Act, Pair, new FriendInviteWithdrawn(Ann)),
        ["friend_invite_rejected"] = () => Players().And("x", Pair, Invited()).And(Act, Pair, new FriendInviteRejected(Bob)),
        ["user_blocked"] = () => Friends().And(Act, Pair, new UserBlocked(Bob, 9)),
        ["user_unblocked"] = () => Friends().And("x", Pair, new UserBlocked(Bob, 9)).And(Act, Pair, new UserUnblocked(Bob)),
        ["friend_imported"] = () => Players().And(Act, Pair, new FriendImported(Ann, 5, "steam", "{}", "{}")),
        ["friend_metadata_edited"] = () => Friends().And(Act, Pair, new FriendMetadataEdited(Ann, """{"note": 1}""")),
        ["group_created"] = () => Players().And(Act, Guild, Founded()),
        ["group_edited"] = () => Founding().And(Act, Guild, new GroupEdited { Name = "Others", IsOpen = false, MaxCount = 9, Description = "x" }),
        ["group_disabled"] = () => Founding().And(Act, Guild, new GroupDisabled()),
        ["group_enabled"] = () => Founding().And("x", Guild, new GroupDisabled()).And(Act, Guild, new GroupEnabled()),
        ["group_joined"] = () => Founding().And(Act, Guild, new GroupJoined(Cid)),
        ["group_join_requested"] = () => Founding().And(Act, Guild, new GroupJoinRequested(Cid)),
        ["group_join_request_withdrawn"] = () => Founding().And("x", Guild, new GroupJoinRequested(Cid)).And(Act, Guild, new GroupJoinRequestWithdrawn(Cid)),
        ["group_join_request_rejected"] = () => Founding().And("x", Guild, new GroupJoinRequested(Cid)).And(Act, Guild, new GroupJoinRequestRejected(Cid)),
        ["group_left"] = () => Founding().And(Act, Guild, new GroupLeft(Bob)),
        ["group_member_added"] = () => Founding().And(Act, Guild, new GroupMemberAdded(Cid)),
        ["group_member_kicked"] = () => Founding().And("x", Guild, new GroupMemberPromoted(Bob, GroupRank.Admin)).And(Act, Guild, new GroupMemberKicked(Bob)),
        ["group_member_banned"] = () => Founding().And(Act, Guild, new GroupMemberBanned(Bob)),
        ["group_member_unbanned"] = () => Founding().And("x", Guild, new GroupMemberBanned(Bob)).And(Act, Guild, new GroupMemberUnbanned(Bob)),
        ["group_member_promoted"] = () => Founding().And(Act, Guild, new GroupMemberPromoted(Bob, GroupRank.Admin)),
        ["group_member_demoted"] = () => Founding().And("x", Guild, new GroupMemberPromoted(Bob, GroupRank.Admin))
            .And(Act, Guild, new GroupMemberDemoted(Bob, GroupRank.Member)),
        ["group_deleted"] = () => Founding().And(Act, Guild, new GroupDeleted()),
        ["notification_sent"] = () => Players().And(Act, Notice, Told()),
        ["notification_updated"] = () => Players().And("x", Notice, Told()).And(Act, Notice, new NotificationUpdated("y", null, Bob)),
        ["notification_deleted"] = () => Players().And("x", Notice, Told()).And(Act, Notice, new NotificationDeleted()),
        ["message_sent"] = () => Players().And(Act, Message, Said()),
        ["message_edited"] = () => Players().And("x", Message, Said()).And(Act, Message, new MessageEdited("""{"m": 2}""", "ann2")),
        ["message_removed"] = () => Players().And("x", Message, Said()).And(Act, Message, new MessageRemoved()),
        ["leaderboard_created"] = () => Players().And(Act, Leaderboard.Kind.Of("board"), Board()),
        ["tournament_created"] = () => Players().And(Act, Leaderboard.Kind.Of("board"), Tournament()),
        ["score_submitted"] = () => Boards().And("x", AnnRecord, Score(10)).And(Act, AnnRecord, Score(70), Score(60, 70)),
        ["score_record_deleted"] = () => Boards().And("x", AnnRecord, Score(10)).And(Act, AnnRecord, new ScoreRecordDeleted()),
        ["tournament_joined"] = () => Boards().And(Act, "script", Taken(), new(AnnRecord, new TournamentJoined("ann", 3, TakesPlace: true))),
        ["tournament_entered"] = () => Boards().And(Act, "script", Taken(), new(AnnRecord, new TournamentEntered(3, TakesPlace: true)), new(AnnRecord, Score(5))),
        ["tournament_place_left"] = () => Boards().And("x", "script", Taken(), new(AnnRecord, new TournamentJoined("ann", 3, TakesPlace: true)))
            .And(Act, "script", new(TournamentPlaces.Of("board", 0), new TournamentPlaceLeft(Ann)), new(AnnRecord, new ScoreRecordDeleted())),
        ["tournament_attempts_added"] = () => Boards().And("x", AnnRecord, new TournamentJoined("ann", 3, TakesPlace: false)).And(Act, AnnRecord, new AttemptsAdded(2, 5)),
        ["league_revised"] = () => Leagues().And(Act, Cup, new LeagueRevised("Other", """{"a": 1}""", null)),
        ["league_paused"] = () => Leagues().And(Act, Cup, new LeaguePaused()),
        ["league_resumed"] = () => Leagues().And("x", Cup, new LeaguePaused()).And(Act, Cup, new LeagueResumed()),
        ["league_joined"] = () => Leagues().And(Act, Place, new LeagueJoined(2)),
        ["league_left"] = () => Leagues().And("x", Place, new LeagueJoined(2)).And(Act, Place, new LeagueLeft()),
        ["league_member_moved"] = () => Leagues().And("x", Place, new LeagueJoined(2), new LeagueMemberPlaced(1, 2, 1)).And(Act, Place, new LeagueMemberMoved(1)),
        ["bracket_created"] = () => Players().And(Act, Arena, new BracketCreated(new(BracketFormat.SingleElimination))),
        ["bracket_entered"] = () => Brackets().And(Act, Arena, new BracketEntered(Bob)),
        ["bracket_entry_withdrawn"] = () => Brackets().And("x", Arena, new BracketEntered(Bob)).And(Act, Arena, new BracketEntryWithdrawn(Bob)),
    };

    public static UpdateWallets Pay(long coins, string user = Ann) => new([new(user, Map(coins))], WritesLedger: true);

    public static ScoreSubmitted Score(long score, long? after = null) =>
        new(score, 0, ScoreOperator.Best, SortOrder.Descending, null, "ann", Counted: after is null, after ?? score, 0);

    public static Story Boards() => Players().And("b", Leaderboard.Kind.Of("board"), Board());

    static LeaderboardCreated Board() => new(false, SortOrder.Descending, ScoreOperator.Best, null, "{}", true);

    static TournamentCreated Tournament() => new(false, SortOrder.Descending, ScoreOperator.Best, null, "{}", true, "t", "", 1, 0, 0, 60, 5, 3, true);

    static StreamEvent Taken() => new(TournamentPlaces.Of("board", 0), new TournamentPlaceTaken(Ann));

    static Story Leagues() => Players().And("l", Cup, new LeagueCreated("Cup", "{}", LeagueRules.None, Specification.Now));

    static Story Brackets() => Players().And("k", Arena, new BracketCreated(new(BracketFormat.SingleElimination)), new BracketEntered(Ann));

    static Story Founding() => Players().And("g", Guild, Founded(), new GroupJoined(Bob));

    static GroupCreated Founded() => new(Ann, Ann, "Guild", "", "", "en", "{}", IsOpen: true, MaxCount: 50);

    static Story Friends() => Players().And("f1", Pair, Invited()).And("f2", Pair, new FriendAccepted(Bob));

    static FriendInvited Invited() => new(Ann, 5, "{}");

    static PurchaseValidated Buying() => new(Ann, PurchaseStore.Google, "sword", PurchaseEnvironment.Production, Specification.Now, "{}");

    static StoreSubscriptionValidated Subscribing() =>
        new(Ann, PurchaseStore.Google, "gold", PurchaseEnvironment.Production, Specification.Now, Specification.Now.AddDays(30), "{}", null);

    static NotificationSent Told() => new(Ann, null, "x", "{}", 1);

    static MessageSent Said() => new("2...lobby", 0, Ann, "ann", """{"m": 1}""");

    static StorageObjectWritten Written(string value) => new(value, "version of " + value, 1, 1);

    static Dictionary<string, long> Map(long coins) => new() { ["coins"] = coins };

    static Story Entry(Func<Story, string, Story> act)
    {
        var story = Players().Do("x", Pay(5));
        return act(story, story.Events.Single(past => past.Event is LedgerEntryWritten).Stream.Id);
    }

    /// <summary>Ann deletes her account, and all that is hers ends with it.</summary>
    static Story Deleted()
    {
        var story = Founding().Do("x", Pay(5)).And("x", Save, Written("""{"turn": 1}""")).And("x", Pair, Invited())
            .And("x", AnnAccount, new IdentityLinked(IdentityKind.Email, "ann@example.com", "hash"));
        var entry = story.Events.Single(past => past.Event is LedgerEntryWritten).Stream;
        return story.And(
            Act, Ann,
            new(AnnAccount, new AccountDeleted()), new(Wallet.Kind.Of(Ann), new WalletClosed()), new(entry, new LedgerEntryRemoved()),
            new(Save, new StorageObjectDeleted()), new(Pair, new FriendshipEnded(Ann)), new(Guild, new GroupDeleted()));
    }
}
