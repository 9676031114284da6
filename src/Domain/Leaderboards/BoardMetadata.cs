using System.Buffers;
using System.Text;
using System.Text.Json;

namespace KaosNet.Domain.Leaderboards;

/// <summary>The JSON objects that games attach to boards and records.</summary>
public static class BoardMetadata
{
    /// <summary>True when the text is one JSON object and nothing else.</summary>
    public static bool IsObject(string text)
    {
        if (text is "{}") return true;

        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            var reader = new Utf8JsonReader(rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)));
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
