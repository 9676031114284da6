namespace KaosNet.Modules.Kernel;

/// <summary>
/// Scripts are told of an enumeration's members by their words and not by their numbers: of all values of the type, or of one member of a record. It is the first of the
/// <see cref="WordsAttribute"/>, or else the member's own name in snake case, by which scripts hand it in too.
/// </summary>
[AttributeUsage(AttributeTargets.Enum | AttributeTargets.Property)]
public sealed class ByWordAttribute : Attribute;
