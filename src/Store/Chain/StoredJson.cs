using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using KaosNet.Domain.Kernel;

namespace KaosNet.Store.Chain;

/// <summary>
/// How events are written: as <see cref="EventJson"/> spells them, with their members in the order in which PostgreSQL's jsonb keeps them, so that the
/// canonical text of nearly every event is what was written already.
/// </summary>
static class StoredJson
{
    /// <summary>The one set of options; read-only.</summary>
    public static JsonSerializerOptions Options { get; } = Build();

    /// <summary>True when all that is ever written of a type is canonical but for escapes, whatever its values: no fractions, no dictionaries, no JSON of others.</summary>
    public static bool IsPlain(JsonTypeInfo type) => IsPlain(type, []);

    static bool IsPlain(JsonTypeInfo info, HashSet<Type> seen)
    {
        var type = Nullable.GetUnderlyingType(info.Type) ?? info.Type;
        if (!seen.Add(type)) return true;
        if (info.PolymorphismOptions is not null) return false;
        return info.Kind switch
        {
            JsonTypeInfoKind.Object => info.Properties.All(property => property.CustomConverter is null && !property.IsExtensionData && IsPlain(Options.GetTypeInfo(property.PropertyType), seen)),
            JsonTypeInfoKind.Enumerable => info.ElementType is { } element && IsPlain(Options.GetTypeInfo(element), seen),
            JsonTypeInfoKind.None => type.IsEnum || IsPlainValue(type),
            _ => false,
        };
    }

    static bool IsPlainValue(Type type) =>
        type == typeof(string) || type == typeof(bool) || type == typeof(int) || type == typeof(long) || type == typeof(byte) || type == typeof(short)
        || type == typeof(uint) || type == typeof(ulong) || type == typeof(ushort) || type == typeof(sbyte)
        || type == typeof(Guid) || type == typeof(DateTimeOffset) || type == typeof(DateTime) || type == typeof(TimeSpan) || type == typeof(byte[]);

    static JsonSerializerOptions Build()
    {
        var options = new JsonSerializerOptions(EventJson.Options)
        {
            TypeInfoResolver = EventJson.Options.TypeInfoResolver!.WithAddedModifier(Sort),
        };
        options.MakeReadOnly();
        return options;
    }

    static void Sort(JsonTypeInfo info)
    {
        if (info.Kind != JsonTypeInfoKind.Object) return;
        var inOrder = info.Properties
            .OrderBy(property => Encoding.UTF8.GetByteCount(property.Name))
            .ThenBy(property => property.Name, StringComparer.Ordinal)
            .ToList();
        for (var i = 0; i < inOrder.Count; i++) inOrder[i].Order = i;
    }
}
