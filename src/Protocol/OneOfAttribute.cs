namespace KaosNet.Protocol;

/// <summary>
/// Marks the members of one choice: at most one of a message's members with the same name is set. Such a member is nullable,
/// and being set is remembered even when the value is empty.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OneOfAttribute(string name) : Attribute
{
    /// <summary>The choice's name.</summary>
    public string Name { get; } = name;
}
