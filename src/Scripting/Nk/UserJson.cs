using System.Text.Json;
using KaosNet.Projections.Accounts;

namespace KaosNet.Scripting.Nk;

/// <summary>Players in the words of modules, as lists show them.</summary>
internal static class UserJson
{
    public static void Write(Utf8JsonWriter json, PlayerCard card, bool isOnline, int edgeCount = 0)
    {
        json.WriteStartObject();
        json.WriteString("user_id"u8, card.UserId);
        json.WriteString("username"u8, card.Username);
        json.WriteString("display_name"u8, card.DisplayName);
        json.WriteString("avatar_url"u8, card.AvatarUrl);
        json.WriteString("lang_tag"u8, card.LangTag);
        json.WriteString("location"u8, card.Location);
        json.WriteString("timezone"u8, card.Timezone);
        WriteUnlessEmpty(json, "apple_id"u8, card.AppleId);
        WriteUnlessEmpty(json, "facebook_id"u8, card.FacebookId);
        WriteUnlessEmpty(json, "facebook_instant_game_id"u8, card.FacebookInstantGameId);
        WriteUnlessEmpty(json, "google_id"u8, card.GoogleId);
        WriteUnlessEmpty(json, "gamecenter_id"u8, card.GameCenterId);
        WriteUnlessEmpty(json, "steam_id"u8, card.SteamId);
        json.WriteBoolean("online"u8, isOnline);
        json.WriteNumber("edge_count"u8, edgeCount);
        json.WriteNumber("create_time"u8, card.CreatedAt.ToUnixTimeSeconds());
        json.WriteNumber("update_time"u8, card.UpdatedAt.ToUnixTimeSeconds());
        json.WritePropertyName("metadata"u8);
        json.WriteRawValue(card.Metadata);
        json.WriteEndObject();
    }

    private static void WriteUnlessEmpty(Utf8JsonWriter json, ReadOnlySpan<byte> name, string value)
    {
        if (value.Length > 0) json.WriteString(name, value);
    }
}
