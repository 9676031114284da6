namespace KaosNet.Modules.Kernel;

/// <summary>The argument stands at the same place as the list before it, of which a script hands in the one or, as a text, the other.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class AlternativeAttribute : Attribute;
