using KaosNet.Riders.Rules;

namespace KaosNet.Riders;

/// <summary>Rides in somebody's place: goes on while there is room, else where there is most of it. Not hard to beat.</summary>
/// <param name="seed">Two with the same seed ride alike.</param>
sealed class Bot(int seed)
{
    /// <summary>Cells ahead below which it looks for another way.</summary>
    const int Caution = 4;

    /// <summary>It looks this many cells around; beyond that one place is as good as another.</summary>
    const int SightMax = 250;

    /// <summary>One turn in so many states is a whim, so that no two rounds are alike.</summary>
    const int WhimOneIn = 40;

    readonly Random _chance = new(seed);
    int _round;
    Cell _turnedAt;

    /// <summary>Where to turn now; null to go on.</summary>
    public char? Steer(RidersMatch match)
    {
        if (match.Arena is not { } arena) return null;
        var (head, heading) = (arena.Riders[match.Me].At, arena.Riders[match.Me].Heading);
        if (_round != match.Round)
        {
            // The first turn waits for the start: without one both would ride past each other and end at the same moment.
            (_round, _turnedAt) = (match.Round, head);
            return _chance.Next(2) == 0 ? 'U' : 'D';
        }

        // One turn at a time; it may take a while until a state shows it.
        if (match.Outgoing is not null || head == _turnedAt || !arena.Contains(head)) return null;
        if (Run(arena, head, heading) >= Caution && _chance.Next(WhimOneIn) > 0) return null;
        var best = Headings.All.Where(other => other != heading && other != Headings.Opposite(heading)).Append(heading).MaxBy(other => Room(arena, head.Next(other)));
        if (best == heading) return null;
        _turnedAt = head;
        return best;
    }

    static int Run(Arena arena, Cell from, char heading)
    {
        var cells = 0;
        for (var cell = from.Next(heading); cells < Caution && arena.IsFree(cell); cell = cell.Next(heading)) cells++;
        return cells;
    }

    /// <summary>Free cells that can be reached from that one.</summary>
    static int Room(Arena arena, Cell from)
    {
        if (!arena.IsFree(from)) return 0;
        HashSet<Cell> seen = [from];
        var open = new Queue<Cell>(seen);
        while (seen.Count < SightMax && open.TryDequeue(out var cell))
        {
            foreach (var heading in Headings.All)
                if (cell.Next(heading) is var next && arena.IsFree(next) && seen.Add(next)) open.Enqueue(next);
        }

        return seen.Count;
    }
}
