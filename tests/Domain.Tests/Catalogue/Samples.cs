using System.Collections;
using System.Reflection;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Tests.Catalogue;

/// <summary>
/// Makes up values of any event or state by filling its constructor and its settable properties: the same seed, the same value. Depth and length
/// are bounded.
/// </summary>
sealed class Samples(ulong seed)
{
    const int DepthMax = 6;

    readonly Dice _dice = new(seed);
    readonly NullabilityInfoContext _nullability = new();

    public object Of(Type type) => Make(type, 0, mayBeNull: false) ?? throw new InvalidOperationException($"No sample of {type}.");

    object? Make(Type type, int depth, bool mayBeNull)
    {
        if (mayBeNull && (depth > DepthMax || _dice.Roll(4) == 0)) return null;
        if (Nullable.GetUnderlyingType(type) is { } inner) return Make(inner, depth, mayBeNull: false);
        if (Plain(type) is { } plain) return plain;
        if (type.IsEnum) return Enum.GetValues(type).GetValue(_dice.Roll(Enum.GetValues(type).Length));
        if (type.IsArray) return List(type, type.GetElementType()!, depth);
        if (type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable))) return Collection(type, depth);
        if (type.IsAbstract) return Make(Heirs(type)[_dice.Roll(Heirs(type).Length)], depth, mayBeNull: false);
        return Record(type, depth);
    }

    object? Plain(Type type)
    {
        if (type == typeof(string)) return _dice.Roll(5) == 0 ? "" : _dice.Letters(1 + _dice.Roll(8)) + (_dice.Roll(6) == 0 ? "é\"\\ü☃" : "");
        if (type == typeof(bool)) return _dice.Roll(2) == 0;
        if (type == typeof(int)) return Edge(int.MinValue, int.MaxValue) is { } edge ? (int)edge : _dice.Roll(1000);
        if (type == typeof(long)) return Edge(long.MinValue, long.MaxValue) ?? _dice.Roll(1_000_000);
        if (type == typeof(ulong)) return _dice.Bits();
        if (type == typeof(uint)) return (uint)_dice.Bits();
        if (type == typeof(byte)) return (byte)_dice.Bits();
        if (type == typeof(double)) return _dice.Roll(100_000) / 8.0;
        if (type == typeof(decimal)) return _dice.Roll(100_000) / 100m;
        if (type == typeof(Guid)) return _dice.Uuid();
        if (type == typeof(DateTimeOffset)) return DateTimeOffset.UnixEpoch.AddSeconds(_dice.Roll(int.MaxValue)).AddMicroseconds(_dice.Roll(1_000_000));
        if (type == typeof(TimeSpan)) return TimeSpan.FromMilliseconds(_dice.Roll(100_000));
        return type == typeof(object) ? "anything" : null;
    }

    long? Edge(long lowest, long highest) => _dice.Roll(12) switch
    {
        0 => lowest,
        1 => highest,
        2 => 0,
        3 => -1,
        _ => null,
    };

    Array List(Type type, Type element, int depth)
    {
        var list = Array.CreateInstance(element, depth > DepthMax ? 0 : _dice.Roll(4));
        for (var i = 0; i < list.Length; i++) list.SetValue(Make(element, depth + 1, mayBeNull: false), i);
        return list.GetType().IsAssignableTo(type) ? list : throw new InvalidOperationException($"No sample of {type}.");
    }

    object Collection(Type type, int depth)
    {
        var of = type.GetGenericArguments();
        if (of.Length == 1)
        {
            var list = List(of[0].MakeArrayType(), of[0], depth);
            if (list.GetType().IsAssignableTo(type)) return list;
            return FromRange(type, list, of) ?? Activator.CreateInstance(typeof(HashSet<>).MakeGenericType(of), list)!;
        }

        var entries = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(of))!;
        for (var left = depth > DepthMax ? 0 : _dice.Roll(4); left > 0; left--) entries[Make(of[0], depth + 1, mayBeNull: false)!] = Make(of[1], depth + 1, mayBeNull: false);
        return entries.GetType().IsAssignableTo(type)
            ? entries
            : FromRange(type, entries, of) ?? throw new InvalidOperationException($"No sample of {type}.");
    }

    /// <summary>Immutable collections, by <c>CreateRange</c> of the static class of the same name.</summary>
    static object? FromRange(Type type, object items, Type[] of) => type.Assembly.GetType(type.FullName!.Split('`')[0].Replace(".IImmutable", ".Immutable"))?
        .GetMethods(BindingFlags.Public | BindingFlags.Static)
        .Where(method => method.Name == "CreateRange" && method.GetParameters().Length == 1 && method.GetGenericArguments().Length == of.Length)
        .Select(method => method.MakeGenericMethod(of))
        .FirstOrDefault(method => method.GetParameters()[0].ParameterType.IsInstanceOfType(items))?
        .Invoke(null, [items]);

    object Record(Type type, int depth)
    {
        var constructor = type.GetConstructors().Where(made => !IsCopy(made, type)).MaxBy(made => made.GetParameters().Length);
        var parameters = constructor?.GetParameters() ?? [];
        var made = constructor is null
            ? Activator.CreateInstance(type)!
            : constructor.Invoke([.. parameters.Select(given => Make(given.ParameterType, depth + 1, IsNullable(_nullability.Create(given))))]);
        foreach (var property in type.GetProperties().Where(property => property.SetMethod?.IsPublic == true && property.GetIndexParameters().Length == 0))
        {
            if (parameters.Any(given => string.Equals(given.Name, property.Name, StringComparison.OrdinalIgnoreCase))) continue;
            property.SetValue(made, Make(property.PropertyType, depth + 1, IsNullable(_nullability.Create(property))));
        }

        return made;
    }

    static bool IsCopy(ConstructorInfo constructor, Type type) =>
        constructor.GetParameters() is [{ ParameterType: var only }] && only == type;

    static bool IsNullable(NullabilityInfo info) => info.WriteState == NullabilityState.Nullable || info.ReadState == NullabilityState.Nullable;

    static Type[] Heirs(Type type) => [.. type.Assembly.GetTypes().Where(heir => !heir.IsAbstract && heir.IsAssignableTo(type)).OrderBy(heir => heir.FullName, StringComparer.Ordinal)];
}
