namespace KaosNet.Domain.Brackets.Drawing;

/// <summary>
/// Draws round robins by the circle: one player stays, the others move on by one each round, and who stands opposite plays. With an odd number the empty
/// place is a rest. A second leg is the first with sides changed.
/// </summary>
static class RoundRobinDraw
{
    public static BracketLayout Of(int entrants, int legs)
    {
        var places = entrants + (entrants % 2);
        var circle = Enumerable.Range(1, places).ToArray();
        var pairings = new List<DrawnPairing>();
        for (var round = 1; round < places; round++)
        {
            for (int i = 0, position = 0; i < places / 2; i++)
            {
                var (first, second) = (circle[i], circle[places - 1 - i]);
                if (first > entrants || second > entrants) continue;
                // The one who stays is first and second by turns; all others are by walking round.
                if (i == 0 && round % 2 == 0) (first, second) = (second, first);
                pairings.Add(new(pairings.Count + 1, BracketSide.Main, round, position++, first, second));
            }

            var last = circle[^1];
            Array.Copy(circle, 1, circle, 2, places - 2);
            circle[1] = last;
        }

        var once = pairings.Count;
        for (var leg = 2; leg <= legs; leg++)
        {
            for (var i = 0; i < once; i++)
            {
                var drawn = pairings[i];
                pairings.Add(drawn with
                {
                    Number = pairings.Count + 1,
                    Round = drawn.Round + ((leg - 1) * (places - 1)),
                    First = drawn.Second,
                    Second = drawn.First,
                });
            }
        }

        return new(BracketFormat.RoundRobin, entrants, pairings);
    }
}
