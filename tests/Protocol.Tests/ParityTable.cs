namespace KaosNet.Protocol.Tests;

/// <summary>One row of the tables that say what the client API looks like.</summary>
public sealed record ParityRow(string Message, string Field, int Number, string Type)
{
    public bool IsConstant => Type == "enum value";
}

/// <summary>The tables of the client API and of the socket, as the reference has them.</summary>
static class ParityTable
{
    public static readonly IReadOnlyList<ParityRow> Api = Load("api-messages.tsv");
    public static readonly IReadOnlyList<ParityRow> Realtime = [.. Load("rt-messages.tsv").Where(row => !row.Message.StartsWith("api."))];

    /// <summary>Names of messages without fields, which have a row all the same.</summary>
    public static readonly IReadOnlyList<string> EmptyRealtime =
        [.. Lines("rt-messages.tsv").Where(cells => cells[1] == "-").Select(cells => cells[0])];

    static List<ParityRow> Load(string file) =>
        [.. Lines(file).Where(cells => cells[1] != "-").Select(cells => new ParityRow(cells[0], cells[1], int.Parse(cells[2]), cells[3]))];

    static IEnumerable<string[]> Lines(string file) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Parity", file)).Skip(1)
            .Where(line => line.Length > 0).Select(line => line.Split('\t'));
}
