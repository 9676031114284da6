using System.Text.Json;
using KaosNet.Protocol.Wire;
using MessagePack;

namespace KaosNet.Protocol.Values;

/// <summary>
/// A moment: RFC 3339 text in JSON (H47), a message of seconds (1) and nanoseconds (2) since 1970 in protobuf, the format's own
/// timestamp in MessagePack. It is kept to a tenth of a microsecond, in UTC.
/// </summary>
sealed class TimestampFormat : ValueFormat<DateTimeOffset>
{
    const uint SecondsTag = 1 << 3, NanosTag = 2 << 3;
    const int NanosPerTick = 100;

    static readonly long SecondsMin = DateTimeOffset.MinValue.ToUnixTimeSeconds();
    static readonly long SecondsMax = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    public override FieldKind Kind => FieldKind.Timestamp;
    public override WireType Wire => WireType.Length;
    public override DateTimeOffset Zero => DateTimeOffset.UnixEpoch;

    // Only asked of entries of lists, where nothing is left out.
    public override bool IsZero(DateTimeOffset value) => false;

    public override void WriteJson(Utf8JsonWriter output, DateTimeOffset value)
    {
        Span<byte> text = stackalloc byte[Rfc3339.LengthMax];
        output.WriteStringValue(text[..Rfc3339.Write(text, value)]);
    }

    public override bool ReadJson(ref JsonInput input, out DateTimeOffset value)
    {
        value = default;
        if (input.Reader.TokenType == JsonTokenType.String)
        {
            var fine = input.Reader.ValueIsEscaped
                ? Rfc3339.TryRead(input.Reader.GetString()!, out value)
                : Rfc3339.TryRead(input.Reader.ValueSpan, out value);
            if (fine) return true;
        }
        return input.Refuse("an RFC 3339 time is wanted");
    }

    public override int MeasureProtobuf(DateTimeOffset value) => 1 + BodySize(Split(value));

    public override void WriteProtobuf(ref ProtobufWriter output, DateTimeOffset value)
    {
        var (seconds, nanos) = Split(value);
        output.Varint((uint)BodySize((seconds, nanos)));
        if (seconds != 0)
        {
            output.Varint(SecondsTag);
            output.Varint((ulong)seconds);
        }
        if (nanos == 0) return;
        output.Varint(NanosTag);
        output.Varint((uint)nanos);
    }

    public override bool ReadProtobuf(ref ProtobufReader input, ref DateTimeOffset value)
    {
        if (!input.TryLength(out var body)) return false;
        var reader = new ProtobufReader(body);
        long seconds = 0, nanos = 0;
        while (!reader.AtEnd)
        {
            if (!reader.TryTag(out var number, out var wire)) return input.Refuse(reader.Error!);
            ulong read = 0;
            var known = wire == WireType.Varint && number is 1 or 2;
            if (!(known ? reader.TryVarint(out read) : reader.TrySkip(wire, number))) return input.Refuse(reader.Error!);
            if (known && number == 1) seconds = unchecked((long)read);
            if (known && number == 2) nanos = unchecked((int)read);
        }
        if (seconds < SecondsMin || seconds > SecondsMax || nanos is < 0 or >= 1_000_000_000)
            return input.Refuse("a timestamp is out of range");
        value = DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanos / NanosPerTick);
        return true;
    }

    public override void WriteMessagePack(ref MessagePackWriter output, DateTimeOffset value) => output.Write(value.UtcDateTime);

    public override DateTimeOffset ReadMessagePack(ref MessagePackReader input) => new(input.ReadDateTime(), TimeSpan.Zero);

    public override string? Parse(string text, out DateTimeOffset value) =>
        Rfc3339.TryRead(text, out value) ? null : $"parsing time \"{text}\" as RFC 3339";

    static (long Seconds, int Nanos) Split(DateTimeOffset value)
    {
        var ticks = value.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;
        var (seconds, rest) = (ticks / TimeSpan.TicksPerSecond, ticks % TimeSpan.TicksPerSecond);
        // Nanoseconds always count forwards, also before 1970.
        return rest < 0 ? (seconds - 1, (int)(rest + TimeSpan.TicksPerSecond) * NanosPerTick) : (seconds, (int)rest * NanosPerTick);
    }

    static int BodySize((long Seconds, int Nanos) moment) =>
        (moment.Seconds == 0 ? 0 : 1 + ProtobufWriter.VarintSize((ulong)moment.Seconds)) +
        (moment.Nanos == 0 ? 0 : 1 + ProtobufWriter.VarintSize((uint)moment.Nanos));
}
