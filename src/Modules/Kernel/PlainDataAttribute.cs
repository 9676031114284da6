namespace KaosNet.Modules.Kernel;

/// <summary>An object that holds nothing but data: what cannot be written down, such as a function, fails the call.</summary>
/// <param name="failure">What a script is told then.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class PlainDataAttribute(string failure) : Attribute
{
    /// <summary>What a script is told.</summary>
    public string Failure { get; } = failure;
}
