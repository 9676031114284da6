using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Tests.Catalogue;

/// <summary>Picks, among made-up events of a type, one that shows all members that an event of the type can have.</summary>
static class SampleShapes
{
    const int Tried = 60;

    /// <summary>An id that every kind of stream can make something of.</summary>
    public static string StreamId { get; } = string.Join('/', Enumerable.Repeat(new Samples(7), 3).Select(samples => samples.Of(typeof(Guid))));

    /// <summary>The first of the samples, by seeds that follow from the name, that no other outdoes in members.</summary>
    public static object FullestOf(Type type, string name)
    {
        var json = EventJson.Options.GetTypeInfo(type);
        object? fullest = null;
        var most = -1;
        for (var number = 0UL; number < Tried; number++)
        {
            var sample = new Samples(unchecked(SeedOf(name) + number)).Of(type);
            HashSet<string> members = [];
            Collect(JsonSerializer.SerializeToElement(sample, type, EventJson.Options), json, "", members);
            if (members.Count <= most) continue;
            (fullest, most) = (sample, members.Count);
        }

        return fullest!;
    }

    static void Collect(JsonElement value, JsonTypeInfo type, string path, HashSet<string> members)
    {
        if (type.Kind is JsonTypeInfoKind.Object && value.ValueKind is JsonValueKind.Object)
        {
            foreach (var property in type.Properties)
            {
                if (!value.TryGetProperty(property.Name, out var inner)) continue;
                members.Add(path + "." + property.Name);
                Collect(inner, EventJson.Options.GetTypeInfo(property.PropertyType), path + "." + property.Name, members);
            }
        }
        else if (type.ElementType is { } element)
        {
            var each = EventJson.Options.GetTypeInfo(element);
            IEnumerable<JsonElement> entries = value.ValueKind switch
            {
                JsonValueKind.Array => value.EnumerateArray(),
                JsonValueKind.Object => value.EnumerateObject().Select(entry => entry.Value),
                _ => [],
            };
            foreach (var entry in entries) Collect(entry, each, path + "[]", members);
        }
    }

    // Of the name alone, so that the sample stays the same for ever.
    static ulong SeedOf(string name) => name.Aggregate(14695981039346656037UL, (hash, letter) => unchecked((hash ^ letter) * 1099511628211UL));
}
