using System.Buffers.Binary;
using CsCheck;
using KaosNet.Realtime.Sessions.Framing;

namespace KaosNet.Realtime.Tests.Sessions;

public class FrameReaderSpecs
{
    const int Max = 1000;

    [Fact]
    public void messages_arrive_whole_however_the_bytes_are_cut() => Gen.Select(Gen.Byte.Array[0, Max].List[1, 8], Gen.Int[1, 700], Gen.UInt).Sample((messages, cut, mask) =>
    {
        var bytes = messages.SelectMany((message, i) => Frame(i % 2 == 0 ? FrameKind.Binary : FrameKind.Text, message, mask)).ToArray();
        var reader = new FrameReader(new CutStream(bytes, cut), Max);
        foreach (var message in messages) Read(reader)!.Value.Payload.ToArray().ShouldBe(message);
        Read(reader).ShouldBeNull();
    });

    [Fact]
    public void fragments_are_joined_and_control_frames_come_through_between_them() => Gen.Select(Gen.Byte.Array[0, 300].List[2, 3], Gen.Int[1, 50]).Sample((parts, cut) =>
    {
        var bytes = parts.SelectMany((part, i) => (byte[])
        [
            .. Frame(i == 0 ? FrameKind.Text : FrameKind.Continuation, part, 7, final: i == parts.Count - 1),
            .. i == parts.Count - 1 ? [] : Frame(FrameKind.Ping, [1], 9),
        ]).ToArray();
        var reader = new FrameReader(new CutStream(bytes, cut), Max);
        for (var i = 1; i < parts.Count; i++) Read(reader)!.Value.Kind.ShouldBe(FrameKind.Ping);
        var whole = Read(reader)!.Value;
        whole.Kind.ShouldBe(FrameKind.Text);
        whole.Payload.ToArray().ShouldBe(parts.SelectMany(part => part).ToArray());
    });

    [Theory]
    [InlineData(Max, 0)]
    [InlineData(Max + 1, 1009)]
    [InlineData(70_000, 1009)]
    public void a_message_has_a_largest_size(int bytes, int status) => ShouldEndWith(status, Frame(FrameKind.Binary, new byte[bytes], 1));

    [Theory]
    [InlineData(600, 400, 0)]
    [InlineData(600, 401, 1009)]
    public void fragments_have_a_largest_size_together(int first, int second, int status) => ShouldEndWith(
        status, [.. Frame(FrameKind.Binary, new byte[first], 1, final: false), .. Frame(FrameKind.Continuation, new byte[second], 1)]);

    [Fact]
    public void a_length_that_no_memory_holds_is_refused_before_the_bytes_come()
    {
        byte[] header = [0x82, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0];
        ShouldEndWith(1009, header);
    }

    [Theory]
    [InlineData(0xC1, 0x80)]
    [InlineData(0x81, 0x00)]
    [InlineData(0x83, 0x80)]
    [InlineData(0x8B, 0x80)]
    [InlineData(0x80, 0x80)]
    [InlineData(0x09, 0x80)]
    [InlineData(0x89, 0xFE)]
    public void a_frame_against_the_rules_is_refused(byte first, byte second) => ShouldEndWith(1002, [first, second, 0, 126, 0, 0, 0, 0]);

    [Fact]
    public void a_message_inside_a_message_is_refused() =>
        ShouldEndWith(1002, [.. Frame(FrameKind.Text, [1], 1, final: false), .. Frame(FrameKind.Text, [1], 1)]);

    [Fact]
    public void any_bytes_are_frames_or_a_refusal() => Gen.Select(Gen.Byte.Array[0, 300], Gen.Int[1, 50]).Sample((bytes, cut) =>
    {
        var reader = new FrameReader(new CutStream(bytes, cut), Max);
        try
        {
            while (Read(reader) is not null)
            {
            }
        }
        catch (FrameRefusedException refused)
        {
            refused.Status.ShouldBeOneOf(1002, 1009);
        }
    });

    static void ShouldEndWith(int status, byte[] bytes)
    {
        var reader = new FrameReader(new CutStream(bytes, 64), Max);
        if (status == 0)
        {
            Read(reader).ShouldNotBeNull();
            return;
        }

        Should.Throw<FrameRefusedException>(() =>
        {
            while (Read(reader) is not null)
            {
            }
        }).Status.ShouldBe(status);
    }

    // The stream under it never waits, so reading is done when it returns.
    static IncomingFrame? Read(FrameReader reader)
    {
        IncomingFrame frame;
        while (!reader.TryRead(out frame))
        {
            var reading = reader.ReadMore(CancellationToken.None).AsTask();
            reading.IsCompletedSuccessfully.ShouldBeTrue();
            if (!reader.Took(reading.GetAwaiter().GetResult())) return null;
        }

        return frame;
    }

    static byte[] Frame(FrameKind kind, byte[] payload, uint mask, bool final = true)
    {
        var frame = new List<byte> { (byte)((final ? 0x80 : 0) | (int)kind) };
        if (payload.Length < 126)
        {
            frame.Add((byte)(0x80 | payload.Length));
        }
        else if (payload.Length <= ushort.MaxValue)
        {
            frame.Add(0x80 | 126);
            frame.AddRange([(byte)(payload.Length >> 8), (byte)payload.Length]);
        }
        else
        {
            frame.Add(0x80 | 127);
            var length = new byte[8];
            BinaryPrimitives.WriteInt64BigEndian(length, payload.Length);
            frame.AddRange(length);
        }

        var key = BitConverter.GetBytes(mask);
        frame.AddRange(key);
        frame.AddRange(payload.Select((one, i) => (byte)(one ^ key[i & 3])));
        return [.. frame];
    }

    /// <summary>Gives its bytes in pieces of a size.</summary>
    sealed class CutStream(byte[] bytes, int cut) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(cut, buffer.Length)], cancellationToken);
    }
}
