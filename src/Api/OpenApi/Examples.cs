using System.Collections.Frozen;
using System.Text.Json.Nodes;
using KaosNet.Protocol;

namespace KaosNet.Api.OpenApi;

/// <summary>Values that make the explorer's prefilled requests work at once.</summary>
static class Examples
{
    static readonly FrozenDictionary<string, string> Texts = new Dictionary<string, string>
    {
        ["AccountDevice.id"] = "explorer-device-1",
        ["AccountCustom.id"] = "explorer-custom-1",
        ["AccountEmail.email"] = "ann@example.com",
        ["AccountEmail.password"] = "a long password",
        ["leaderboard_id"] = "daily",
        ["tournament_id"] = "weekend",
        ["collection"] = "saves",
        ["username"] = "ann",
        ["lang_tag"] = "en",
        ["metadata"] = "{}",
        ["payload"] = "{}",
        ["Rpc.id"] = "create_duel",
        ["wallet"] = "{\"coins\":100}",
    }.ToFrozenDictionary();

    /// <summary>An example for a field of a message; null for none.</summary>
    public static JsonNode? Of(string message, MessageField field)
    {
        // Without one, the explorer makes up keys that would then be stored.
        if (field.Shape == FieldShape.Map) return new JsonObject();
        if (field.Shape != FieldShape.Single) return null;
        if (field.Kind is FieldKind.Int64 or FieldKind.Int64Value) return field.Name is "score" ? "1200" : "0";
        if (field.Kind is not (FieldKind.String or FieldKind.StringValue)) return null;
        return Texts.TryGetValue($"{message}.{field.Name}", out var own) || Texts.TryGetValue(field.Name, out own) ? own : null;
    }
}
