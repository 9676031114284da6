namespace KaosNet.Domain.Brackets.Drawing;

/// <summary>The places of seeds in the first round of an elimination.</summary>
public static class SeedOrder
{
    /// <summary>
    /// Seeds from top to bottom, such that the two best can only meet in the final, the four best not before the semi-finals, and so on: of 8 it is
    /// 1 8 4 5 2 7 3 6. Where there are byes, the best seeds have them.
    /// </summary>
    /// <param name="size">A power of two.</param>
    public static int[] Of(int size)
    {
        int[] order = [1];
        while (order.Length < size)
        {
            var next = new int[order.Length * 2];
            for (var i = 0; i < order.Length; i++) (next[2 * i], next[(2 * i) + 1]) = (order[i], next.Length + 1 - order[i]);
            order = next;
        }

        return order;
    }
}
