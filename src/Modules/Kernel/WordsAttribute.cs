namespace KaosNet.Modules.Kernel;

/// <summary>The words by which scripts name a member of an enumeration, in any letter case.</summary>
/// <param name="words">They.</param>
[AttributeUsage(AttributeTargets.Field)]
public sealed class WordsAttribute(params string[] words) : Attribute
{
    /// <summary>They.</summary>
    public IReadOnlyList<string> Words { get; } = words;
}
