using System.Collections;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using KaosNet.Modules.Kernel;

namespace KaosNet.Scripting.Server;

/// <summary>Where a language spells a record's members otherwise than the record has them, as the members' attributes tell.</summary>
internal static class ShapeDifferences
{
    /// <summary>Members that are spread stand beside their own members.</summary>
    public static void OfLua(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object) return;
        foreach (var spread in type.Type.GetProperties().Where(property => property.GetCustomAttribute<InLuaAttribute>()?.IsSpread is true))
        {
            foreach (var member in type.Options.GetTypeInfo(spread.PropertyType).Properties) Add(type, spread, member);
        }
    }

    /// <summary>Empty texts and lists are left out where the attribute says so.</summary>
    public static void OfJavaScript(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object) return;
        foreach (var member in type.Properties)
        {
            if (member.AttributeProvider?.GetCustomAttributes(typeof(InJavaScriptAttribute), inherit: false) is [InJavaScriptAttribute { LeavesOutWhenEmpty: true }])
                member.ShouldSerialize = (_, value) => value is not (null or "" or ICollection { Count: 0 });
        }
    }

    private static void Add(JsonTypeInfo type, PropertyInfo spread, JsonPropertyInfo member)
    {
        var beside = type.CreateJsonPropertyInfo(member.PropertyType, member.Name);
        beside.Get = owner => member.Get!(spread.GetValue(owner)!);
        // What is left out of the member is left out beside it.
        if (member.ShouldSerialize is { } isThere) beside.ShouldSerialize = (owner, value) => isThere(spread.GetValue(owner)!, value);
        type.Properties.Add(beside);
    }
}
