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

/// <summary>
/// A member of an event, or of a record within one, that tells something of a person. It is stored sealed with the keys of the users whose it is
/// (<see cref="Whose{TState,TEvent}"/>); once one of these keys is destroyed, a placeholder stands there.
/// </summary>
/// <param name="placeholder">
/// What is read then, for texts only, e.g. <c>{}</c> for those that hold a JSON object. By default: nothing where null is allowed, else an empty text or list.
/// </param>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class PersonalAttribute(string? placeholder = null) : Attribute
{
    /// <summary>The text that is read once the key is gone; null for the default of the member's type.</summary>
    public string? Placeholder { get; } = placeholder;
}
