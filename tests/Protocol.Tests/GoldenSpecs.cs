using System.Buffers;
using System.Collections;
using System.Text;
using System.Text.Json;

namespace KaosNet.Protocol.Tests;

/// <summary>
/// Every message, once full and once with nothing but set zeros, against what Google's own protobuf library (Python, 3.21) makes
/// of the same values: byte for byte in protobuf, value for value in JSON. See Parity/README.md for the values.
/// </summary>
public class GoldenSpecs
{
    static readonly DateTimeOffset Late = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000).AddTicks(1_234_567);

    public static TheoryData<string, string, string, string> Rows()
    {
        var rows = new TheoryData<string, string, string, string>();
        foreach (var cells in Golden.Values) rows.Add(cells[0], cells[1], cells[2], cells[3]);
        return rows;
    }

    static readonly Dictionary<string, string[]> Golden =
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Parity", "golden-messages.tsv")).Skip(1)
            .Select(line => line.Split('\t')).ToDictionary(cells => string.Join('/', cells[..4]));

    [Fact]
    public void every_message_but_those_of_ours_has_a_golden_row() =>
        Golden.Values.Select(cells => $"{cells[0]}.{cells[1]}").Distinct().Count()
            .ShouldBe(MessageDescriptor.All.Count(message => message.Type.Namespace != "KaosNet.Protocol.Api.Kaos") - 1);

    [Theory]
    [MemberData(nameof(Rows), DisableDiscoveryEnumeration = true)]
    public void it_is_written_and_read_as_google_writes_it(string space, string name, string chosen, string fill)
    {
        var cells = Golden[$"{space}/{name}/{chosen}/{fill}"];
        var (protobuf, json) = (Convert.FromHexString(cells[4]), cells[5]);
        var descriptor = MessageDescriptor.All.Single(type => type.Name == name && type.Type.Namespace == $"KaosNet.Protocol.{space}");
        var message = Filled(descriptor, fill == "zero", chosen);

        Convert.ToHexStringLower(Codec.Bytes(Codecs.Protobuf, message)).ShouldBe(cells[4]);
        ProtobufCodec.Measure(message).ShouldBe(protobuf.Length);
        ShouldBeSameJson(Codec.Json(message), json);

        var read = descriptor.Create();
        Codecs.Protobuf.Read(new ReadOnlySequence<byte>(protobuf), read).ShouldBeNull();
        Convert.ToHexStringLower(Codec.Bytes(Codecs.Protobuf, read)).ShouldBe(cells[4]);
        read = descriptor.Create();
        Codecs.Json.Read(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(json)), read).ShouldBeNull();
        Convert.ToHexStringLower(Codec.Bytes(Codecs.Protobuf, read)).ShouldBe(cells[4]);
    }

    static void ShouldBeSameJson(string actual, string expected) =>
        JsonElement.DeepEquals(JsonElement.Parse(actual), JsonElement.Parse(expected)).ShouldBeTrue($"{actual} is not {expected}");

    static object Filled(MessageDescriptor descriptor, bool zero, string chosen)
    {
        var message = descriptor.Create();
        var choices = new HashSet<string>();
        foreach (var field in descriptor.Fields)
        {
            // Of a choice, the one that the row names; inside other messages the first.
            if (field.Choice is { } choice && (chosen.Length > 0 ? field.Name != chosen : !choices.Add(choice))) continue;
            if (Value(field, zero) is { } value) field.SetValue(message, value);
        }
        return message;
    }

    static object? Value(MessageField field, bool zero)
    {
        if (field.Shape == FieldShape.List)
        {
            var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(field.ValueType))!;
            for (var i = 0; i < 2; i++) list.Add(zero ? Zero(field) : Full(field));
            return list;
        }
        if (field.Shape == FieldShape.Map)
        {
            var map = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), field.ValueType))!;
            map.Add(zero ? "" : "key", zero ? Zero(field) : Full(field));
            return map;
        }
        var remembers = field.Choice is not null || field.Kind is FieldKind.Message or FieldKind.Timestamp || field.Kind.ToString().EndsWith("Value");
        return !zero ? Full(field) : remembers ? Zero(field) : null;
    }

    static object Full(MessageField field) => field.Kind switch
    {
        FieldKind.String or FieldKind.StringValue => $"{field.Name} é",
        FieldKind.Bool or FieldKind.BoolValue => true,
        FieldKind.Int32 or FieldKind.Int32Value => -field.Number,
        FieldKind.Int64 or FieldKind.Int64Value => -field.Number * 10_000_000_000,
        FieldKind.UInt32 or FieldKind.UInt32Value => 4_000_000_000 + (uint)field.Number,
        FieldKind.Double => field.Number + 0.5,
        FieldKind.Bytes => new byte[] { (byte)field.Number, 255, 0 },
        FieldKind.Enum => Enum.ToObject(field.ValueType, 1),
        FieldKind.Timestamp => field.Number % 2 == 0
            ? DateTimeOffset.UnixEpoch.AddSeconds(-field.Number + 0.5) : Late.AddSeconds(field.Number),
        _ => Filled(field.Message!, zero: false, ""),
    };

    static object Zero(MessageField field) => field.Kind switch
    {
        FieldKind.String or FieldKind.StringValue => "",
        FieldKind.Timestamp => DateTimeOffset.UnixEpoch,
        FieldKind.Message => Filled(field.Message!, zero: true, ""),
        _ => Activator.CreateInstance(field.ValueType)!,
    };
}
