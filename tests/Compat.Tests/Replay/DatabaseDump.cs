using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using KaosNet.Tests.Support;

namespace KaosNet.Compat.Tests.Replay;

/// <summary>Everything that a database holds, as text: its whole dump, and what is packed into it, as far as it can be unpacked without a key.</summary>
sealed partial class DatabaseDump
{
    const int DepthMax = 4;

    readonly StringBuilder _text = new();

    /// <summary>What <c>pg_dump</c> writes of it.</summary>
    public static async Task<DatabaseDump> Of(string connectionString)
    {
        var dump = new DatabaseDump();
        dump.Unpack(await PostgresProgram.Run("pg_dump", connectionString), 0);
        return dump;
    }

    /// <summary>Which of these texts it holds, plain or packed.</summary>
    public IReadOnlyList<string> Shows(IEnumerable<KeyValuePair<string, string>> secrets)
    {
        var text = _text.ToString();
        return [.. secrets.Where(secret => text.Contains(secret.Value, StringComparison.OrdinalIgnoreCase)).Select(secret => secret.Key)];
    }

    void Unpack(string text, int depth)
    {
        _text.AppendLine(text);
        if (depth == DepthMax) return;
        foreach (Match bytes in HexBytes().Matches(text)) Unpack(Convert.FromHexString(bytes.Groups[1].ValueSpan), depth + 1);
        foreach (Match packed in Base64().Matches(text))
        {
            var span = packed.ValueSpan;
            var bytes = new byte[span.Length];
            if (Convert.TryFromBase64Chars(span[..(span.Length / 4 * 4)], bytes, out var length)) Unpack(bytes[..length], depth + 1);
        }
    }

    void Unpack(byte[] bytes, int depth)
    {
        Unpack(Encoding.Latin1.GetString(bytes), depth);
        Unfold(() => new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress), depth);
        Unfold(() => new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress), depth);
    }

    void Unfold(Func<Stream> open, int depth)
    {
        try
        {
            using var stream = open();
            using var unpacked = new MemoryStream();
            stream.CopyTo(unpacked);
            if (unpacked.Length > 0) Unpack(Encoding.Latin1.GetString(unpacked.ToArray()), depth + 1);
        }
        catch (Exception other) when (other is InvalidDataException or InvalidOperationException)
        {
            // It was not packed in that way.
        }
    }

    [GeneratedRegex(@"\\+x((?:[0-9a-f]{2}){4,})")]
    private static partial Regex HexBytes();

    [GeneratedRegex("[A-Za-z0-9+/]{16,}={0,2}")]
    private static partial Regex Base64();
}
