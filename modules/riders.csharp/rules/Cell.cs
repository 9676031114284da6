using System.Runtime.InteropServices;

namespace KaosNet.Riders.Rules;

/// <summary>A cell, counted from 1, x to the right and y down.</summary>
/// <param name="X">Its column.</param>
/// <param name="Y">Its row.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Cell(int X, int Y)
{
    /// <summary>The cell beside it.</summary>
    /// <param name="heading">Towards where: one of <see cref="Headings"/>.</param>
    public Cell Next(char heading) => heading switch
    {
        'R' => this with { X = X + 1 },
        'L' => this with { X = X - 1 },
        'U' => this with { Y = Y - 1 },
        _ => this with { Y = Y + 1 },
    };
}

/// <summary>Where a rider can head for: right, down, left and up.</summary>
public static class Headings
{
    /// <summary>All of them, clockwise.</summary>
    public const string All = "RDLU";

    /// <summary>Whether it is one.</summary>
    public static bool Contain(char heading) => All.Contains(heading, StringComparison.Ordinal);

    /// <summary>The one that leads back.</summary>
    public static char Opposite(char heading) => All[(All.IndexOf(heading, StringComparison.Ordinal) + 2) % All.Length];
}
