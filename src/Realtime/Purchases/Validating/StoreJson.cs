using System.Globalization;
using System.Text;
using System.Text.Json;
using KaosNet.Domain.Purchases;

namespace KaosNet.Realtime.Purchases.Validating;

/// <summary>Reads what stores and clients say: members that are missing or of another type are null, never a failure.</summary>
static class StoreJson
{
    const long LastMillisecond = 253_402_300_799_999;

    /// <summary>A JSON object of its own, or null for anything else.</summary>
    public static JsonElement? Object(string text) => Object(Encoding.UTF8.GetBytes(text));

    /// <summary>A JSON object of its own, or null for anything else.</summary>
    public static JsonElement? Object(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind is JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static string? Text(this JsonElement owner, string name)
    {
        if (owner.ValueKind is not JsonValueKind.Object || !owner.TryGetProperty(name, out var value) || value.ValueKind is not JsonValueKind.String) return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair is text of no store's.
            return null;
        }
    }

    /// <summary>A whole number, also where it is written as text.</summary>
    public static long? Whole(this JsonElement owner, string name)
    {
        if (owner.ValueKind is not JsonValueKind.Object || !owner.TryGetProperty(name, out var value)) return null;
        if (value.ValueKind is JsonValueKind.Number) return value.TryGetInt64(out var number) ? number : null;
        return long.TryParse(owner.Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var written) ? written : null;
    }

    public static bool Has(this JsonElement owner, string name) =>
        owner.ValueKind is JsonValueKind.Object && owner.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined);

    /// <summary>Whether something is so; not so when it is not said.</summary>
    public static bool Flag(this JsonElement owner, string name) =>
        owner.ValueKind is JsonValueKind.Object && owner.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True;

    /// <summary>The objects of a list; none when it is not there.</summary>
    public static IEnumerable<JsonElement> List(this JsonElement owner, string name) =>
        owner.ValueKind is JsonValueKind.Object && owner.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Array
            ? value.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.Object)
            : [];

    /// <summary>A member that is an object.</summary>
    public static JsonElement? Part(this JsonElement owner, string name) =>
        owner.ValueKind is JsonValueKind.Object && owner.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Object ? value : null;

    /// <summary>Milliseconds since 1970; null for none, for 0 and for what is beyond the calendar.</summary>
    public static DateTimeOffset? Milliseconds(this JsonElement owner, string name) =>
        owner.Whole(name) is { } told and > 0 and <= LastMillisecond ? DateTimeOffset.FromUnixTimeMilliseconds(told) : null;

    /// <summary>A moment by RFC 3339, to the microsecond; null for none and for what is before 1970.</summary>
    public static DateTimeOffset? Moment(this JsonElement owner, string name)
    {
        if (!DateTimeOffset.TryParse(owner.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var told)) return null;
        return told < DateTimeOffset.UnixEpoch ? null : told.AddTicks(-(told.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    /// <summary>Text in the alphabet of URLs, without padding; null for anything else.</summary>
    public static byte[]? Base64Url(string text)
    {
        try
        {
            return System.Buffers.Text.Base64Url.DecodeFromChars(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Text in the ordinary alphabet; null for anything else.</summary>
    public static byte[]? Base64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }

    /// <summary>Sandbox where a store says so by that word, else real money.</summary>
    public static PurchaseEnvironment EnvironmentOf(string? word, string sandbox) =>
        string.Equals(word, sandbox, StringComparison.Ordinal) ? PurchaseEnvironment.Sandbox : PurchaseEnvironment.Production;
}
