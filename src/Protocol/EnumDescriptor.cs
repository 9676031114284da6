using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;
using System.Runtime.Serialization;

namespace KaosNet.Protocol;

/// <summary>An enum of the wire: its constants' names as the protocol spells them (<c>INVITE_SENT</c>) and their numbers.</summary>
public sealed class EnumDescriptor
{
    static readonly ConcurrentDictionary<Type, EnumDescriptor> Known = new();

    readonly FrozenDictionary<string, int> _numbers;

    EnumDescriptor(Type type)
    {
        Type = type;
        Name = type.GetCustomAttribute<DataContractAttribute>()?.Name ?? type.Name;
        _numbers = type.GetFields(BindingFlags.Public | BindingFlags.Static).ToFrozenDictionary(
            constant => constant.GetCustomAttribute<EnumMemberAttribute>()?.Value ?? constant.Name,
            constant => (int)constant.GetRawConstantValue()!);
    }

    public Type Type { get; }

    /// <summary>The name in the protocol, which for some differs from the C# one: <c>Friend.State</c>.</summary>
    public string Name { get; }

    /// <summary>The constants in no particular order.</summary>
    public IReadOnlyDictionary<string, int> Constants => _numbers;

    public static EnumDescriptor For(Type type) => Known.GetOrAdd(type, static type => new EnumDescriptor(type));

    /// <summary>The number of a constant; names are case-sensitive.</summary>
    public bool TryNumber(string name, out int number) => _numbers.TryGetValue(name, out number);

    /// <summary>Whether some constant has this number.</summary>
    public bool Holds(int number) => _numbers.Values.Contains(number);
}
