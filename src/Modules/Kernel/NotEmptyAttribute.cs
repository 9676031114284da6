namespace KaosNet.Modules.Kernel;

/// <summary>A text that may be left out, but must not be empty when it is there.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NotEmptyAttribute : Attribute;
