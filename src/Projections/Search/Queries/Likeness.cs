namespace KaosNet.Projections.Search.Queries;

/// <summary>Whether two words are the same but for a few edits: a character more, less or other, or two neighbours swapped.</summary>
static class Likeness
{
    public static bool Holds(string left, string right, int editsMax)
    {
        if (string.Equals(left, right, StringComparison.Ordinal)) return true;
        if (editsMax == 0 || Math.Abs(left.Length - right.Length) > editsMax) return false;
        if (left.Length > SearchLimits.FuzzyLengthMax || right.Length > SearchLimits.FuzzyLengthMax) return false;

        // Three rows of the table of distances: the swap looks two rows back.
        var width = right.Length + 1;
        Span<int> rows = stackalloc int[width * 3];
        var before = rows[..width];
        var above = rows.Slice(width, width);
        var current = rows[(width * 2)..];
        for (var column = 0; column < width; column++) above[column] = column;
        for (var row = 1; row <= left.Length; row++)
        {
            current[0] = row;
            var least = row;
            for (var column = 1; column < width; column++)
            {
                var same = left[row - 1] == right[column - 1];
                var edits = Math.Min(Math.Min(above[column], current[column - 1]) + 1, above[column - 1] + (same ? 0 : 1));
                if (row > 1 && column > 1 && left[row - 1] == right[column - 2] && left[row - 2] == right[column - 1])
                    edits = Math.Min(edits, before[column - 2] + 1);
                current[column] = edits;
                least = Math.Min(least, edits);
            }

            // A swap may still save one edit of the row before.
            if (least > editsMax + 1) return false;
            var spare = before;
            before = above;
            above = current;
            current = spare;
        }

        return above[^1] <= editsMax;
    }
}
