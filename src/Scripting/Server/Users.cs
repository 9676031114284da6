using KaosNet.Modules.Accounts;
using KaosNet.Projections.Accounts;

namespace KaosNet.Scripting.Server;

/// <summary>Players, as modules see them.</summary>
internal static class Users
{
    /// <summary>The player that a card shows.</summary>
    public static User Of(PlayerCard card, IOnlinePlayers online, int edgeCount = 0) => new()
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
        UpdateTime = card.UpdatedAt,
        Metadata = card.Metadata,
    };

    private static string? Linked(string id) => id.Length > 0 ? id : null;
}
