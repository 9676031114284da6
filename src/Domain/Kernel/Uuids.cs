namespace KaosNet.Domain.Kernel;

/// <summary>UUIDs as clients may spell them.</summary>
public static class Uuids
{
    /// <summary>Reads 36 characters with dashes or 32 without, either in braces, in any case (parity I2).</summary>
    public static bool TryRead(string text, out Guid id) =>
        Guid.TryParseExact(text, "D", out id) || Guid.TryParseExact(text, "N", out id) || Guid.TryParseExact(text, "B", out id)
        || (text.Length == 34 && text[0] == '{' && text[^1] == '}' && Guid.TryParseExact(text.AsSpan(1, 32), "N", out id));
}
