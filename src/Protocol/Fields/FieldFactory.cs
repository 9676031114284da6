using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Serialization;
using KaosNet.Protocol.Values;

namespace KaosNet.Protocol.Fields;

/// <summary>Turns the attributed properties of a message type into fields: the only place that reflects, once per type.</summary>
static class FieldFactory
{
    const BindingFlags Hidden = BindingFlags.NonPublic | BindingFlags.Static;

    public static ImmutableArray<MessageField> FieldsOf(Type message)
    {
        var nullability = new NullabilityInfoContext();
        var choices = new List<string>();
        var members = message.GetProperties()
            .Select(property => (Property: property, Member: property.GetCustomAttribute<DataMemberAttribute>()))
            .Where(entry => entry.Member is not null).OrderBy(entry => entry.Member!.Order).ToArray();
        var fields = ImmutableArray.CreateBuilder<MessageField>(members.Length);
        foreach (var (property, member) in members)
        {
            var choice = property.GetCustomAttribute<OneOfAttribute>()?.Name;
            if (choice is not null && !choices.Contains(choice)) choices.Add(choice);
            var choiceIndex = choice is null ? -1 : choices.IndexOf(choice);
            var place = new FieldPlace(message, member!.Name!, member.Order, fields.Count, choice, choiceIndex);
            var optional = !property.PropertyType.IsValueType && nullability.Create(property).ReadState == NullabilityState.Nullable;
            fields.Add(FieldOf(message, property, place, optional));
        }
        return fields.MoveToImmutable();
    }

    public static Func<object> MakerOf(Type message) =>
        typeof(FieldFactory).GetMethod(nameof(Make), Hidden)!.MakeGenericMethod(message).CreateDelegate<Func<object>>();

    static object Make<T>() where T : new() => new T();

    static MessageField FieldOf(Type message, PropertyInfo property, FieldPlace place, bool optional)
    {
        var type = property.PropertyType;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>))
            return Construct(typeof(ListField<,>), message, type.GenericTypeArguments[0], place, property);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Dictionary<,>))
            return Construct(typeof(MapField<,>), message, type.GenericTypeArguments[1], place, property);
        if (Nullable.GetUnderlyingType(type) is { } value)
            return Construct(typeof(NullableField<,>), message, value, place, property);
        return optional
            ? Construct(typeof(ReferenceField<,>), message, type, place, property)
            : Construct(typeof(PlainField<,>), message, type, place, property);
    }

    static MessageField Construct(Type field, Type message, Type value, FieldPlace place, PropertyInfo property) =>
        (MessageField)Activator.CreateInstance(field.MakeGenericType(message, value), place, property, ValueFormats.Of(value))!;
}
