using System.Buffers;
using MessagePack;

namespace KaosNet.Api.Tests.Sockets;

/// <summary>A message in MessagePack as a client of another make reads and writes it: numbers of fields and plain values, without the server's types.</summary>
public static class Packed
{
    public const int Cid = 1;

    public const int Error = 11;

    public const int Match = 12;

    public const int MatchCreate = 13;

    public const int MatchData = 14;

    public const int MatchDataSend = 15;

    public const int MatchJoin = 16;

    public const int Notifications = 23;

    public const int Rpc = 24;

    public const int Ping = 32;

    public const int Pong = 33;

    /// <summary>An envelope with one message.</summary>
    public static byte[] Envelope(string cid, int kind, params (int Field, object Value)[] fields) => Bytes([(Cid, cid), (kind, fields)]);

    public static byte[] Bytes((int Field, object Value)[] fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        Write(ref writer, fields);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    public static Dictionary<int, object> Read(byte[] bytes)
    {
        var reader = new MessagePackReader(bytes);
        var message = (Dictionary<int, object>)Read(ref reader);
        reader.End.ShouldBeTrue();
        return message;
    }

    /// <summary>A message inside a message.</summary>
    public static Dictionary<int, object> In(this Dictionary<int, object> message, int field) => (Dictionary<int, object>)message[field];

    static void Write(ref MessagePackWriter writer, object value)
    {
        switch (value)
        {
            case string text: writer.Write(text); break;
            case bool flag: writer.Write(flag); break;
            case int number: writer.Write(number); break;
            case byte[] bytes: writer.Write(bytes); break;
            case (int Field, object Value)[] fields:
                writer.WriteMapHeader(fields.Length);
                foreach (var (field, inner) in fields)
                {
                    writer.Write(field);
                    Write(ref writer, inner);
                }

                break;
            case object[] list:
                writer.WriteArrayHeader(list.Length);
                foreach (var item in list) Write(ref writer, item);
                break;
            default: throw new ArgumentException("not a value of a message: " + value, nameof(value));
        }
    }

    static object Read(ref MessagePackReader reader)
    {
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Integer: return reader.ReadInt64();
            case MessagePackType.Boolean: return reader.ReadBoolean();
            case MessagePackType.String: return reader.ReadString()!;
            case MessagePackType.Binary: return reader.ReadBytes()!.Value.ToArray();
            case MessagePackType.Extension: return reader.ReadDateTime();
            case MessagePackType.Array:
                var list = new List<object>();
                for (var left = reader.ReadArrayHeader(); left > 0; left--) list.Add(Read(ref reader));
                return list;
            case MessagePackType.Map:
                var map = new Dictionary<int, object>();
                for (var left = reader.ReadMapHeader(); left > 0; left--) map.Add(reader.ReadInt32(), Read(ref reader));
                return map;
            default: throw new InvalidOperationException("not a value of a message: " + reader.NextMessagePackType);
        }
    }
}
