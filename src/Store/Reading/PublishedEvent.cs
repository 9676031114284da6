using System.Text.Encodings.Web;
using System.Text.Json;

namespace KaosNet.Store.Reading;

/// <summary>One event as consumers get it: what happened and all that is known of how it came about.</summary>
/// <param name="Sequence">Its place in the whole store: what consumers go on from, and what they know it by when it comes twice.</param>
/// <param name="Id">Its id.</param>
/// <param name="Stream">The key of its stream.</param>
/// <param name="Slice">The kind of stream.</param>
/// <param name="Version">Its place in the stream, from 1.</param>
/// <param name="Type">Its stored name.</param>
/// <param name="Time">The moment of its decision.</param>
/// <param name="Actor">Who did it; empty for nobody.</param>
/// <param name="Source">client, server, script, console or system.</param>
/// <param name="Operation">The operation by which it was done.</param>
/// <param name="Correlation">Id of the request.</param>
/// <param name="Cause">What caused the request when it was not a person; empty for a person.</param>
/// <param name="Users">The player behind it and those whom it is about.</param>
/// <param name="Data">Its content, a JSON object in UTF-8.</param>
public sealed record PublishedEvent(
    long Sequence, Guid Id, string Stream, string Slice, long Version, string Type, DateTimeOffset Time, string Actor, string Source, string Operation,
    string Correlation, string Cause, IReadOnlyList<Guid> Users, ReadOnlyMemory<byte> Data)
{
    /// <summary>How consumers' JSON is written.</summary>
    public static readonly JsonWriterOptions Spelling = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes it as one JSON object; what is empty is left out.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("sequence"u8, Sequence);
        json.WriteString("id"u8, Id);
        json.WriteString("stream"u8, Stream);
        json.WriteString("slice"u8, Slice);
        json.WriteNumber("version"u8, Version);
        json.WriteString("type"u8, Type);
        json.WriteString("time"u8, Time.UtcDateTime);
        WriteText(json, "actor"u8, Actor);
        WriteText(json, "source"u8, Source);
        WriteText(json, "operation"u8, Operation);
        WriteText(json, "correlation"u8, Correlation);
        WriteText(json, "cause"u8, Cause);
        if (Users.Count > 0)
        {
            json.WriteStartArray("users"u8);
            foreach (var user in Users) json.WriteStringValue(user);
            json.WriteEndArray();
        }

        json.WritePropertyName("data"u8);
        json.WriteRawValue(Data.Span, skipInputValidation: true);
        json.WriteEndObject();
    }

    static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, string text)
    {
        if (text.Length > 0) json.WriteString(name, text);
    }
}
