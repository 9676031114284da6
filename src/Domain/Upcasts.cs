using KaosNet.Domain.Kernel;

namespace KaosNet.Domain;

/// <summary>
/// What became of events that were renamed or changed their shape: the one line of each step, in the order in which they came. A line stays for as long as
/// there are stores that hold such events, which is for ever (docs/concepts/event-shapes.md).
/// </summary>
public static class Upcasts
{
    /// <summary>Every step there is.</summary>
    public static IReadOnlyList<Upcast> All { get; } = [];
}
