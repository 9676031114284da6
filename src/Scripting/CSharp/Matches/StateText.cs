using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using KaosNet.Domain.Matches;

namespace KaosNet.Scripting.CSharp.Matches;

/// <summary>
/// Takes a match's state into a tick's hash, by its JSON: public properties and fields as they are declared, entries of objects in any order, as dictionaries have none
/// that can be relied upon. As with Lua, every 8th tick looks at states that are small, every 64th at larger ones; of the largest only what the match does tells
/// replays apart.
/// </summary>
internal static class StateText
{
    private const int BytesUsually = 16 << 10;
    private const int BytesAtTimes = 1 << 20;
    private const int Interval = 8;
    private const int LongInterval = 64;
    private const int TooMuch = -7;
    private const int Unreadable = -8;

    [ThreadStatic]
    private static BoundedBuffer? _buffer;

    /// <summary>A resolver of their own, as options that are alike share what they remember.</summary>
    public static JsonSerializerOptions NewOptions() => new()
    {
        IncludeFields = true,
        ReferenceHandler = ReferenceHandler.IgnoreCycles,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <summary>Hashes a state, when it is time to.</summary>
    /// <returns>Why the state cannot be written down; null when it can be, and in ticks that do not look.</returns>
    public static string? Add(object state, JsonSerializerOptions options, long tick, ref MatchHash hash)
    {
        if (tick % Interval != 0) return null;
        var buffer = _buffer ??= new BoundedBuffer();
        buffer.Begin(tick % LongInterval == 0 ? BytesAtTimes : BytesUsually);
        try
        {
            using var json = new Utf8JsonWriter(buffer);
            JsonSerializer.Serialize(json, state, state.GetType(), options);
            json.Flush();
        }
        catch (BufferFullException)
        {
            hash.Add(TooMuch);
            return null;
        }
#pragma warning disable CA1031 // properties are the game's own code, and may throw what they like
        catch (Exception unreadable)
#pragma warning restore CA1031
        {
            hash.Add(Unreadable);
            return unreadable.Message;
        }

        var reader = new Utf8JsonReader(buffer.Written);
        reader.Read();
        hash.Add(Value(ref reader));
        return null;
    }

    private static long Value(ref Utf8JsonReader reader)
    {
        var hash = default(MatchHash);
        hash.Add((int)reader.TokenType);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                long sum = 0;
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var entry = default(MatchHash);
                    entry.Add(reader.ValueSpan);
                    reader.Read();
                    entry.Add(Value(ref reader));
                    sum += (long)entry.Value;
                }

                hash.Add(sum);
                break;
            case JsonTokenType.StartArray:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) hash.Add(Value(ref reader));
                break;
            case JsonTokenType.String or JsonTokenType.Number:
                hash.Add(reader.ValueSpan);
                break;
        }

        return (long)hash.Value;
    }

    /// <summary>Takes so many bytes and no more.</summary>
    private sealed class BoundedBuffer : IBufferWriter<byte>
    {
        private byte[] _bytes = new byte[4096];
        private int _count, _max;

        public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _count);

        public void Begin(int max) => (_count, _max) = (0, max);

        public void Advance(int count) => _count += count;

        public Memory<byte> GetMemory(int sizeHint = 0)
        {
            Grow(sizeHint);
            return _bytes.AsMemory(_count);
        }

        public Span<byte> GetSpan(int sizeHint = 0)
        {
            Grow(sizeHint);
            return _bytes.AsSpan(_count);
        }

        private void Grow(int room)
        {
            if (_count > _max) throw new BufferFullException();
            var needed = _count + Math.Max(room, 256);
            if (needed > _bytes.Length) Array.Resize(ref _bytes, Math.Max(needed, 2 * _bytes.Length));
        }
    }

    private sealed class BufferFullException : Exception;
}
