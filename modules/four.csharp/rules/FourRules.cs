using System.Globalization;

namespace KaosNet.Four.Rules;

/// <summary>
/// Four in a row, for the server's match and the game's client alike: nothing here knows of players, messages or clocks. A game is the text of its moves, the columns 1
/// to 7, a digit each, in the order in which they were played: <c>44</c> is one disc on the other in the middle.
/// </summary>
public static class FourRules
{
    /// <summary>Columns of the board.</summary>
    public const int Columns = 7;

    /// <summary>Discs that a column holds.</summary>
    public const int Rows = 6;

    const int InARow = 4;

    static readonly (int Column, int Row)[] Directions = [(1, 0), (0, 1), (1, 1), (1, -1)];

    /// <summary>Whose turn it is, 0 or 1.</summary>
    public static int Turn(string moves) => moves.Length % 2;

    /// <summary>Whether nobody can move any more.</summary>
    public static bool IsFull(string moves) => moves.Length == Columns * Rows;

    /// <summary>Whether a disc may be let go into a column.</summary>
    public static bool IsAllowed(string moves, int column) =>
        column is >= 1 and <= Columns && !IsWon(moves) && moves.Count(move => move - '0' == column) < Rows;

    /// <summary>The game with one more move.</summary>
    public static string With(string moves, int column) => moves + column.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether the last move made a line.</summary>
    public static bool IsWon(string moves)
    {
        if (moves.Length == 0) return false;
        var board = BoardOf(moves);
        var column = moves[^1] - '1';
        var row = moves.Count(move => move == moves[^1]) - 1;
        return Directions.Any(way => 1 + Run(board, column, row, way) + Run(board, column, row, (-way.Column, -way.Row)) >= InARow);
    }

    /// <summary>A move for a player who thinks one move ahead: one that wins, else one that keeps the other from winning, else any.</summary>
    public static int Choose(string moves, Random chance)
    {
        int[] allowed = [.. Enumerable.Range(1, Columns).Where(column => IsAllowed(moves, column))];
        foreach (var column in allowed)
        {
            if (IsWon(With(moves, column))) return column;
        }

        foreach (var column in allowed)
        {
            // The other's disc in the same place, as if this move had been let go elsewhere.
            if (allowed.FirstOrDefault(other => other != column) is var other and > 0 && IsWon(With(With(moves, other), column))) return column;
        }

        return allowed[chance.Next(allowed.Length)];
    }

    /// <summary>How many discs of the same player follow in a direction.</summary>
    static int Run(int[,] board, int column, int row, (int Column, int Row) way)
    {
        var player = board[column, row];
        var run = 0;
        while (true)
        {
            (column, row) = (column + way.Column, row + way.Row);
            if (column is < 0 or >= Columns || row is < 0 or >= Rows || board[column, row] != player) return run;
            run++;
        }
    }

    /// <summary>The discs by column and row: 1, 2, or 0 for none.</summary>
    static int[,] BoardOf(string moves)
    {
        var board = new int[Columns, Rows];
        var heights = new int[Columns];
        for (var move = 0; move < moves.Length; move++)
        {
            var column = moves[move] - '1';
            board[column, heights[column]++] = (move % 2) + 1;
        }

        return board;
    }
}
