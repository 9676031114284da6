namespace KaosNet.Riders.Rules;

/// <summary>
/// A round of light riders, for the server's match and the game's client alike: nothing here knows of players, messages or clocks. Two riders never stop and draw a
/// wall behind them; who rides into a wall has lost the round.
/// </summary>
public sealed class Arena
{
    /// <summary>How many ride.</summary>
    public const int Seats = 2;

    /// <summary>What <see cref="Step"/> answers when both crashed.</summary>
    public const int Nobody = 0;

    readonly byte[] _walls;

    /// <summary>An empty arena with both riders at its ends, heading for each other.</summary>
    public Arena(int width, int height)
        : this(width, height, StartsOf(width, height), ["", ""])
    {
    }

    /// <summary>The arena as those see it who are only told the riders' ways.</summary>
    /// <param name="width">Its columns.</param>
    /// <param name="height">Its rows.</param>
    /// <param name="starts">Where the riders began.</param>
    /// <param name="ways">Their ways since: see <see cref="Rider.Way"/>.</param>
    public Arena(int width, int height, IReadOnlyList<Cell> starts, IReadOnlyList<string> ways)
    {
        (Width, Height) = (width, height);
        _walls = new byte[width * height];
        // Both begin by riding towards the middle.
        Riders = [.. starts.Select(start => new Rider(start, start.X <= width / 2 ? 'R' : 'L'))];
        for (var rider = 0; rider < Riders.Count; rider++)
        {
            BuildAt(Riders[rider].At, rider);
            Ride(rider, ways[rider]);
        }
    }

    /// <summary>Its columns.</summary>
    public int Width { get; }

    /// <summary>Its rows.</summary>
    public int Height { get; }

    /// <summary>Who rides, the first one from the left.</summary>
    public IReadOnlyList<Rider> Riders { get; }

    /// <summary>Whether there is such a cell.</summary>
    public bool Contains(Cell cell) => cell.X >= 1 && cell.Y >= 1 && cell.X <= Width && cell.Y <= Height;

    /// <summary>Whose wall stands in a cell: 1, 2, or 0 for a free one.</summary>
    public int Owner(Cell cell) => _walls[IndexOf(cell)];

    /// <summary>Whether one can ride there.</summary>
    public bool IsFree(Cell cell) => Contains(cell) && Owner(cell) == 0;

    /// <summary>Moves both by one cell. Answers null while the round goes on, else who has won it: 1, 2, or <see cref="Nobody"/>.</summary>
    public int? Step()
    {
        foreach (var rider in Riders) rider.Step();
        var (one, two) = (Riders[0].At, Riders[1].At);
        // Head on into one cell both crash.
        var (oneCrashed, twoCrashed) = (!IsFree(one) || one == two, !IsFree(two) || one == two);
        if (!oneCrashed) BuildAt(one, 0);
        if (!twoCrashed) BuildAt(two, 1);
        return (oneCrashed, twoCrashed) switch
        {
            (true, true) => Nobody,
            (true, false) => 2,
            (false, true) => 1,
            _ => null,
        };
    }

    static Cell[] StartsOf(int width, int height)
    {
        var (edge, middle) = (width / 5, (height + 1) / 2);
        return [new(edge, middle), new(width + 1 - edge, height + 1 - middle)];
    }

    void Ride(int rider, string way)
    {
        for (var at = 0; at < way.Length;)
        {
            Riders[rider].Turn(way[at++]);
            var cells = 0;
            while (at < way.Length && char.IsAsciiDigit(way[at])) cells = (cells * 10) + way[at++] - '0';
            for (var step = 0; step < cells; step++)
            {
                Riders[rider].Step();
                if (IsFree(Riders[rider].At)) BuildAt(Riders[rider].At, rider);
            }
        }
    }

    void BuildAt(Cell cell, int rider) => _walls[IndexOf(cell)] = (byte)(rider + 1);

    int IndexOf(Cell cell) => ((cell.Y - 1) * Width) + cell.X - 1;
}
