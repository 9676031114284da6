using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using KaosNet.Domain.Kernel;
using KaosNet.Store.Chain;

namespace KaosNet.Store.Personal;

/// <summary>The two halves of an event's JSON: its personal members, and all others. Both are in the order in which events are stored.</summary>
static class PersonalJson
{
    static readonly ConcurrentDictionary<Type, bool> Holding = new();
    static readonly NullabilityInfoContext Nullability = new();

    /// <summary>Without the personal members.</summary>
    public static JsonSerializerOptions Others { get; } = Halved(static (_, isPersonal, _) => !isPersonal);

    /// <summary>With nothing but the personal members, those within other records at their place.</summary>
    public static JsonSerializerOptions Members { get; } = Halved(static (type, isPersonal, member) => !Holds(type) || isPersonal || Holds(member));

    /// <summary>Whether a record has a personal member, or has a record that does.</summary>
    public static bool Holds(Type type) => Holding.GetOrAdd(type, static of => Holds(of, []));

    /// <summary>Whether some personal members are in records within the event, so that the halves cannot simply be put one after the other.</summary>
    public static bool IsNested(Type type) => MembersOf(type).Any(member => !IsPersonal(member) && Holds(member.PropertyType));

    /// <summary>What stands for the personal members once a key is gone. A record that leads back to one that it is in ends there.</summary>
    public static JsonObject Placeholders(Type type) => Placeholders(type, []);

    /// <summary>The whole event again, where the personal members are at the top.</summary>
    /// <param name="members">The personal ones, as a JSON object.</param>
    /// <param name="rest">What follows them: a comma and the others, or the closing brace.</param>
    public static byte[] Join(ReadOnlySpan<byte> members, ReadOnlySpan<byte> rest)
    {
        var isEmpty = members.Length <= 2;
        if (isEmpty && rest[0] == ',') rest = rest[1..];
        var own = isEmpty ? 1 : members.Length - 1;
        var json = new byte[own + rest.Length];
        members[..own].CopyTo(json);
        rest.CopyTo(json.AsSpan(own));
        return json;
    }

    /// <summary>Puts the personal members to the others, each at its place. Those of a record that is not there are left out.</summary>
    public static void Merge(JsonObject into, JsonObject members)
    {
        foreach (var (name, value) in members.ToArray())
        {
            if (value is JsonObject within)
            {
                if (into[name] is JsonObject record) Merge(record, within);
                continue;
            }

            members.Remove(name);
            into[name] = value;
        }
    }

    static bool Holds(Type type, HashSet<Type> seen) =>
        IsRecord(type) && seen.Add(type) && MembersOf(type).Any(member => IsPersonal(member) || Holds(member.PropertyType, seen));

    static JsonObject Placeholders(Type type, Stack<Type> around)
    {
        around.Push(type);
        var placeholders = new JsonObject();
        foreach (var member in MembersOf(type))
        {
            var name = EventJson.Options.PropertyNamingPolicy!.ConvertName(member.Name);
            if (member.GetCustomAttribute<PersonalAttribute>() is { } personal)
            {
                if (PlaceholderOf(member, personal) is { } placeholder) placeholders[name] = placeholder;
            }
            else if (Holds(member.PropertyType) && !around.Contains(member.PropertyType)) placeholders[name] = Placeholders(member.PropertyType, around);
        }

        around.Pop();
        return placeholders;
    }

    /// <summary>What is written of a record: what belongs to the type itself is not.</summary>
    static PropertyInfo[] MembersOf(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance);

    static bool IsPersonal(MemberInfo member) => member.IsDefined(typeof(PersonalAttribute));

    static bool IsRecord(Type type) =>
        type is { IsClass: true } && !type.IsAssignableTo(typeof(IEnumerable)) && type.Namespace?.StartsWith(nameof(System), StringComparison.Ordinal) != true;

    static JsonNode? PlaceholderOf(PropertyInfo member, PersonalAttribute personal)
    {
        if (personal.Placeholder is { } text) return JsonValue.Create(text);
        lock (Nullability)
        {
            if (Nullability.Create(member).ReadState is NullabilityState.Nullable) return null;
        }

        return member.PropertyType == typeof(string) || member.PropertyType == typeof(byte[]) ? JsonValue.Create("") : new JsonArray();
    }

    static JsonSerializerOptions Halved(Func<Type, bool, Type, bool> isKept)
    {
        var options = new JsonSerializerOptions(StoredJson.Options)
        {
            TypeInfoResolver = StoredJson.Options.TypeInfoResolver!.WithAddedModifier(info =>
            {
                if (info.Kind != JsonTypeInfoKind.Object) return;
                foreach (var property in info.Properties)
                {
                    var isPersonal = property.AttributeProvider?.IsDefined(typeof(PersonalAttribute), inherit: false) == true;
                    if (!isKept(info.Type, isPersonal, property.PropertyType)) property.ShouldSerialize = static (_, _) => false;
                }
            }),
        };
        options.MakeReadOnly();
        return options;
    }
}
