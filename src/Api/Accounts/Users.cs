using KaosNet.Projections.Accounts;
using KaosNet.Protocol.Api;

namespace KaosNet.Api.Accounts;

/// <summary>The one place where a player's card becomes the user that clients see.</summary>
sealed class Users(IOnlinePlayers online)
{
    /// <summary>A player who was looked up.</summary>
    public User Of(FoundPlayer found) => Of(found.Card, found.EdgeCount, found.ChangedAt);

    /// <summary>A user as lists show it, or with a count of edges where the player is looked up.</summary>
    /// <param name="card">Whose.</param>
    /// <param name="edgeCount">Friends, invites and blocks; lists do not tell it.</param>
    /// <param name="changedAt">When that count or the wallet last changed, which counts as a change of the user.</param>
    public User Of(PlayerCard card, int edgeCount = 0, DateTimeOffset changedAt = default) => new()
    {
        Id = card.UserId.ToString(),
        Username = card.Username,
        DisplayName = card.DisplayName,
        AvatarUrl = card.AvatarUrl,
        LangTag = card.LangTag,
        Location = card.Location,
        Timezone = card.Timezone,
        Metadata = card.Metadata,
        AppleId = card.AppleId,
        FacebookId = card.FacebookId,
        FacebookInstantGameId = card.FacebookInstantGameId,
        GoogleId = card.GoogleId,
        GamecenterId = card.GameCenterId,
        SteamId = card.SteamId,
        Online = online.IsOnline(card.UserId),
        EdgeCount = edgeCount,
        CreateTime = WholeSecond(card.CreatedAt),
        UpdateTime = WholeSecond(changedAt > card.UpdatedAt ? changedAt : card.UpdatedAt),
    };

    /// <summary>Accounts are told in whole seconds (end of parity 1.5).</summary>
    static DateTimeOffset WholeSecond(DateTimeOffset moment) => moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerSecond));
}
