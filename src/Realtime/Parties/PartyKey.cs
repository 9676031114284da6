using System.Diagnostics.CodeAnalysis;
using KaosNet.Realtime.Presence;

namespace KaosNet.Realtime.Parties;

/// <summary>A party id taken apart: <c>uuid.node</c>.</summary>
/// <param name="Id">The party.</param>
/// <param name="Node">Name of the server that the party was made on and lives on.</param>
[GenerateSerializer, Immutable]
public sealed record PartyKey(Guid Id, string Node)
{
    /// <summary>The stream that the members are on.</summary>
    public StreamAddress Stream => new(StreamMode.Party, Id, Node);

    /// <summary>The party of a stream.</summary>
    public static PartyKey Of(StreamAddress stream) => new(stream.Subject, stream.Label);

    /// <summary>Reads a public id; false when it is none.</summary>
    public static bool TryParse(string partyId, [NotNullWhen(true)] out PartyKey? key)
    {
        key = null;
        var dot = partyId.IndexOf('.', StringComparison.Ordinal);
        if (dot != 36 || !Guid.TryParseExact(partyId.AsSpan(0, dot), "D", out var id)) return false;
        var node = partyId[(dot + 1)..];
        if (node.Contains('.', StringComparison.Ordinal)) return false;
        key = new(id, node);
        return true;
    }

    public override string ToString() => $"{Id:D}.{Node}";
}
