using System.Text.Json;

namespace KaosNet.Compat.Tests.Examples;

/// <summary>Members of JSON objects that have to be there.</summary>
static class JsonReading
{
    public static JsonElement Parsed(this string text) => JsonSerializer.Deserialize<JsonElement>(text);

    public static string Word(this JsonElement from, string name) => from.GetProperty(name).GetString()!;

    public static long Number(this JsonElement from, string name) => from.GetProperty(name).GetInt64();

    /// <summary>0 where there is none.</summary>
    public static long Amount(this JsonElement from, string name) => from.TryGetProperty(name, out var amount) ? amount.GetInt64() : 0;
}
