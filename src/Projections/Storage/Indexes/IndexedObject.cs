using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Search;

namespace KaosNet.Projections.Storage.Indexes;

/// <summary>What an index keeps of an object: enough to order results, to say who may see it, and to answer from memory where the index does.</summary>
sealed record IndexedObject
{
    public required string Key { get; init; }

    public required Guid OwnerId { get; init; }

    public string Version { get; init; } = "";

    public int PermissionRead { get; init; }

    public int PermissionWrite { get; init; }

    public DateTimeOffset CreateTime { get; init; }

    /// <summary>To the microsecond, as tables and cursors hold it.</summary>
    public required DateTimeOffset UpdateTime { get; init; }

    public long Revision { get; init; }

    /// <summary>The declared fields in canonical spelling; empty unless the index answers from memory.</summary>
    public string Value { get; init; } = "";

    /// <summary>What results are ordered by, in the order of the declaration.</summary>
    public required SortValue[] Sort { get; init; }

    /// <summary>The order of indexing, which every server agrees on: oldest write first.</summary>
    public static int CompareAge(IndexedObject left, IndexedObject right)
    {
        var order = left.UpdateTime.CompareTo(right.UpdateTime);
        if (order == 0) order = string.CompareOrdinal(left.Key, right.Key);
        return order != 0 ? order : left.OwnerId.CompareTo(right.OwnerId);
    }

    /// <summary>True when a caller may see it in answers from memory; null for server code, which sees everything.</summary>
    public bool IsKnownTo(Guid? caller) => caller is null || PermissionRead == 2 || OwnerId == caller;

    /// <summary>True when a caller may read it from storage.</summary>
    public bool IsReadableBy(Guid? caller) => caller is null || PermissionRead == 2 || (PermissionRead == 1 && OwnerId == caller);

    public StoredObjectRow AsRow(string collection) =>
        new(collection, Key, OwnerId, Value, Version, PermissionRead, PermissionWrite, CreateTime, UpdateTime, Revision);
}

/// <summary>One thing that results are ordered by. What is missing comes last, whichever way the order goes.</summary>
[StructLayout(LayoutKind.Auto)]
readonly record struct SortValue(double? Number, string? Text)
{
    /// <summary>Characters of a text that count.</summary>
    const int TextMax = 64;

    public bool IsMissing => Number is null && Text is null;

    public static SortValue Of(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Number when json.TryGetDouble(out var number) && double.IsFinite(number) => new(number, null),
        JsonValueKind.String => new(null, Cut(json.GetString()!)),
        _ => default,
    };

    public static int Compare(SortValue left, SortValue right, bool descending)
    {
        if (left.IsMissing || right.IsMissing) return left.IsMissing.CompareTo(right.IsMissing);
        // Numbers come before texts.
        var order = left.Number is { } number
            ? right.Number is { } other ? number.CompareTo(other) : -1
            : right.Number is null ? string.CompareOrdinal(left.Text, right.Text) : 1;
        return descending ? -order : order;
    }

    /// <summary>Never between the halves of a pair, so that a cursor can spell it.</summary>
    static string Cut(string text) => text.Length <= TextMax ? text : text[..(char.IsHighSurrogate(text[TextMax - 1]) ? TextMax - 1 : TextMax)];
}

/// <summary>Turns stored objects into documents of one index.</summary>
sealed class ObjectReader(StorageIndexDeclaration declaration)
{
    readonly HashSet<string> _fields = new(declaration.Fields, StringComparer.Ordinal);
    readonly FieldNames _names = new();

    /// <summary>What the index keeps and what queries are asked of; null when the object has none of the fields.</summary>
    public (IndexedObject Item, SearchDocument Document)? Read(StoredObjectRow stored)
    {
        using var value = JsonDocument.Parse(stored.Value);
        var builder = new SearchDocumentBuilder(_names);
        var kept = declaration.IndexOnly ? new StringBuilder("{") : null;
        var any = false;
        foreach (var member in value.RootElement.EnumerateObject())
        {
            if (!_fields.Contains(member.Name)) continue;
            if (kept is not null)
            {
                if (any) kept.Append(',');
                kept.Append('"').Append(JsonEncodedText.Encode(member.Name)).Append("\":").Append(member.Value.GetRawText());
            }

            any = true;
            builder.Add(_names.Of($"value.{member.Name}"), member.Value);
        }

        if (!any) return null;
        builder
            .Add("collection", SearchValue.OfText(declaration.Collection))
            .Add("key", SearchValue.OfText(stored.Key))
            .Add("user_id", SearchValue.OfText(stored.OwnerId.ToString("D")))
            .Add("version", SearchValue.OfText(stored.Version))
            .Add("read", SearchValue.OfNumber(stored.PermissionRead))
            .Add("write", SearchValue.OfNumber(stored.PermissionWrite))
            .Add("create_time", SearchValue.OfDate(stored.CreateTime))
            .Add("update_time", SearchValue.OfDate(stored.UpdateTime));
        var item = new IndexedObject
        {
            Key = stored.Key,
            OwnerId = stored.OwnerId,
            Version = stored.Version,
            PermissionRead = stored.PermissionRead,
            PermissionWrite = stored.PermissionWrite,
            CreateTime = stored.CreateTime,
            UpdateTime = new(stored.UpdateTime.UtcTicks / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero),
            Revision = stored.Revision,
            Value = kept is null ? "" : JsonDocumentText.Of(kept.Append('}').ToString()),
            Sort = [.. declaration.SortableFields.Select(field => value.RootElement.TryGetProperty(field, out var json) ? SortValue.Of(json) : default)],
        };
        return (item, builder.Build());
    }
}
