using KaosNet.Domain.Accounts;
using KaosNet.Projections.Accounts;
using KaosNet.Projections.Friends;
using KaosNet.Projections.Groups;
using KaosNet.Projections.Leaderboards;
using KaosNet.Projections.Notifications;
using KaosNet.Projections.Storage;
using KaosNet.Projections.Wallets;
using KaosNet.Protocol.Api.Kaos;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Scripting.Accounts;

/// <summary>What belongs to a player in the words of the document that it is handed out in; moments are exact, so that nothing is lost on the way.</summary>
internal static class AccountSpelling
{
    public static Wire.Account Of(OwnAccount own, bool isOnline)
    {
        var profile = own.Profile;
        return new()
        {
            User = new()
            {
                Id = profile.UserId.ToString(),
                Username = profile.Username,
                DisplayName = profile.DisplayName,
                AvatarUrl = profile.AvatarUrl,
                LangTag = profile.LangTag,
                Location = profile.Location,
                Timezone = profile.Timezone,
                Metadata = profile.Metadata,
                AppleId = profile.IdentifierOf(IdentityKind.Apple),
                FacebookId = profile.IdentifierOf(IdentityKind.Facebook),
                FacebookInstantGameId = profile.IdentifierOf(IdentityKind.FacebookInstantGame),
                GoogleId = profile.IdentifierOf(IdentityKind.Google),
                GamecenterId = profile.IdentifierOf(IdentityKind.GameCenter),
                SteamId = profile.IdentifierOf(IdentityKind.Steam),
                Online = isOnline,
                EdgeCount = own.EdgeCount,
                CreateTime = profile.CreatedAt,
                UpdateTime = own.ChangedAt > profile.UpdatedAt ? own.ChangedAt : profile.UpdatedAt,
            },
            Wallet = own.Wallet,
            Email = profile.IdentifierOf(IdentityKind.Email),
            CustomId = profile.IdentifierOf(IdentityKind.Custom),
            Devices = [.. profile.Identities.Where(identity => identity.Kind is IdentityKind.Device).Select(identity => new Wire.AccountDevice { Id = identity.Value })],
            DisableTime = profile.BannedAt,
        };
    }

    /// <summary>The ways to sign in that a document tells.</summary>
    public static IReadOnlyList<Identity> Identities(Wire.Account account)
    {
        var user = account.User!;
        List<Identity> identities = [.. account.Devices.Select(device => Identity.Device(device.Id))];
        foreach (var (kind, identifier) in new[]
        {
            (IdentityKind.Custom, account.CustomId), (IdentityKind.Email, account.Email.ToLowerInvariant()), (IdentityKind.Apple, user.AppleId),
            (IdentityKind.Facebook, user.FacebookId), (IdentityKind.FacebookInstantGame, user.FacebookInstantGameId), (IdentityKind.Google, user.GoogleId),
            (IdentityKind.GameCenter, user.GamecenterId), (IdentityKind.Steam, user.SteamId),
        })
        {
            if (identifier.Length > 0) identities.Add(new(kind, identifier));
        }

        return identities;
    }

    public static Wire.StorageObject Of(StoredObjectRow stored) => new()
    {
        Collection = stored.Collection, Key = stored.Key, UserId = stored.OwnerId.ToString(), Value = stored.Value, Version = stored.Version,
        PermissionRead = stored.PermissionRead, PermissionWrite = stored.PermissionWrite, CreateTime = stored.CreateTime, UpdateTime = stored.UpdateTime,
    };

    /// <summary>Of friends the document tells no more than who they are.</summary>
    public static Wire.Friend Of(EdgeRow edge) => new()
    {
        User = new() { Id = edge.FriendId.ToString() }, State = edge.State, UpdateTime = edge.UpdatedAt, Metadata = edge.Metadata == "{}" ? "" : edge.Metadata,
    };

    public static Wire.Group Of(GroupRow group) => new()
    {
        Id = group.Id.ToString(), CreatorId = (group.CreatorId ?? Guid.Empty).ToString(), Name = group.Name, Description = group.Description,
        LangTag = group.LangTag, Metadata = group.Metadata, AvatarUrl = group.AvatarUrl, Open = group.IsOpen, EdgeCount = group.EdgeCount,
        MaxCount = group.MaxCount, CreateTime = group.CreateTime, UpdateTime = group.UpdateTime,
    };

    public static Wire.LeaderboardRecord Of(RecordRow record) => new()
    {
        LeaderboardId = record.LeaderboardId, OwnerId = record.OwnerId.ToString(), Username = record.Username, Score = record.Score, Subscore = record.Subscore,
        NumScore = record.NumScore, MaxNumScore = (uint)record.MaxNumScore, Metadata = record.Metadata, CreateTime = record.CreateTime,
        UpdateTime = record.UpdateTime, ExpiryTime = record.Expiry == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(record.Expiry),
    };

    public static Wire.Notification Of(NotificationRow told) => new()
    {
        Id = told.Id.ToString(), Subject = told.Subject, Content = told.Content, Code = told.Code, SenderId = told.SenderId?.ToString() ?? "",
        CreateTime = told.CreateTime, Persistent = true,
    };

    /// <summary>Whose it is goes without saying in that player's document.</summary>
    public static WalletLedger Of(LedgerRow entry) => new()
    {
        Id = entry.Id.ToString(), Changeset = entry.Changeset, Metadata = entry.Metadata, CreateTime = entry.CreateTime, UpdateTime = entry.UpdateTime,
    };
}
