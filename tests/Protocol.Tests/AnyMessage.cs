using System.Collections;
using CsCheck;

namespace KaosNet.Protocol.Tests;

/// <summary>Random messages of any type, and whether two say the same.</summary>
static class AnyMessage
{
    static readonly Gen<string> Text = Gen.OneOf(
        Gen.Const(""), Gen.Char[' ', '\ud7ff'].Array[0, 60].Select(letters => new string(letters)), Gen.Const("\"\\\u0000\n🎲é"));

    static readonly Gen<object> Moment =
        Gen.Long[DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks].Select(ticks => (object)new DateTimeOffset(ticks, TimeSpan.Zero));

    public static Gen<object> Of(MessageDescriptor descriptor)
    {
        var message = Gen.Bool.Select(_ => descriptor.Create());
        foreach (var field in descriptor.Fields.Where(field => field.Choice is null))
            message = Gen.Select(message, Value(field), (made, value) => With(made, field, value));
        foreach (var choice in descriptor.Fields.Where(field => field.Choice is not null).GroupBy(field => field.Choice))
        {
            var (members, rest) = (choice.ToArray(), message);
            message = Gen.Int[0, members.Length].SelectMany(picked => picked == members.Length
                ? rest : Gen.Select(rest, One(members[picked]), (made, value) => With(made, members[picked], value)));
        }
        return message;
    }

    public static bool Same(object? left, object? right) => (left, right) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        (byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b),
        (string a, string b) => a == b,
        (IDictionary a, IDictionary b) => a.Count == b.Count && a.Keys.Cast<object>().All(key => b.Contains(key) && Same(a[key], b[key])),
        (IList a, IList b) => a.Count == b.Count && Enumerable.Range(0, a.Count).All(at => Same(a[at], b[at])),
        _ when left.GetType().Namespace!.StartsWith("KaosNet") && left.GetType().IsClass =>
            MessageDescriptor.For(left.GetType()).Fields.All(field => Same(field.GetValue(left), field.GetValue(right))),
        _ => left.Equals(right),
    };

    static object With(object message, MessageField field, object? value)
    {
        if (value is not null) field.SetValue(message, value);
        return message;
    }

    static Gen<object?> Value(MessageField field) => field.Shape switch
    {
        FieldShape.List => One(field).Array[0, 3].Select(values => (object?)ListOf(field.ValueType, values)),
        FieldShape.Map => Gen.Select(Text, One(field)).Array[0, 3].Select(entries => (object?)MapOf(field.ValueType, entries)),
        _ => Gen.Bool.SelectMany(set => set ? One(field).Select(value => (object?)value) : Gen.Const((object?)null)),
    };

    static Gen<object> One(MessageField field) => field.Kind switch
    {
        FieldKind.String or FieldKind.StringValue => Text.Select(value => (object)value),
        FieldKind.Bool or FieldKind.BoolValue => Gen.Bool.Select(value => (object)value),
        FieldKind.Int32 or FieldKind.Int32Value => Gen.Int.Select(value => (object)value),
        FieldKind.Int64 or FieldKind.Int64Value => Gen.Long.Select(value => (object)value),
        FieldKind.UInt32 or FieldKind.UInt32Value => Gen.UInt.Select(value => (object)value),
        FieldKind.Double => Gen.OneOf(Gen.Double, Gen.Const(double.NaN), Gen.Const(double.PositiveInfinity)).Select(value => (object)value),
        FieldKind.Bytes => Gen.Byte.Array[0, 40].Select(value => (object)value),
        FieldKind.Enum => Gen.Int[-1, 9].Select(value => Enum.ToObject(field.ValueType, value)),
        FieldKind.Timestamp => Moment,
        _ => Of(field.Message!),
    };

    static object ListOf(Type type, object[] values)
    {
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(type))!;
        foreach (var value in values) list.Add(value);
        return list;
    }

    static object MapOf(Type type, (string, object)[] entries)
    {
        var map = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), type))!;
        foreach (var (key, value) in entries) map[key] = value;
        return map;
    }
}
