namespace KaosNet.Modules.Kernel;

/// <summary>A check of an argument that its type cannot say; scripts are told of it as of a wrong argument.</summary>
/// <param name="check">The check's name among those that bindings know (<c>ArgumentChecks</c>).</param>
/// <param name="text">What a script is told.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class CheckedAttribute(string check, string text) : Attribute
{
    /// <summary>The check's name.</summary>
    public string Check { get; } = check;

    /// <summary>What a script is told.</summary>
    public string Text { get; } = text;

    /// <summary>Whether the check answers what is wrong, which stands behind the text.</summary>
    public bool TellsMore { get; init; }

    /// <summary>Another argument that it is checked against; empty for none.</summary>
    public string With { get; init; } = "";
}
