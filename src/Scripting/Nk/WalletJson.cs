using System.Text.Json;
using KaosNet.Domain.Wallets;
using KaosNet.Projections.Wallets;

namespace KaosNet.Scripting.Nk;

/// <summary>Wallets and their ledger in the words of modules (parity runtime.md 10.2).</summary>
internal static class WalletJson
{
    /// <summary>The two values that the update of one wallet returns: what is there now, and what was before.</summary>
    public static void WriteBoth(Utf8JsonWriter json, WalletResult result)
    {
        json.WriteStartArray();
        json.WriteRawValue(Amounts.Text(result.Updated), skipInputValidation: true);
        json.WriteRawValue(Amounts.Text(result.Previous), skipInputValidation: true);
        json.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter json, IReadOnlyList<WalletResult> results)
    {
        json.WriteStartArray();
        foreach (var result in results)
        {
            json.WriteStartObject();
            json.WriteString("user_id"u8, result.UserId);
            Raw(json, "previous", Amounts.Text(result.Previous));
            Raw(json, "updated", Amounts.Text(result.Updated));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>A page as the list of values that a script is returned; on the last one an empty text is the cursor.</summary>
    public static void Write(Utf8JsonWriter json, LedgerPage page)
    {
        json.WriteStartArray();
        json.WriteStartArray();
        foreach (var row in page.Rows) Write(json, row);
        json.WriteEndArray();
        json.WriteStringValue(page.Next);
        json.WriteEndArray();
    }

    /// <summary>An entry: the reference's members, and those of ours that it has.</summary>
    public static void Write(Utf8JsonWriter json, LedgerRow row)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, row.Id);
        json.WriteString("user_id"u8, row.UserId);
        json.WriteNumber("create_time"u8, row.CreateTime.ToUnixTimeSeconds());
        json.WriteNumber("update_time"u8, row.UpdateTime.ToUnixTimeSeconds());
        Raw(json, "changeset", row.Changeset);
        Raw(json, "metadata", row.Metadata);
        if (row.Cause is { } cause) json.WriteString("cause"u8, cause);
        if (row.Correlation is { } correlation) json.WriteString("correlation"u8, correlation);
        if (row.Reverses is { } reverses) json.WriteString("reverses"u8, reverses);
        if (row.ReversedBy is { } reversedBy) json.WriteString("reversed_by"u8, reversedBy);
        if (row.Shortfall != "{}") Raw(json, "shortfall", row.Shortfall);
        if (row.Author is { } author) json.WriteString("author"u8, author);
        if (row.Reason is { } reason) json.WriteString("reason"u8, reason);
        json.WriteEndObject();
    }

    private static void Raw(Utf8JsonWriter json, string name, string value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value, skipInputValidation: true);
    }
}
