using System.Text.Json;
using System.Text.Json.Nodes;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Undoing;

/// <summary>One thing of a state that an undo changes.</summary>
/// <param name="Field">Its name, with dots to what is within, e.g. <c>username</c>.</param>
/// <param name="Before">As it was before what is undone; null for nothing.</param>
/// <param name="Now">As it is.</param>
/// <param name="Then">As it will be.</param>
public sealed record StateDifference(string Field, string? Before, string? Now, string? Then)
{
    const int ValueLengthMax = 200;
    const int DifferencesMax = 50;

    /// <summary>What a state says of itself that is no part of the game: counts of events and times of the last one.</summary>
    static readonly HashSet<string> Bookkeeping =
        new(["version", "revision", "changed_in", "updated_at", "update_time", "first_counted_at", "second_counted_at", "last_position", "position"], StringComparer.Ordinal);

    /// <summary>Shown to nobody, not even that there was one.</summary>
    const string Secret = "password_hash";

    /// <summary>All that differs between two states of a stream, at most fifty things.</summary>
    public static IReadOnlyList<StateDifference> Between(StreamKind kind, object before, object now, object then)
    {
        List<StateDifference> differences = [];
        Compare("", NodeOf(kind, before), NodeOf(kind, now), NodeOf(kind, then), differences);
        return differences;
    }

    /// <summary>Whether two states show the game the same.</summary>
    public static bool IsNone(StreamKind kind, object left, object right) => Between(kind, left, left, right).Count == 0;

    static void Compare(string field, JsonNode? before, JsonNode? now, JsonNode? then, List<StateDifference> differences)
    {
        if (differences.Count == DifferencesMax || JsonNode.DeepEquals(now, then)) return;
        if (now is not JsonObject && then is not JsonObject || now is null || then is null)
        {
            differences.Add(field == Secret ? new(field, null, null, null) : new(field, TextOf(before), TextOf(now), TextOf(then)));
            return;
        }

        var (was, @is, willBe) = (before as JsonObject, now as JsonObject, then as JsonObject);
        foreach (var name in Names(@is).Union(Names(willBe), StringComparer.Ordinal))
        {
            if (field.Length == 0 && Bookkeeping.Contains(name)) continue;
            Compare(field.Length == 0 ? name : $"{field}.{name}", was?[name], @is?[name], willBe?[name], differences);
        }
    }

    static IEnumerable<string> Names(JsonObject? node) => node?.Select(member => member.Key) ?? [];

    static JsonNode? NodeOf(StreamKind kind, object state) => JsonSerializer.SerializeToNode(state, kind.StateType, EventJson.Options);

    static string? TextOf(JsonNode? node)
    {
        if (node is null) return null;
        var text = node is JsonValue value && value.TryGetValue<string>(out var plain) ? plain : node.ToJsonString(EventJson.Options);
        return text.Length <= ValueLengthMax ? text : text[..(char.IsHighSurrogate(text[ValueLengthMax - 1]) ? ValueLengthMax - 1 : ValueLengthMax)] + "…";
    }
}
