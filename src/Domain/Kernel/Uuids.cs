using System.Buffers.Text;
using System.Text;

namespace KaosNet.Domain.Kernel;

/// <summary>UUIDs as clients may spell them.</summary>
public static class Uuids
{
    /// <summary>How many different ones are looked for in a text.</summary>
    public const int FoundMax = 250;

    const int Length = 36;

    /// <summary>Reads 36 characters with dashes or 32 without, either in braces, in any case (parity I2).</summary>
    public static bool TryRead(string text, out Guid id) =>
        Guid.TryParseExact(text, "D", out id) || Guid.TryParseExact(text, "N", out id) || Guid.TryParseExact(text, "B", out id)
        || (text.Length == 34 && text[0] == '{' && text[^1] == '}' && Guid.TryParseExact(text.AsSpan(1, 32), "N", out id));

    /// <summary>The different ones, with dashes, that stand anywhere in these texts, in their order, up to <see cref="FoundMax"/>.</summary>
    public static IReadOnlyList<Guid> In(params ReadOnlySpan<string> texts)
    {
        List<Guid> found = [];
        foreach (var text in texts)
        {
            if (text.Length >= Length) Collect(Encoding.UTF8.GetBytes(text), found);
        }

        return found;
    }

    /// <summary>The different ones, with dashes, that stand anywhere in these bytes, in their order, up to <see cref="FoundMax"/>.</summary>
    public static IReadOnlyList<Guid> In(ReadOnlySpan<byte> bytes)
    {
        List<Guid> found = [];
        Collect(bytes, found);
        return found;
    }

    /// <summary>The same, beside those that were found before.</summary>
    public static void Collect(ReadOnlySpan<byte> bytes, ICollection<Guid> found)
    {
        const int toDash = 8;
        for (var from = 0; found.Count < FoundMax && bytes.Length - from >= Length;)
        {
            var dash = bytes[(from + toDash)..].IndexOf((byte)'-');
            if (dash < 0) return;
            var start = from + dash;
            if (bytes.Length - start < Length) return;
            if (!Utf8Parser.TryParse(bytes.Slice(start, Length), out Guid id, out _, 'D'))
            {
                from = start + 1;
                continue;
            }

            if (!found.Contains(id)) found.Add(id);
            from = start + Length;
        }
    }
}
