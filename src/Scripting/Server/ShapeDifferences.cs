using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using KaosNet.Modules.Kernel;

namespace KaosNet.Scripting.Server;

/// <summary>Where a language spells a record's members otherwise than the record has them, as the members' attributes tell.</summary>
internal static class ShapeDifferences
{
    /// <summary>Members that are spread stand beside their own members; some records are spelled as in JavaScript, and some members have another name or are not there.</summary>
    public static void OfLua(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object) return;
        TellByWord(type);
        if (type.Type.GetCustomAttribute<InLuaAttribute>()?.IsCamelCase is true)
        {
            foreach (var member in type.Properties) member.Name = JsonNamingPolicy.CamelCase.ConvertName(((PropertyInfo)member.AttributeProvider!).Name);
        }

        foreach (var member in type.Properties)
        {
            if (member.AttributeProvider?.GetCustomAttributes(typeof(InLuaAttribute), inherit: false) is not [InLuaAttribute there]) continue;
            if (there.IsAbsent) member.ShouldSerialize = static (_, _) => false;
            if (there.Name.Length > 0) member.Name = there.Name;
        }

        foreach (var spread in type.Type.GetProperties().Where(property => property.GetCustomAttribute<InLuaAttribute>()?.IsSpread is true))
        {
            foreach (var member in type.Options.GetTypeInfo(spread.PropertyType).Properties) Add(type, spread, member);
        }
    }

    /// <summary>Empty texts and lists are left out, and members have another name, where the attribute says so.</summary>
    public static void OfJavaScript(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object) return;
        TellByWord(type);
        foreach (var member in type.Properties)
        {
            if (member.AttributeProvider?.GetCustomAttributes(typeof(InJavaScriptAttribute), inherit: false) is not [InJavaScriptAttribute there]) continue;
            if (there.LeavesOutWhenEmpty) member.ShouldSerialize = (_, value) => value is not (null or "" or ICollection { Count: 0 });
            if (there.Name.Length > 0) member.Name = there.Name;
        }
    }

    private static void TellByWord(JsonTypeInfo type)
    {
        foreach (var member in type.Properties)
        {
            if (member.AttributeProvider?.IsDefined(typeof(ByWordAttribute), inherit: false) is true) member.CustomConverter = ByWord.Of(member.PropertyType);
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
