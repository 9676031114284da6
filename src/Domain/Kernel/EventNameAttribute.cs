namespace KaosNet.Domain.Kernel;

/// <summary>
/// The name under which an event is stored, in lower_snake_case and past tense. It is pinned by hand and never follows a rename of the type:
/// events are for ever.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class EventNameAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
