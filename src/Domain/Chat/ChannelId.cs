using System.Globalization;
using System.Text;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Chat;

/// <summary>Names a channel: <c>mode.subject.subcontext.label</c>, where what does not apply is empty (parity 6.1).</summary>
/// <param name="Mode">What kind of channel.</param>
/// <param name="Subject">The group, or the first of two players.</param>
/// <param name="Subcontext">The second of two players.</param>
/// <param name="Label">The room's name.</param>
public sealed record ChannelId(ChannelMode Mode, Guid Subject, Guid Subcontext, string Label)
{
    const int IdLengthMax = 38;
    const int TextLengthMax = 4 + (2 * IdLengthMax) + Limits.RoomNameBytes;

    /// <summary>The room of that name, 1 to 64 bytes.</summary>
    public static ChannelId Room(string name) => new(ChannelMode.Room, Guid.Empty, Guid.Empty, name);

    /// <summary>A group's channel.</summary>
    public static ChannelId Group(Guid groupId) => new(ChannelMode.Group, groupId, Guid.Empty, "");

    /// <summary>The channel of two players, whoever of them asks; the smaller UUID text goes first.</summary>
    public static ChannelId DirectMessage(Guid one, Guid other) =>
        string.CompareOrdinal(one.ToString(), other.ToString()) <= 0
            ? new(ChannelMode.DirectMessage, one, other, "")
            : new(ChannelMode.DirectMessage, other, one, "");

    /// <summary>Whether a player is one of the two of a direct conversation.</summary>
    public bool IsBetween(Guid userId) => Mode == ChannelMode.DirectMessage && (Subject == userId || Subcontext == userId);

    /// <summary>
    /// Reads a channel id, or null for what is none. Ids of players and groups may be spelled in any of the ways that requests may spell them; an empty
    /// one is the zero UUID. The order of two players is not checked: the reverse of a channel is another one, in which nobody ever speaks.
    /// </summary>
    public static ChannelId? Parse(string text)
    {
        if (text.Length > TextLengthMax) return null;
        var parts = text.Split('.', 4);
        if (parts.Length < 4) return null;
        return parts switch
        {
            ["2", "", "", { Length: > 0 } label] when Encoding.UTF8.GetByteCount(label) <= Limits.RoomNameBytes && !label.Contains('\0') => Room(label),
            ["3", var group, "", ""] when IsId(group, out var id) => Group(id),
            ["4", var one, var other, ""] when IsId(one, out var first) && IsId(other, out var second) =>
                new(ChannelMode.DirectMessage, first, second, ""),
            _ => null,
        };
    }

    /// <summary>The id as clients see it.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(int)Mode}.{Text(Subject)}.{Text(Subcontext)}.{Label}");

    static string Text(Guid id) => id == Guid.Empty ? "" : id.ToString();

    static bool IsId(string text, out Guid id)
    {
        id = Guid.Empty;
        return text.Length == 0 || Uuids.TryRead(text, out id);
    }
}
