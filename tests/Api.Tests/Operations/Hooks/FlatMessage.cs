using System.Text.Json.Nodes;

namespace KaosNet.Api.Tests.Operations.Hooks;

/// <summary>
/// The values of a message by lower-case path without underscores, but for those that say nothing: JavaScript spells fields otherwise and is given every one of a message.
/// </summary>
static class FlatMessage
{
    /// <summary>A line for each.</summary>
    public static string Of(JsonNode? message)
    {
        var lines = new List<string>();
        Add("", message);
        return string.Join('\n', lines.Order(StringComparer.Ordinal));

        void Add(string path, JsonNode? node)
        {
            switch (node)
            {
                case JsonObject members:
                    foreach (var (name, value) in members) Add(path + "." + name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant(), value);
                    break;
                case JsonArray items:
                    for (var at = 0; at < items.Count; at++) Add($"{path}[{at}]", items[at]);
                    break;
                case JsonValue value when value.ToString() is not ("" or "0" or "false"):
                    lines.Add($"{path} = {value}");
                    break;
            }
        }
    }
}
