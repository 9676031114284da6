using System.Runtime.InteropServices;

namespace KaosNet.Realtime.Presence;

/// <summary>Which stream: two are the same when all four parts are.</summary>
/// <param name="Mode">What kind of stream, see <see cref="StreamMode"/>.</param>
/// <param name="Subject">What it is about: a user, a group, a match.</param>
/// <param name="Subcontext">The second user of a conversation.</param>
/// <param name="Label">A room's name, or a node's.</param>
[GenerateSerializer, Immutable, StructLayout(LayoutKind.Auto)]
public readonly record struct StreamAddress(byte Mode, Guid Subject, Guid Subcontext, string Label)
{
    public StreamAddress(byte mode, Guid subject, string label = "")
        : this(mode, subject, Guid.Empty, label)
    {
    }
}

/// <summary>The modes that the server itself uses; 8 and above are the game's.</summary>
public static class StreamMode
{
    /// <summary>A user's notifications; always hidden.</summary>
    public const byte Notifications = 0;

    /// <summary>A user's status.</summary>
    public const byte Status = 1;

    public const byte Room = 2;

    public const byte Group = 3;

    public const byte DirectMessage = 4;

    public const byte RelayedMatch = 5;

    public const byte AuthoritativeMatch = 6;

    public const byte Party = 7;

    /// <summary>The first mode that is the game's own.</summary>
    public const byte FirstOfGames = 8;
}
