using KaosNet.Domain.Accounts;
using KaosNet.Modules.Accounts;
using KaosNet.Projections.Accounts;
using Account = KaosNet.Modules.Accounts.Account;

namespace KaosNet.Scripting.Server;

/// <summary>Players, as modules see them.</summary>
internal static class Users
{
    /// <summary>An account as the server sees it.</summary>
    public static Account Of(OwnAccount own, IOnlinePlayers online) => new()
    {
        User = Of(PlayerCard.Of(own.Profile), online, own.EdgeCount, own.ChangedAt),
        Wallet = own.Wallet,
        Email = own.Profile.IdentifierOf(IdentityKind.Email),
        CustomId = Linked(own.Profile.IdentifierOf(IdentityKind.Custom)),
        Devices = [.. own.Profile.Identities.Where(identity => identity.Kind is IdentityKind.Device).Select(identity => new AccountDevice(identity.Value))],
        DisableTime = own.Profile.BannedAt,
    };

    /// <summary>Texts that somebody can be looked up by: nobody is called what the database cannot hold.</summary>
    public static List<string> Findable(IReadOnlyList<string>? texts) => texts?.Where(text => !text.Contains('\0')).ToList() ?? [];

    /// <summary>The player that a card shows.</summary>
    /// <param name="card">Whose.</param>
    /// <param name="online">Who is online.</param>
    /// <param name="edgeCount">Friends, invitations and blocks; lists do not tell it.</param>
    /// <param name="changedAt">When that count or the wallet last changed, which counts as a change of the user.</param>
    public static User Of(PlayerCard card, IOnlinePlayers online, int edgeCount = 0, DateTimeOffset changedAt = default) => new()
    {
        UserId = card.UserId,
        Username = card.Username,
        DisplayName = card.DisplayName,
        AvatarUrl = card.AvatarUrl,
        LangTag = card.LangTag,
        Location = card.Location,
        Timezone = card.Timezone,
        AppleId = Linked(card.AppleId),
        FacebookId = Linked(card.FacebookId),
        FacebookInstantGameId = Linked(card.FacebookInstantGameId),
        GoogleId = Linked(card.GoogleId),
        GamecenterId = Linked(card.GameCenterId),
        SteamId = Linked(card.SteamId),
        Online = online.IsOnline(card.UserId),
        EdgeCount = edgeCount,
        CreateTime = card.CreatedAt,
        UpdateTime = changedAt > card.UpdatedAt ? changedAt : card.UpdatedAt,
        Metadata = card.Metadata,
    };

    private static string? Linked(string id) => id.Length > 0 ? id : null;
}
