using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Tests.Catalogue;

/// <summary>
/// A folder with one JSON for each shape that an event ever had: <c>wallet_booked.json</c> is the first, <c>wallet_booked.v2.json</c> the second. It only grows: what lies
/// there was written into stores and must be read for ever. What an older shape is read as today lies beside it in <c>today</c>. Complaints are for developers to read.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="catalogue">The events there are and the former ones.</param>
/// <param name="isApproving">Writes what is missing instead of complaining about it.</param>
sealed partial class EventCorpus(string folder, EventCatalogue catalogue, bool isApproving)
{
    static readonly JsonSerializerOptions Readable = new(EventJson.Options) { WriteIndented = true, NewLine = "\n" };

    /// <summary>The shapes, in the order of their names.</summary>
    public IReadOnlyList<string> Files => [.. Directory.EnumerateFiles(folder, "*.json").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    string Today => Path.Combine(folder, "today");

    string Register => Path.Combine(folder, "released.txt");

    /// <summary>Whether an event is spelled as in the latest of its files.</summary>
    public string? ComplaintOfEvent(string name)
    {
        var spelled = Spell(SampleShapes.FullestOf(catalogue.EventTypes[name], name), catalogue.EventTypes[name]);
        var shapes = Files.Select(ShapeOf).Where(shape => shape.Name == name).Select(shape => shape.Number).Order().ToList();
        if (!shapes.SequenceEqual(Enumerable.Range(1, shapes.Count))) return $"Of {name} there are the shapes {string.Join(", ", shapes)}: one is missing.";
        if (shapes.Count > 0 && File.ReadAllText(Path.Combine(folder, FileOf(name, shapes.Count))) == spelled) return null;
        if (!isApproving)
        {
            return shapes.Count == 0
                ? $"{name} is new: look at its shape, then run the tests with KAOS_APPROVE=1."
                : $"{name} changed its shape, but stores hold the old one: see docs/concepts/event-shapes.md. It is spelled {spelled}";
        }

        File.WriteAllText(Path.Combine(folder, FileOf(name, shapes.Count + 1)), spelled);
        return ComplaintOfRegister();
    }

    /// <summary>Whether what was stored in this shape can be read, loses nothing, changes its stream's state and is spelled as it should be.</summary>
    public string? ComplaintOfFile(string file)
    {
        var name = ShapeOf(file).Name;
        var former = catalogue.FormerEvents.GetValueOrDefault(name);
        if ((former?.Type ?? catalogue.EventTypes.GetValueOrDefault(name)) is not { } type)
            return $"{name} was removed or renamed, but stores hold it: say in src/Domain/Upcasts.cs what became of it.";
        var stored = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, file)))!.AsObject();
        object happened;
        try
        {
            happened = (former?.Reshape(stored.DeepClone().AsObject()) ?? stored).Deserialize(type, EventJson.Options)!;
            var kind = catalogue.Kinds.Values.First(kind => type.IsAssignableTo(kind.EventType));
            if (kind.Evolve(kind.Initial(SampleShapes.StreamId), happened, Specification.Now) is null) return $"{file}: its stream evolves into nothing.";
        }
        catch (Exception failed)
        {
            return $"{file} cannot be read any more: {failed.Message} Give the new shape a name of its own and say in src/Domain/Upcasts.cs how the old one becomes it.";
        }

        var now = Spell(happened, type);
        if (former is not { Steps.Count: > 0 } && Lost(stored, JsonNode.Parse(now), "") is { } lost)
            return $"{file}: {lost} is lost in reading. Give the new shape a name of its own and say in src/Domain/Upcasts.cs what becomes of it.";
        return ComplaintOfReading(file, File.ReadAllText(Path.Combine(folder, file)), now);
    }

    /// <summary>Whether all that was ever released is there as it was.</summary>
    public string? ComplaintOfRegister()
    {
        var present = Files.ToDictionary(file => file, file => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, file)))));
        var known = File.Exists(Register)
            ? File.ReadAllLines(Register).Select(line => line.Split(' ')).ToDictionary(line => line[1], line => line[0])
            : [];
        foreach (var (file, hash) in known)
        {
            if (!present.TryGetValue(file, out var found)) return $"{file} is gone, but stores hold such events.";
            if (found != hash) return $"{file} was altered, but stores hold such events as it was. Bring it back; a new shape gets a new file.";
        }

        if (known.Count == present.Count) return null;
        if (!isApproving) return $"{present.Keys.First(file => !known.ContainsKey(file))} is not in {Path.GetFileName(Register)}: run the tests with KAOS_APPROVE=1.";
        File.WriteAllLines(Register, present.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Value} {entry.Key}"));
        return null;
    }

    string? ComplaintOfReading(string file, string stored, string now)
    {
        if (now == stored) return null;
        var expected = Path.Combine(Today, file);
        if (File.Exists(expected) && File.ReadAllText(expected) == now) return null;
        if (!isApproving) return $"{file} is read in another way than before: look at it, then run the tests with KAOS_APPROVE=1. It is read as {now}";
        Directory.CreateDirectory(Today);
        File.WriteAllText(expected, now);
        return null;
    }

    /// <summary>The first member of the stored event that the one read from it lacks or has otherwise.</summary>
    static string? Lost(JsonNode? stored, JsonNode? now, string path) => (stored, now) switch
    {
        (JsonObject old, JsonObject read) => old.Select(member => Lost(member.Value, read[member.Key], path + "." + member.Key)).FirstOrDefault(lost => lost is not null),
        (JsonArray old, JsonArray read) when old.Count == read.Count => old.Zip(read, (was, @is) => Lost(was, @is, path + "[]")).FirstOrDefault(lost => lost is not null),
        _ => JsonNode.DeepEquals(stored, now) ? null : path[1..],
    };

    static string Spell(object happened, Type type) => JsonSerializer.Serialize(happened, type, Readable) + "\n";

    static string FileOf(string name, int number) => number == 1 ? $"{name}.json" : $"{name}.v{number}.json";

    static (string Name, int Number) ShapeOf(string file)
    {
        var parts = FileName().Match(file);
        return parts.Success
            ? (parts.Groups["name"].Value, parts.Groups["number"] is { Success: true } number ? int.Parse(number.Value) : 1)
            : throw new InvalidDataException($"{file} is not called like an event's shape.");
    }

    [GeneratedRegex(@"^(?<name>[a-z0-9_]+)(\.v(?<number>[0-9]+))?\.json$")]
    private static partial Regex FileName();
}
