using System.Text;
using System.Text.Json;
using KaosNet.Domain.Kernel;

namespace KaosNet.Realtime.Parties.Deciding;

/// <summary>The leader gives the party another label, opens or closes it, hides or shows it.</summary>
public static class DescribeParty
{
    static readonly JsonDocumentOptions Deep = new() { MaxDepth = JsonDocumentText.DepthMax };

    public static Answer<PartyNews[]> Decide(Party party, PartyMember by, string label, bool open, bool hidden)
    {
        if (party.IsOver) return PartyFaults.Closed;
        if (!party.IsLedBy(by)) return PartyFaults.LeaderOnly;
        if (Refusal(label) is { } refusal) return refusal;
        if (hidden && label is not ("" or Party.NoLabel)) return PartyFaults.HiddenWithLabel;
        return (PartyNews[])[new PartyDescribed(label, open, hidden)];
    }

    /// <summary>What is wrong with a label, or null; an empty one is none.</summary>
    public static Fault? Refusal(string label)
    {
        if (Encoding.UTF8.GetByteCount(label) > Limits.LabelBytesMax) return PartyFaults.LabelTooLong;
        return label.Length == 0 || JsonDocumentText.IsObject(label) ? null : PartyFaults.LabelNoObject;
    }

    /// <summary>Reads a label that was accepted.</summary>
    public static JsonDocument Read(string label) => JsonDocument.Parse(label, Deep);
}
