using System.Runtime.InteropServices;

namespace KaosNet.Riders;

/// <summary>A cell, counted from 1, x to the right and y down.</summary>
[StructLayout(LayoutKind.Auto)]
readonly record struct Cell(int X, int Y)
{
    public Cell Next(char heading) => heading switch
    {
        'R' => this with { X = X + 1 },
        'L' => this with { X = X - 1 },
        'U' => this with { Y = Y - 1 },
        _ => this with { Y = Y + 1 },
    };
}

/// <summary>What there is to see at one moment: whose wall stands in which cell, and where the riders are.</summary>
sealed class Arena
{
    readonly byte[] _walls;

    /// <summary>Builds it from the riders' ways, such as "R12U3" from where they began.</summary>
    public Arena(int width, int height, IReadOnlyList<Cell> starts, IReadOnlyList<string> ways)
    {
        (Width, Height) = (width, height);
        _walls = new byte[width * height];
        Heads = new Cell[starts.Count];
        Headings = new char[starts.Count];
        for (var rider = 0; rider < starts.Count; rider++)
        {
            // Who has not moved yet rides towards the middle.
            (Heads[rider], Headings[rider]) = (starts[rider], starts[rider].X <= width / 2 ? 'R' : 'L');
            Build(Heads[rider], rider);
            foreach (var (heading, cells) in Runs(ways[rider]))
            {
                Headings[rider] = heading;
                for (var step = 0; step < cells; step++)
                {
                    Heads[rider] = Heads[rider].Next(heading);
                    if (Contains(Heads[rider]) && Owner(Heads[rider]) == 0) Build(Heads[rider], rider);
                }
            }
        }
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Where the riders are; outside of the arena or in a wall when they have crashed.</summary>
    public Cell[] Heads { get; }

    public char[] Headings { get; }

    public bool Contains(Cell cell) => cell.X >= 1 && cell.Y >= 1 && cell.X <= Width && cell.Y <= Height;

    /// <summary>1 or 2 for that rider's wall, 0 for a free cell.</summary>
    public int Owner(Cell cell) => _walls[(cell.Y - 1) * Width + cell.X - 1];

    public bool IsFree(Cell cell) => Contains(cell) && Owner(cell) == 0;

    void Build(Cell cell, int rider) => _walls[(cell.Y - 1) * Width + cell.X - 1] = (byte)(rider + 1);

    static IEnumerable<(char Heading, int Cells)> Runs(string way)
    {
        for (var at = 0; at < way.Length;)
        {
            var heading = way[at++];
            var cells = 0;
            while (at < way.Length && char.IsAsciiDigit(way[at])) cells = cells * 10 + way[at++] - '0';
            yield return (heading, cells);
        }
    }
}
