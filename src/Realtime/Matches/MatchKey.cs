using System.Diagnostics.CodeAnalysis;

namespace KaosNet.Realtime.Matches;

/// <summary>A match id taken apart: <c>uuid.node</c>, where a relayed match has no node.</summary>
/// <param name="Id">The match.</param>
/// <param name="Node">Name of the server that runs it; empty for a relayed match.</param>
public sealed record MatchKey(Guid Id, string Node)
{
    /// <summary>Players relay to each other; no server logic.</summary>
    public bool IsRelayed => Node.Length == 0;

    /// <summary>Reads a public id; false when it is none.</summary>
    public static bool TryParse(string matchId, [NotNullWhen(true)] out MatchKey? key)
    {
        key = null;
        var dot = matchId.IndexOf('.', StringComparison.Ordinal);
        if (dot != 36 || !Guid.TryParseExact(matchId.AsSpan(0, dot), "D", out var id)) return false;
        var node = matchId[(dot + 1)..];
        if (node.Contains('.', StringComparison.Ordinal)) return false;
        key = new(id, node);
        return true;
    }

    public override string ToString() => $"{Id:D}.{Node}";
}
