using System.Text.Json.Nodes;

namespace KaosNet.Projections.History.Exporting;

/// <summary>What an export shows of a type of events.</summary>
/// <param name="Section">The part of the export that shows what came of it; <see cref="ExportSection.Changes"/> when that list alone tells of it.</param>
/// <param name="Details">What the user may see of an event beyond that it happened, given whose export it is; null for nothing.</param>
sealed record ExportRule(ExportSection Section, Func<ExportedEvent, string, JsonObject?> Details)
{
    /// <summary>Whether an event is left out altogether, given whose export it is.</summary>
    public Func<ExportedEvent, string, bool> IsHidden { get; init; } = (_, _) => false;

    /// <summary>Only that it happened.</summary>
    public static ExportRule Bare(ExportSection section) => new(section, (_, _) => null);

    /// <summary>All of it where it is the user's own, but for some members.</summary>
    public static ExportRule Own(ExportSection section, params string[] leaveOut) =>
        new(section, (exported, user) => exported.IsOf(user) ? Whole(exported.Happened, leaveOut) : null);

    /// <summary>What is picked of it.</summary>
    public static ExportRule Of<T>(ExportSection section, Func<T, string, JsonObject?> pick)
        where T : class => new(section, (exported, user) => pick((T)exported.Happened, user));

    /// <summary>An event as it is stored, with its JSON texts as JSON.</summary>
    public static JsonObject Whole(object happened, params string[] leaveOut)
    {
        var details = StateDocuments.Spelled(happened);
        foreach (var name in leaveOut) details.Remove(name);
        foreach (var name in (string[])["metadata", "value", "content"])
        {
            if (details[name] is JsonValue text && text.TryGetValue<string>(out var json)) details[name] = StateDocuments.Json(json);
        }

        return details;
    }
}
