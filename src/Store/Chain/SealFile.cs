using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KaosNet.Domain.Seals;

namespace KaosNet.Store.Chain;

/// <summary>
/// A seal as it is kept outside of the database: a JSON object of some hundred bytes, with all that its hash is taken of, so that it can be checked without anything else.
/// </summary>
public sealed record SealFile(StoreSealed Seal, string Marks, DateTimeOffset At)
{
    static readonly JsonSerializerOptions Spelling = new() { WriteIndented = true };

    /// <summary>The file for a seal.</summary>
    public static SealFile Of(StoredSeal stored) => new(stored.Seal, SealHash.MarksOf(stored.Seal), stored.At);

    /// <summary>Reads one.</summary>
    /// <exception cref="FormatException">It is none, or not as it was written.</exception>
    public static SealFile Parse(string text)
    {
        try
        {
            var json = JsonNode.Parse(text)?.AsObject() ?? throw new FormatException("The file holds no seal.");
            T Value<T>(string name) => (json[name] ?? throw new FormatException($"The file is no seal: it has no {name}.")).GetValue<T>();
            var seal = new StoreSealed(
                Value<long>("number"), Value<string>("before"), Value<long>("after"), Value<long>("through"), Value<long>("events"), Value<long>("streams"),
                Value<string>("root"), Value<string>("order"), [], Value<string>("hash"));
            var marks = Value<string>("marks");
            if (SealHash.Of(seal, marks) != seal.Hash) throw new FormatException("The file is not as it was written: its hash is not that of what it says.");
            return new(seal, marks, DateTimeOffset.Parse(Value<string>("at"), CultureInfo.InvariantCulture));
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            throw new FormatException("The file holds no seal.", unreadable);
        }
    }

    public override string ToString() => new JsonObject
    {
        ["number"] = Seal.Number,
        ["at"] = At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        ["after"] = Seal.After,
        ["through"] = Seal.Through,
        ["events"] = Seal.Events,
        ["streams"] = Seal.Streams,
        ["before"] = Seal.Before,
        ["root"] = Seal.Root,
        ["order"] = Seal.Order,
        ["marks"] = Marks,
        ["hash"] = Seal.Hash,
    }.ToJsonString(Spelling) + "\n";
}
