using System.Text.Json;
using KaosNet.Projections.Accounts;
using KaosNet.Projections.Groups;

namespace KaosNet.Scripting.Nk;

/// <summary>Groups in the words of modules.</summary>
internal static class GroupJson
{
    public static void Write(Utf8JsonWriter json, GroupRow group)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, group.Id);
        json.WriteString("creator_id"u8, group.CreatorId ?? Guid.Empty);
        json.WriteString("name"u8, group.Name);
        json.WriteString("description"u8, group.Description);
        json.WriteString("avatar_url"u8, group.AvatarUrl);
        json.WriteString("lang_tag"u8, group.LangTag);
        json.WriteBoolean("open"u8, group.IsOpen);
        json.WriteNumber("edge_count"u8, group.EdgeCount);
        json.WriteNumber("max_count"u8, group.MaxCount);
        json.WriteNumber("create_time"u8, group.CreateTime.ToUnixTimeSeconds());
        json.WriteNumber("update_time"u8, group.UpdateTime.ToUnixTimeSeconds());
        json.WritePropertyName("metadata"u8);
        json.WriteRawValue(group.Metadata);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, IReadOnlyList<GroupRow> groups)
    {
        json.WriteStartArray();
        foreach (var group in groups) Write(json, group);
        json.WriteEndArray();
    }

    /// <summary>A list and its cursor, as the two values that a script is returned.</summary>
    public static void WritePage(Utf8JsonWriter json, string cursor, Action<Utf8JsonWriter> list)
    {
        json.WriteStartArray();
        list(json);
        if (cursor.Length > 0) json.WriteStringValue(cursor);
        else json.WriteNullValue();
        json.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter json, GroupMemberPage page, IReadOnlyDictionary<Guid, PlayerCard> cards, IOnlinePlayers online) =>
        WritePage(json, page.Cursor, list =>
        {
            list.WriteStartArray();
            foreach (var member in page.Members)
            {
                // Who has no card is just being deleted.
                if (!cards.TryGetValue(member.UserId, out var card)) continue;
                list.WriteStartObject();
                list.WritePropertyName("user"u8);
                UserJson.Write(list, card, online.IsOnline(card.UserId));
                list.WriteNumber("state"u8, member.State);
                list.WriteEndObject();
            }

            list.WriteEndArray();
        });

    public static void Write(Utf8JsonWriter json, UserGroupPage page) => WritePage(json, page.Cursor, list =>
    {
        list.WriteStartArray();
        foreach (var entry in page.Groups)
        {
            list.WriteStartObject();
            list.WritePropertyName("group"u8);
            Write(list, entry.Group);
            list.WriteNumber("state"u8, entry.State);
            list.WriteEndObject();
        }

        list.WriteEndArray();
    });
}
