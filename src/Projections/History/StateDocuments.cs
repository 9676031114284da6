using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using KaosNet.Domain.Accounts;
using KaosNet.Domain.Brackets;
using KaosNet.Domain.Chat;
using KaosNet.Domain.Friends;
using KaosNet.Domain.Groups;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Leagues;
using KaosNet.Domain.Notifications;
using KaosNet.Domain.Storage;
using KaosNet.Domain.Wallets;

namespace KaosNet.Projections.History;

/// <summary>States as JSON objects for people who look into the history: words for numbers, times in UTC, and no password hashes.</summary>
public static class StateDocuments
{
    static readonly JsonSerializerOptions Spelling = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document as text, in one line.</summary>
    public static string Text(JsonObject document) => document.ToJsonString(Spelling);

    internal static JsonObject Of(Account account) => new()
    {
        ["user_id"] = account.Id,
        ["username"] = account.Username,
        ["display_name"] = account.DisplayName,
        ["avatar_url"] = account.AvatarUrl,
        ["lang_tag"] = account.LangTag,
        ["location"] = account.Location,
        ["timezone"] = account.Timezone,
        ["metadata"] = Json(account.Metadata),
        ["identities"] = new JsonArray([.. account.Identities.Select(identity => new JsonObject { ["kind"] = Word(identity.Kind), ["value"] = identity.Value })]),
        ["has_password"] = account.PasswordHash is not null,
        ["create_time"] = Time(account.CreatedAt),
        ["update_time"] = Time(account.UpdatedAt),
        ["disable_time"] = Time(account.BannedAt),
        ["sessions_ended_time"] = Time(account.SessionsEndedAt),
    };

    internal static JsonObject Of(Wallet wallet) => new()
    {
        ["user_id"] = wallet.UserId,
        ["balances"] = Json(Amounts.Text(wallet.Balances)),
        ["ledger_entries"] = wallet.Entries,
        ["update_time"] = Time(wallet.UpdatedAt),
    };

    internal static JsonObject Of(StoredObject stored) => new()
    {
        ["collection"] = stored.Collection,
        ["key"] = stored.Key,
        ["user_id"] = stored.OwnerId,
        ["value"] = Json(stored.Value),
        ["version"] = stored.Version,
        ["permission_read"] = stored.PermissionRead,
        ["permission_write"] = stored.PermissionWrite,
        ["create_time"] = Time(stored.CreateTime),
        ["update_time"] = Time(stored.UpdateTime),
    };

    internal static JsonObject Of(Group group) => new()
    {
        ["id"] = group.Id,
        ["name"] = group.Name,
        ["description"] = group.Description,
        ["avatar_url"] = group.AvatarUrl,
        ["lang_tag"] = group.LangTag,
        ["metadata"] = Json(group.Metadata),
        ["creator_id"] = group.CreatorId,
        ["open"] = group.IsOpen,
        ["disabled"] = group.IsDisabled,
        ["max_count"] = group.MaxCount,
        ["member_count"] = group.MemberCount,
        ["create_time"] = Time(group.CreatedAt),
        ["update_time"] = Time(group.UpdatedAt),
        ["members"] = new JsonArray(
        [
            .. group.Members.OrderBy(member => member.Value.Rank).ThenBy(member => member.Value.Position).Select(member => new JsonObject
            {
                ["user_id"] = member.Key.ToString(), ["rank"] = Word(member.Value.Rank), ["since"] = PositionTime(member.Value.Position),
            }),
        ]),
    };

    internal static JsonObject Of(Friendship pair) => new()
    {
        ["first"] = Edge(pair.FirstId, pair.First),
        ["second"] = Edge(pair.SecondId, pair.Second),
    };

    /// <summary>What the other one is to a player; null for nothing.</summary>
    internal static JsonObject? EdgeOf(Friendship pair, string userId) => pair.EdgeOf(userId) is { } edge
        ? new JsonObject
        {
            ["user_id"] = pair.FirstId == userId ? pair.SecondId : pair.FirstId,
            ["state"] = Word(edge.State),
            ["metadata"] = Json(edge.Metadata),
            ["since"] = PositionTime(edge.Position),
            ["update_time"] = Time(edge.UpdatedAt),
        }
        : null;

    internal static JsonObject Of(Notification notification) => new()
    {
        ["id"] = notification.Id,
        ["receiver_id"] = notification.ReceiverId,
        ["sender_id"] = notification.SenderId,
        ["code"] = notification.Code,
        ["subject"] = notification.Subject,
        ["content"] = Json(notification.Content),
        ["create_time"] = Time(notification.CreateTime),
    };

    internal static JsonObject Of(ChannelMessage message) => new()
    {
        ["id"] = message.Id,
        ["channel_id"] = message.ChannelId,
        ["code"] = message.Code,
        ["sender_id"] = message.SenderId,
        ["username"] = message.Username,
        ["content"] = Json(message.Content),
        ["create_time"] = Time(message.CreateTime),
        ["update_time"] = Time(message.UpdateTime),
    };

    internal static JsonObject Of(League league)
    {
        var document = Spelled(league);
        document["metadata"] = Json(league.Metadata);
        foreach (var name in new[] { "exists", "is_erasing" }) document.Remove(name);
        return document;
    }

    internal static JsonObject Of(Bracket bracket)
    {
        var document = Spelled(bracket);
        document["settings"]!["metadata"] = Json(bracket.Settings.Metadata);
        return document;
    }

    /// <summary>JSON text as JSON; what nests too deeply stays text.</summary>
    internal static JsonNode? Json(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return text;
        }
    }

    /// <summary>A moment in UTC, to the microsecond.</summary>
    internal static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    internal static string? Time(DateTimeOffset? at) => at is { } known ? Time(known) : null;

    /// <summary>The moment that a place in a list stands for.</summary>
    internal static string PositionTime(long nanoseconds) => Time(DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / TimeSpan.NanosecondsPerTick));

    /// <summary>An enumeration's value as events spell it, e.g. <c>game_center</c>.</summary>
    internal static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>A state or an event in the spelling of the store.</summary>
    internal static JsonObject Spelled(object state) => JsonSerializer.SerializeToNode(state, state.GetType(), EventJson.Options)!.AsObject();

    static JsonObject Edge(string userId, FriendEdge? edge) => new()
    {
        ["user_id"] = userId,
        ["state"] = edge is null ? "none" : Word(edge.State),
        ["metadata"] = edge is null ? null : Json(edge.Metadata),
        ["since"] = edge is null ? null : PositionTime(edge.Position),
        ["update_time"] = edge is null ? null : Time(edge.UpdatedAt),
    };
}
