using System.IO.Compression;
using System.Text.Json;
using KaosNet.Domain.Scripts;

namespace KaosNet.Scripting.Recording;

/// <summary>Reads recorded calls.</summary>
public static class CallReader
{
    /// <summary>The calls of a piece, in the order in which they ended.</summary>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    public static IEnumerable<RecordedCall> Read(ScriptCallsRecorded piece)
    {
        // What stands for a piece that tells of somebody who is forgotten.
        if (piece.Packed.Length == 0) yield break;
        using var lines = new StreamReader(new BrotliStream(new MemoryStream(piece.Packed), CompressionMode.Decompress));
        while (lines.ReadLine() is { } line)
            yield return JsonSerializer.Deserialize(line, RecordedCallJson.Default.RecordedCall) ?? throw new InvalidDataException("A recorded call is empty.");
    }
}
