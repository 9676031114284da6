using System.Text.Json.Nodes;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Brackets;
using KaosNet.Domain.Chat;
using KaosNet.Domain.Friends;
using KaosNet.Domain.Groups;
using KaosNet.Domain.Leaderboards;
using KaosNet.Domain.Leagues;
using KaosNet.Domain.Notifications;
using KaosNet.Domain.Purchases;
using KaosNet.Domain.Sessions;
using KaosNet.Domain.Storage;
using KaosNet.Domain.Wallets;
using static KaosNet.Projections.History.StateDocuments;

namespace KaosNet.Projections.History.Exporting;

/// <summary>Folds one stream after the other and makes the rows of each for a user: how things are now.</summary>
/// <param name="user">Whose export it is.</param>
/// <param name="add">Takes a row of a section.</param>
sealed class ExportRows(string user, Action<ExportSection, JsonObject> add)
{
    readonly Guid _userId = Guid.Parse(user);
    ExportedStream? _stream;
    object? _state;
    object? _lastThere;
    MatchPart? _match;
    JsonArray _seasons = [];
    object? _opening;
    bool _isTournament, _isMember;

    /// <summary>The profile is never empty: an account was there once.</summary>
    public bool HasAccount { get; private set; }

    /// <summary>When the person was forgotten, or null.</summary>
    public DateTimeOffset? ForgottenAt { get; private set; }

    /// <summary>Takes the next event, of the same stream or the next one.</summary>
    public void Add(ExportedEvent exported)
    {
        if (_stream != exported.Stream) Begin(exported);
        _state = exported.Stream.Kind.Evolve(_state!, exported.Happened, exported.At);
        if (_state is Group { Exists: true } or ChannelMessage { Exists: true } or Notification { Exists: true } or Domain.Wallets.LedgerEntry { Exists: true }) _lastThere = _state;
        _match?.Add(exported);
        switch (exported.Happened)
        {
            case LeagueMemberSettled settled:
                _seasons.Add((JsonNode)ExportRule.Whole(settled));
                break;
            case TournamentJoined or TournamentEntered:
                _isTournament = true;
                break;
            case GroupMemberEvent member when member.UserId == user:
            case GroupCreated created when created.FounderId == user:
                _isMember = true;
                break;
            case AccountEvent or SessionEvent when exported.IsOf(user):
                AddSignIns(exported);
                break;
        }
    }

    /// <summary>Makes the rows of the last stream.</summary>
    public void End()
    {
        if (_stream is null) return;
        switch (_state)
        {
            case Account account when account.Id == user: AddAccount(account); break;
            case Friendship pair when pair.FirstId == user || pair.SecondId == user: AddFriend(pair); break;
            case Group group when _isMember: AddGroup(group); break;
            case ChannelMessage message: AddMessage(message); break;
            case StoredObject stored when stored.OwnerId == user: AddObject(stored); break;
            case ScoreRecord record when record.OwnerId == user: AddRecord(record); break;
            case LeagueMember member when member.UserId == user: AddLeague(member); break;
            case Bracket bracket when bracket.SeedOf(user) > 0: AddBracket(bracket); break;
            case Wallet wallet when wallet.UserId == user: AddWallet(wallet); break;
            case LedgerEntry entry when (_opening as LedgerEntryWritten)?.UserId == user: AddLedger(entry); break;
            case Purchase purchase when purchase.BuyerId == user: AddPurchase(purchase); break;
            case StoreSubscription subscription when subscription.BuyerId == user: AddSubscription(subscription); break;
            case Notification: AddNotification(); break;
            case Domain.Forgetting.ForgottenPerson person when person.UserId == user: ForgottenAt = person.ForgetTime; break;
        }

        _match?.End();
        _stream = null;
    }

    void Begin(ExportedEvent exported)
    {
        End();
        (_stream, _opening, _lastThere) = (exported.Stream, exported.Happened, null);
        _state = _stream.Kind.Initial(_stream.Id);
        _match = _stream.Kind.Prefix == "match" ? new(_stream.Id, user, add) : null;
        (_seasons, _isTournament, _isMember) = ([], false, false);
    }

    void AddAccount(Account account)
    {
        HasAccount = true;
        var row = Of(account);
        foreach (var name in new[] { "identities", "sessions_ended_time" }) row.Remove(name);
        row["status"] = account.IsDeleted ? "deleted" : account.BannedAt is null ? "open" : "shut out";
        add(ExportSection.Profile, row);
    }

    void AddSignIns(ExportedEvent exported)
    {
        void Row(string what, string kind, string value) =>
            add(ExportSection.SignIns, new() { ["time"] = Time(exported.At), ["what"] = what, ["kind"] = kind, ["value"] = value });
        switch (exported.Happened)
        {
            case AccountCreated created: Row("signed up", Word(created.Kind), created.Identifier); break;
            case AccountImported imported:
                foreach (var identity in imported.Identities) Row("taken over", Word(identity.Kind), identity.Value);
                break;
            case IdentityLinked linked: Row("linked", Word(linked.Kind), linked.Identifier); break;
            case IdentityUnlinked unlinked: Row("unlinked", Word(unlinked.Kind), unlinked.Identifier); break;
            case SessionTokenRevoked revoked: Row("session ended", Word(revoked.Kind), revoked.TokenId); break;
            case SessionsRevoked revoked: Row("all sessions ended", "session", Time(revoked.NotBefore)); break;
        }
    }

    void AddFriend(Friendship pair)
    {
        var other = pair.FirstId == user ? pair.SecondId : pair.FirstId;
        add(ExportSection.Friends, EdgeOf(pair, user) ?? new() { ["user_id"] = other, ["state"] = "none" });
    }

    void AddGroup(Group group)
    {
        var founded = _opening is GroupCreated created && created.FounderId == user;
        var member = group.Members.GetValueOrDefault(_userId);
        add(ExportSection.Groups, new()
        {
            ["group_id"] = group.Id,
            ["name"] = (_lastThere as Group ?? group).Name,
            ["rank"] = member is null ? "none" : Word(member.Rank),
            ["since"] = member is null ? null : PositionTime(member.Position),
            ["founded_by_you"] = founded,
        });
    }

    void AddMessage(ChannelMessage message)
    {
        if (_lastThere is not ChannelMessage known) return;
        var isOwn = known.SenderId == user;
        if (!isOwn && ChannelId.Parse(known.ChannelId)?.IsBetween(_userId) != true) return;
        add(ExportSection.Messages, new()
        {
            ["message_id"] = known.Id,
            ["channel_id"] = known.ChannelId,
            ["code"] = known.Code,
            ["sent_by_you"] = isOwn,
            ["sender_id"] = known.SenderId,
            ["content"] = isOwn ? Json(known.Content) : null,
            ["create_time"] = Time(known.CreateTime),
            ["update_time"] = Time(known.UpdateTime),
            ["removed"] = !message.Exists,
        });
    }

    void AddObject(StoredObject stored)
    {
        var row = stored.Exists ? Of(stored) : new JsonObject { ["collection"] = stored.Collection, ["key"] = stored.Key };
        row.Remove("user_id");
        row["deleted"] = !stored.Exists;
        add(ExportSection.Objects, row);
    }

    void AddRecord(ScoreRecord record)
    {
        var row = new JsonObject
        {
            [_isTournament ? "tournament_id" : "leaderboard_id"] = record.LeaderboardId,
            ["period_end"] = record.Expiry == 0 ? null : Time(DateTimeOffset.FromUnixTimeSeconds(record.Expiry)),
            ["on_board"] = record.Exists,
        };
        if (record.Exists)
        {
            row["score"] = record.Score;
            row["subscore"] = record.Subscore;
            row["num_score"] = record.NumScore;
            if (_isTournament) row["max_num_score"] = record.MaxNumScore;
            row["username"] = record.Username;
            row["metadata"] = Json(record.Metadata);
            row["create_time"] = Time(record.CreateTime);
            row["update_time"] = Time(record.UpdateTime);
        }

        add(_isTournament ? ExportSection.Tournaments : ExportSection.Scores, row);
    }

    void AddLeague(LeagueMember member) => add(ExportSection.Leagues, new()
    {
        ["league_id"] = member.LeagueId,
        ["in"] = member.IsIn,
        ["division"] = member.Division,
        ["season"] = member.Season,
        ["group"] = member.Group,
        ["join_time"] = Time(member.JoinTime),
        ["results"] = _seasons,
    });

    void AddBracket(Bracket bracket)
    {
        var seed = bracket.SeedOf(user);
        var entrant = bracket.At(seed)!;
        add(ExportSection.Brackets, new()
        {
            ["bracket_id"] = bracket.Id,
            ["title"] = bracket.Settings.Title,
            ["phase"] = Word(bracket.Phase),
            ["entered_time"] = Time(entrant.EnteredAt),
            ["seed"] = seed,
            ["wins"] = entrant.Wins,
            ["draws"] = entrant.Draws,
            ["losses"] = entrant.Losses,
            ["points"] = entrant.Points,
            ["place"] = entrant.Place,
            ["withdrawn"] = entrant.HasWithdrawn,
        });
    }

    void AddWallet(Wallet wallet)
    {
        foreach (var amount in Amounts.Sorted(wallet.Balances)) add(ExportSection.Wallet, new() { ["currency"] = amount.Key, ["balance"] = amount.Value });
    }

    void AddLedger(LedgerEntry entry)
    {
        var known = _lastThere as LedgerEntry ?? entry;
        add(ExportSection.Ledger, new()
        {
            ["entry_id"] = known.Id,
            ["number"] = known.Number,
            ["time"] = Time(known.CreateTime),
            ["changeset"] = Json(Amounts.Text(known.Changeset)),
            ["metadata"] = Json(known.Metadata),
            ["cause"] = known.Cause,
            ["reverses"] = known.Reverses,
            ["reversed_by"] = known.ReversedBy,
            ["reason"] = known.Reason,
            ["removed"] = !entry.Exists,
        });
    }

    void AddPurchase(Purchase purchase) => add(ExportSection.Purchases, new()
    {
        ["transaction_id"] = purchase.TransactionId,
        ["store"] = Word(purchase.Store),
        ["product_id"] = purchase.ProductId,
        ["environment"] = Word(purchase.Environment),
        ["purchase_time"] = Time(purchase.PurchaseTime),
        ["refund_time"] = Time(purchase.RefundTime),
        ["provider_response"] = Json(purchase.ProviderResponse),
        ["create_time"] = Time(purchase.CreateTime),
        ["update_time"] = Time(purchase.UpdateTime),
    });

    void AddSubscription(StoreSubscription subscription) => add(ExportSection.Subscriptions, new()
    {
        ["original_transaction_id"] = subscription.OriginalTransactionId,
        ["store"] = Word(subscription.Store),
        ["product_id"] = subscription.ProductId,
        ["environment"] = Word(subscription.Environment),
        ["purchase_time"] = Time(subscription.PurchaseTime),
        ["expiry_time"] = Time(subscription.ExpiryTime),
        ["refund_time"] = Time(subscription.RefundTime),
        ["provider_response"] = Json(subscription.ProviderResponse),
        ["provider_notification"] = Json(subscription.ProviderNotification),
        ["create_time"] = Time(subscription.CreateTime),
        ["update_time"] = Time(subscription.UpdateTime),
    });

    void AddNotification()
    {
        if (_lastThere is not Notification known || (known.ReceiverId != user && known.SenderId != user)) return;
        var isSeen = NotificationTexts.MaySee(known.ReceiverId, known.SenderId, known.Code, user);
        add(ExportSection.Notifications, new()
        {
            ["notification_id"] = known.Id,
            ["sent_by_you"] = known.SenderId == user,
            ["other_id"] = known.SenderId == user ? known.ReceiverId : known.SenderId,
            ["code"] = known.Code,
            ["subject"] = isSeen ? known.Subject : null,
            ["content"] = isSeen ? Json(known.Content) : null,
            ["create_time"] = Time(known.CreateTime),
            ["deleted"] = !((Notification)_state!).Exists,
        });
    }
}
