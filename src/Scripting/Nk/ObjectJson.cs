using System.Text.Json;
using KaosNet.Projections.Storage;

namespace KaosNet.Scripting.Nk;

/// <summary>Stored objects in the words of modules (parity runtime.md 10.2).</summary>
internal static class ObjectJson
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<StoredObjectRow> objects)
    {
        json.WriteStartArray();
        foreach (var stored in objects) Write(json, stored);
        json.WriteEndArray();
    }

    /// <summary>A page as the list of values that a script is returned.</summary>
    public static void Write(Utf8JsonWriter json, ObjectPage page)
    {
        json.WriteStartArray();
        Write(json, page.Objects);
        if (page.Cursor.Length > 0) json.WriteStringValue(page.Cursor);
        else json.WriteNullValue();
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, StoredObjectRow stored)
    {
        json.WriteStartObject();
        json.WriteString("key"u8, stored.Key);
        json.WriteString("collection"u8, stored.Collection);
        json.WriteString("user_id"u8, stored.OwnerId);
        json.WriteString("version"u8, stored.Version);
        json.WriteNumber("permission_read"u8, stored.PermissionRead);
        json.WriteNumber("permission_write"u8, stored.PermissionWrite);
        json.WriteNumber("create_time"u8, stored.CreateTime.ToUnixTimeSeconds());
        json.WriteNumber("update_time"u8, stored.UpdateTime.ToUnixTimeSeconds());
        json.WritePropertyName("value"u8);
        json.WriteRawValue(stored.Value, skipInputValidation: true);
        json.WriteEndObject();
    }
}
