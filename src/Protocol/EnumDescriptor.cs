using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Serialization;

namespace KaosNet.Protocol;

/// <summary>An enum of the wire: its constants' names as the protocol spells them (<c>INVITE_SENT</c>) and their numbers.</summary>
public sealed class EnumDescriptor
{
    static readonly ConcurrentDictionary<Type, EnumDescriptor> Known = new();

    readonly FrozenDictionary<string, int> _numbers;
    readonly FrozenSet<int> _known;

    EnumDescriptor(Type type)
    {
        Type = type;
        Name = type.GetCustomAttribute<DataContractAttribute>()?.Name ?? type.Name;
        Constants = [.. type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(constant => KeyValuePair.Create(
            constant.GetCustomAttribute<EnumMemberAttribute>()?.Value ?? constant.Name, (int)constant.GetRawConstantValue()!))];
        _numbers = Constants.ToFrozenDictionary();
        _known = Constants.Select(constant => constant.Value).ToFrozenSet();
    }

    public Type Type { get; }

    /// <summary>The name in the protocol, which for some differs from the C# one: <c>Friend.State</c>.</summary>
    public string Name { get; }

    /// <summary>The constants' names and numbers, in the order of the protocol.</summary>
    public ImmutableArray<KeyValuePair<string, int>> Constants { get; }

    public static EnumDescriptor For(Type type) => Known.GetOrAdd(type, static type => new EnumDescriptor(type));

    /// <summary>The number of a constant; names are case-sensitive.</summary>
    public bool TryNumber(string name, out int number) => _numbers.TryGetValue(name, out number);

    /// <summary>Whether some constant has this number.</summary>
    public bool Holds(int number) => _known.Contains(number);
}
