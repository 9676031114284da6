namespace KaosNet.Protocol.Values;

/// <summary>The format of each C# type that a message may hold.</summary>
static class ValueFormats
{
    static readonly Dictionary<Type, object> Scalars = new()
    {
        [typeof(string)] = StringFormat.Instance,
        [typeof(bool)] = new BoolFormat(),
        [typeof(int)] = new Int32Format(),
        [typeof(long)] = new Int64Format(),
        [typeof(uint)] = new UInt32Format(),
        [typeof(double)] = new DoubleFormat(),
        [typeof(byte[])] = new BytesFormat(),
        [typeof(DateTimeOffset)] = new TimestampFormat(),
    };

    /// <summary>A <see cref="ValueFormat{T}"/> of the type.</summary>
    public static object Of(Type type) =>
        Scalars.TryGetValue(type, out var format) ? format
        : type.IsEnum ? Activator.CreateInstance(typeof(EnumFormat<>).MakeGenericType(type))!
        : Activator.CreateInstance(typeof(MessageFormat<>).MakeGenericType(type))!;
}
