using System.Text.Json;
using KaosNet.Projections.Accounts;
using KaosNet.Projections.Friends;

namespace KaosNet.Scripting.Nk;

/// <summary>Friends in the words of modules.</summary>
internal static class FriendJson
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<ListedFriend> friends, IOnlinePlayers online)
    {
        json.WriteStartArray();
        foreach (var (edge, card) in friends)
        {
            json.WriteStartObject();
            json.WritePropertyName("user"u8);
            UserJson.Write(json, card, online.IsOnline(card.UserId));
            json.WriteNumber("state"u8, edge.State);
            json.WriteNumber("update_time"u8, edge.UpdatedAt.ToUnixTimeSeconds());
            json.WritePropertyName("metadata"u8);
            json.WriteRawValue(edge.Metadata);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter json, IReadOnlyList<FriendOfFriend> found, IOnlinePlayers online)
    {
        json.WriteStartArray();
        foreach (var (referrerId, card) in found)
        {
            json.WriteStartObject();
            json.WriteString("referrer"u8, referrerId);
            json.WritePropertyName("user"u8);
            UserJson.Write(json, card, online.IsOnline(card.UserId));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
