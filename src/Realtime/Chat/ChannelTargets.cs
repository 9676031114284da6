using System.Text;
using KaosNet.Domain.Chat;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.Accounts;
using KaosNet.Projections.Friends;
using KaosNet.Projections.Groups;
using KaosNet.Protocol.Realtime;
using ChannelId = KaosNet.Domain.Chat.ChannelId;

namespace KaosNet.Realtime.Chat;

/// <summary>Finds the channel that somebody wants to join or speak on, by what kind of channel and whom or what it is with (parity 4.2 of realtime).</summary>
public sealed class ChannelTargets(PlayerCards players, IFriendships friendships, IGroupMemberships groups)
{
    static readonly Fault WrongType = Fault.InvalidArgument("Invalid channel type");
    static readonly Fault Empty = Fault.InvalidArgument("Invalid channel target");
    static readonly Fault RoomLength = Fault.InvalidArgument("Channel name is required and must be 1-64 chars: Invalid channel target");
    static readonly Fault RoomControl = Fault.InvalidArgument("Channel name must not contain control chars: Invalid channel target");
    static readonly Fault RoomUtf8 = Fault.InvalidArgument("Channel name must only contain valid UTF-8 bytes: Invalid channel target");
    static readonly Fault WrongUser = Fault.InvalidArgument("Invalid user ID in direct message join: Invalid channel target");
    static readonly Fault NoUser = Fault.InvalidArgument("User ID not found: Invalid channel target");
    static readonly Fault WrongGroup = Fault.InvalidArgument("Invalid group ID in group channel join: Invalid channel target");
    static readonly Fault NoGroup = Fault.InvalidArgument("Group not found: Invalid channel target");

    /// <summary>The channel, or why there is none for that player.</summary>
    /// <param name="type">What kind; unspecified counts as a room.</param>
    /// <param name="target">A room's name, a user id or a group id.</param>
    /// <param name="userId">Who wants it; null for server code, which is let into every group.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<Answer<ChannelId>> Find(ChannelType type, string target, Guid? userId, CancellationToken cancel)
    {
        if (target.Length == 0) return Empty;
        return type switch
        {
            ChannelType.TypeUnspecified or ChannelType.Room => Room(target),
            ChannelType.DirectMessage => await Conversation(target, userId, cancel),
            ChannelType.Group => await Group(target, userId, cancel),
            _ => WrongType,
        };
    }

    static Answer<ChannelId> Room(string name)
    {
        if (Encoding.UTF8.GetByteCount(name) > Limits.RoomNameBytes) return RoomLength;
        if (name.Any(char.IsControl)) return RoomControl;
        return name.Any(char.IsSurrogate) && !IsWellFormed(name) ? RoomUtf8 : ChannelId.Room(name);
    }

    static bool IsWellFormed(string name)
    {
        for (var at = 0; at < name.Length; at += char.IsSurrogate(name[at]) ? 2 : 1)
            if (char.IsSurrogate(name[at]) && !char.IsSurrogatePair(name, at)) return false;
        return true;
    }

    /// <summary>A conversation needs two: the reference answers server code without a sender an id that nobody can use.</summary>
    async ValueTask<Answer<ChannelId>> Conversation(string target, Guid? userId, CancellationToken cancel)
    {
        if (userId is not { } one || !Uuids.TryRead(target, out var other) || other == Guid.Empty) return WrongUser;
        // Only a block by the other one matters; oneself is good company too.
        var isClosed = await players.Of(other, cancel) is null || await friendships.IsBlocked(other, one, cancel);
        return isClosed ? NoUser : ChannelId.DirectMessage(one, other);
    }

    async ValueTask<Answer<ChannelId>> Group(string target, Guid? userId, CancellationToken cancel)
    {
        if (!Uuids.TryRead(target, out var group)) return WrongGroup;
        if (userId is { } member && await groups.StateOf(group, member, cancel) is not (>= 0 and <= 2)) return NoGroup;
        return ChannelId.Group(group);
    }
}
