using System.Text.Json.Nodes;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Brackets;
using KaosNet.Domain.Chat;
using KaosNet.Domain.Forgetting;
using KaosNet.Domain.Friends;
using KaosNet.Domain.Groups;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leaderboards.Disqualifying;
using KaosNet.Domain.Leagues;
using KaosNet.Domain.Matches;
using KaosNet.Domain.Notifications;
using KaosNet.Domain.Purchases;
using KaosNet.Domain.Sessions;
using KaosNet.Domain.Storage;
using KaosNet.Domain.Tournaments;
using KaosNet.Domain.Wallets;
using Section = KaosNet.Projections.History.Exporting.ExportSection;

namespace KaosNet.Projections.History.Exporting;

/// <summary>
/// What an export shows of each type of event: nothing of other people but their ids. Every type of the catalogue has its line here, which a spec holds; one that
/// had none would be listed among the changes with no details.
/// </summary>
static class ExportRules
{
    static readonly Dictionary<Type, ExportRule> Rules = new()
    {
        [typeof(AccountCreated)] = ExportRule.Own(Section.SignIns, "password_hash"),
        [typeof(AccountImported)] = ExportRule.Own(Section.SignIns),
        [typeof(IdentityLinked)] = ExportRule.Own(Section.SignIns, "password_hash"),
        [typeof(IdentityUnlinked)] = ExportRule.Own(Section.SignIns),
        [typeof(SessionTokenRevoked)] = ExportRule.Own(Section.SignIns),
        [typeof(SessionsRevoked)] = ExportRule.Own(Section.SignIns),
        [typeof(AccountRenamed)] = ExportRule.Own(Section.Profile),
        [typeof(ProfileEdited)] = ExportRule.Own(Section.Profile),
        [typeof(AccountBanned)] = ExportRule.Own(Section.Profile),
        [typeof(AccountUnbanned)] = ExportRule.Own(Section.Profile),
        [typeof(AccountDeleted)] = ExportRule.Own(Section.Profile),

        [typeof(FriendInvited)] = Friend(),
        [typeof(FriendAccepted)] = Friend(),
        [typeof(FriendRemoved)] = Friend(),
        [typeof(FriendInviteWithdrawn)] = Friend(),
        [typeof(FriendInviteRejected)] = Friend(),
        [typeof(UserBlocked)] = Friend() with { IsHidden = IsOfOther },
        [typeof(UserUnblocked)] = Friend() with { IsHidden = IsOfOther },
        [typeof(FriendImported)] = ExportRule.Of<FriendImported>(Section.Friends, (imported, user) => new()
        {
            ["by"] = imported.By,
            ["provider"] = imported.Provider,
            ["metadata"] = StateDocuments.Json(imported.By == user ? imported.Metadata : imported.OtherMetadata),
        }),
        [typeof(FriendMetadataEdited)] = Friend(),
        [typeof(FriendshipEnded)] = Friend(),
        [typeof(FriendshipRestored)] = new(Section.Friends, (exported, user) =>
        {
            var restored = (FriendshipRestored)exported.Happened;
            var edge = exported.Stream.Id.StartsWith(user, StringComparison.Ordinal) ? restored.First : restored.Second;
            return edge is null ? null : ExportRule.Whole(edge, "position");
        }),

        [typeof(GroupCreated)] = ExportRule.Of<GroupCreated>(Section.Groups, (created, user) => created.FounderId == user ? ExportRule.Whole(created) : null),
        [typeof(GroupEdited)] = new(Section.Groups, (exported, user) => exported.Actor == user ? ExportRule.Whole(exported.Happened) : null),
        [typeof(GroupDisabled)] = ExportRule.Bare(Section.Groups),
        [typeof(GroupEnabled)] = ExportRule.Bare(Section.Groups),
        [typeof(GroupJoined)] = Member(),
        [typeof(GroupJoinRequested)] = Member(),
        [typeof(GroupJoinRequestWithdrawn)] = Member(),
        [typeof(GroupLeft)] = Member(),
        [typeof(GroupMemberAdded)] = Member(),
        [typeof(GroupMemberKicked)] = Member(),
        [typeof(GroupJoinRequestRejected)] = Member(),
        [typeof(GroupMemberUnbanned)] = Member(),
        [typeof(GroupMemberBanned)] = Member(),
        [typeof(GroupMemberPromoted)] = Member(),
        [typeof(GroupMemberDemoted)] = Member(),
        [typeof(GroupMemberLost)] = Member(),
        [typeof(GroupDeleted)] = ExportRule.Bare(Section.Groups),
        [typeof(GroupMemberRestored)] = Member(),
        [typeof(GroupRestored)] = ExportRule.Of<GroupRestored>(Section.Groups, (restored, user) =>
            restored.Members.FirstOrDefault(member => member.UserId == user) is { } own ? ExportRule.Whole(own) : null),

        [typeof(MessageSent)] = new(Section.Messages, (exported, user) =>
            exported.IsOf(user) ? ExportRule.Whole(exported.Happened) : ExportRule.Whole(exported.Happened, "username", "content")),
        [typeof(MessageEdited)] = ExportRule.Own(Section.Messages),
        [typeof(MessageRemoved)] = ExportRule.Bare(Section.Messages),
        [typeof(MessageRestored)] = ExportRule.Own(Section.Messages),

        [typeof(StorageObjectWritten)] = ExportRule.Own(Section.Objects),
        [typeof(StorageObjectImported)] = ExportRule.Own(Section.Objects),
        [typeof(StorageObjectDeleted)] = ExportRule.Own(Section.Objects),

        [typeof(ScoreSubmitted)] = ExportRule.Own(Section.Scores),
        [typeof(ScoreRecordRestored)] = ExportRule.Own(Section.Scores),
        [typeof(ScoreRecordDeleted)] = ExportRule.Own(Section.Scores),
        [typeof(ScoresDisqualified)] = ExportRule.Own(Section.Scores),
        [typeof(DisqualificationLifted)] = ExportRule.Own(Section.Scores),
        [typeof(TournamentJoined)] = ExportRule.Own(Section.Tournaments),
        [typeof(TournamentEntered)] = ExportRule.Own(Section.Tournaments),
        [typeof(AttemptsAdded)] = ExportRule.Own(Section.Tournaments),
        [typeof(TournamentPlaceTaken)] = ExportRule.Bare(Section.Changes),
        [typeof(TournamentPlaceLeft)] = ExportRule.Bare(Section.Changes),
        [typeof(DisqualificationOrdered)] = ExportRule.Of<DisqualificationOrdered>(Section.Changes, (ordered, user) =>
            ordered.Criteria.OwnerId == user ? new() { ["reason"] = ordered.Reason, ["criteria"] = StateDocuments.Spelled(ordered.Criteria) } : null),

        [typeof(LeagueJoined)] = ExportRule.Own(Section.Leagues),
        [typeof(LeagueMemberPlaced)] = ExportRule.Own(Section.Leagues),
        [typeof(LeagueMemberSettled)] = ExportRule.Own(Section.Leagues),
        [typeof(LeagueMemberMoved)] = ExportRule.Own(Section.Leagues),
        [typeof(LeagueLeft)] = ExportRule.Own(Section.Leagues),
        [typeof(LeagueGroupFormed)] = ExportRule.Of<LeagueGroupFormed>(Section.Changes, (formed, _) => new() { ["board_id"] = formed.BoardId, ["expiry"] = formed.Expiry }),
        [typeof(LeagueGroupJoined)] = ExportRule.Of<LeagueGroupJoined>(Section.Changes, (joined, _) => ExportRule.Whole(joined)),
        [typeof(LeagueGroupLeft)] = ExportRule.Of<LeagueGroupLeft>(Section.Changes, (left, _) => ExportRule.Whole(left)),
        [typeof(LeagueGroupSettled)] = ExportRule.Of<LeagueGroupSettled>(Section.Changes, (settled, user) =>
            settled.Results.FirstOrDefault(result => result.UserId == user) is { } own ? ExportRule.Whole(own) : null),

        [typeof(BracketEntered)] = ExportRule.Of<BracketEntered>(Section.Brackets, (entered, _) => ExportRule.Whole(entered)),
        [typeof(BracketEntryWithdrawn)] = ExportRule.Of<BracketEntryWithdrawn>(Section.Brackets, (gone, _) => ExportRule.Whole(gone)),
        [typeof(BracketStarted)] = ExportRule.Of<BracketStarted>(Section.Brackets, (started, user) => new() { ["seed"] = started.Seeds.ToList().IndexOf(user) + 1 }),
        [typeof(BracketPairingsReady)] = ExportRule.Of<BracketPairingsReady>(Section.Brackets, Pairings),
        [typeof(BracketCheckedIn)] = ExportRule.Of<BracketCheckedIn>(Section.Brackets, (came, _) => ExportRule.Whole(came)),
        [typeof(BracketResultClaimed)] = ExportRule.Of<BracketResultClaimed>(Section.Brackets, (claimed, user) =>
            claimed.UserId == user ? ExportRule.Whole(claimed) : new() { ["pairing"] = claimed.Pairing }),
        [typeof(BracketPairingDecided)] = ExportRule.Of<BracketPairingDecided>(Section.Brackets, Decided),
        [typeof(BracketEntrantWithdrew)] = ExportRule.Of<BracketEntrantWithdrew>(Section.Brackets, (gone, user) =>
            gone.UserId == user ? ExportRule.Whole(gone) : new() { ["user_id"] = gone.UserId }),

        [typeof(MatchInputsRecorded)] = ExportRule.Of<MatchInputsRecorded>(Section.Matches, (piece, _) => new() { ["from_tick"] = piece.FromTick, ["to_tick"] = piece.ToTick }),
        [typeof(MatchCodeChanged)] = ExportRule.Of<MatchCodeChanged>(Section.Matches, (change, _) => new() { ["tick"] = change.Tick }),

        [typeof(WalletBooked)] = ExportRule.Own(Section.Wallet),
        [typeof(WalletReplaced)] = ExportRule.Own(Section.Wallet),
        [typeof(WalletClosed)] = ExportRule.Own(Section.Wallet),
        [typeof(LedgerEntryWritten)] = ExportRule.Own(Section.Ledger, "author"),
        [typeof(LedgerEntryAnnotated)] = ExportRule.Own(Section.Ledger),
        [typeof(LedgerEntryReversed)] = ExportRule.Own(Section.Ledger),
        [typeof(LedgerEntryRemoved)] = ExportRule.Own(Section.Ledger),
        [typeof(LedgerEntryRestored)] = new(Section.Ledger, (exported, user) =>
            exported.IsOf(user) ? ExportRule.Whole(((LedgerEntryRestored)exported.Happened).Entry, "author") : null),

        [typeof(PurchaseValidated)] = ExportRule.Own(Section.Purchases),
        [typeof(PurchaseRevalidated)] = ExportRule.Of<PurchaseRevalidated>(Section.Purchases, (again, _) => ExportRule.Whole(again)),
        [typeof(PurchaseRefunded)] = ExportRule.Own(Section.Purchases),
        [typeof(PurchaseOwnerLeft)] = ExportRule.Bare(Section.Purchases),
        [typeof(PurchaseOwnerReturned)] = ExportRule.Bare(Section.Purchases),
        [typeof(StoreSubscriptionValidated)] = ExportRule.Own(Section.Subscriptions),
        [typeof(StoreSubscriptionRevalidated)] = ExportRule.Own(Section.Subscriptions),
        [typeof(StoreSubscriptionRefunded)] = ExportRule.Own(Section.Subscriptions),
        [typeof(StoreSubscriptionOwnerLeft)] = ExportRule.Bare(Section.Subscriptions),
        [typeof(StoreSubscriptionOwnerReturned)] = ExportRule.Bare(Section.Subscriptions),

        [typeof(NotificationSent)] = ExportRule.Of<NotificationSent>(Section.Notifications, (sent, user) =>
            NotificationTexts.MaySee(sent, user) ? ExportRule.Whole(sent) : ExportRule.Whole(sent, "subject", "content")),
        [typeof(NotificationUpdated)] = new(Section.Notifications, (exported, user) => NotificationTexts.MaySee(exported, user) ? ExportRule.Whole(exported.Happened) : null),
        [typeof(NotificationDeleted)] = ExportRule.Bare(Section.Notifications),
        [typeof(NotificationRestored)] = ExportRule.Of<NotificationRestored>(Section.Notifications, (restored, user) =>
            NotificationTexts.MaySee(restored.ReceiverId, restored.SenderId, restored.Code, user) ? ExportRule.Whole(restored) : ExportRule.Whole(restored, "subject", "content")),

        [typeof(PersonForgettingOrdered)] = ExportRule.Own(Section.Changes, "author"),
        [typeof(PersonForgotten)] = ExportRule.Own(Section.Changes, "author"),
    };

    /// <summary>
    /// Events of boards, tournaments, leagues, brackets, matches and modules as such: a player may stand behind one, through a module, but none tells of a person.
    /// </summary>
    static readonly HashSet<Type> OfNobody =
    [
        .. new Type[]
        {
            typeof(LeaderboardEvent), typeof(Domain.Leaderboards.Resetting.BoardScheduleEvent), typeof(Domain.Leaderboards.Resetting.PassedPeriodsEvent),
            typeof(LeagueEvent), typeof(LeagueSeasonEvent), typeof(Domain.Scripts.CallEvent), typeof(Domain.Undoing.UndoEvent), typeof(Domain.Seals.SealEvent), typeof(Domain.Subscriptions.SubscriptionEvent),
        },
        typeof(TournamentPlacesCleared), typeof(DisqualificationAdvanced), typeof(DisqualificationUndoOrdered), typeof(DisqualificationUndoAdvanced),
        typeof(LeagueGroupErased), typeof(BracketCreated), typeof(BracketDeadlinePassed), typeof(BracketResultTakenBack), typeof(BracketFinished), typeof(BracketCancelled),
        typeof(BracketFunctionsCalled), typeof(MatchCreated), typeof(MatchResumed), typeof(MatchEnded),
    ];

    static readonly ExportRule Unknown = ExportRule.Bare(Section.Changes);

    /// <summary>Whether somebody has thought of a type of events.</summary>
    public static bool Knows(Type type) => Rules.ContainsKey(type) || OfNobody.Contains(type) || (type.BaseType is { } parent && OfNobody.Contains(parent));

    public static ExportRule For(Type type) => Rules.GetValueOrDefault(type, Unknown);

    static ExportRule Friend() => ExportRule.Of<FriendshipEvent>(Section.Friends, (happened, user) =>
        happened.By == user ? ExportRule.Whole(happened, "position") : new() { ["by"] = happened.By });

    static bool IsOfOther(ExportedEvent exported, string user) => ((FriendshipEvent)exported.Happened).By != user;

    static ExportRule Member() => ExportRule.Of<GroupMemberEvent>(Section.Groups, (happened, _) => ExportRule.Whole(happened));

    static JsonObject Pairings(BracketPairingsReady ready, string user) => new()
    {
        ["pairings"] = new JsonArray([.. ready.Pairings.Where(pairing => pairing.FirstId == user || pairing.SecondId == user).Select(StateDocuments.Spelled)]),
    };

    static JsonObject? Decided(BracketPairingDecided decided, string user)
    {
        var isFirst = decided.FirstId == user;
        if (!isFirst && decided.SecondId != user) return null;
        var own = isFirst ? Domain.Brackets.Drawing.Slot.First : Domain.Brackets.Drawing.Slot.Second;
        return new()
        {
            ["pairing"] = decided.Pairing,
            ["opponent_id"] = isFirst ? decided.SecondId : decided.FirstId,
            ["outcome"] = StateDocuments.Word(decided.Outcome),
            ["own_score"] = isFirst ? decided.Score.First : decided.Score.Second,
            ["result"] = decided.Score.Winner is { } winner ? winner == own ? "won" : "lost" : "no winner",
            ["match_id"] = decided.MatchId,
        };
    }
}
