using KaosNet.Domain.Chat;
using KaosNet.Domain.Groups;
using KaosNet.Realtime.Chat;
using KaosNet.Realtime.Presence;
using KaosNet.Store.Journal;

namespace KaosNet.Realtime.Groups;

/// <summary>
/// Takes who is no longer in a group off its channel (parity 5.3 to 5.5): with a leave event for members who left, were kicked or banned; without one when
/// the group ended. The server that committed the change does so at once, others when they hear of it.
/// </summary>
public sealed class GroupChannelExits(PresenceTracker presences, ChannelExits exits) : ICommitObserver
{
    public void Committed(IReadOnlyList<CommittedStream> changes)
    {
        foreach (var change in changes)
        {
            if (change.After is not Group group) continue;
            var groupId = Guid.Parse(group.Id);
            if (!group.Exists) Close(groupId);
            else
            {
                foreach (var happened in change.Events)
                    if (happened.Event is GroupMemberEvent { UserId: var userId } && group.Find(userId) is not { IsIn: true }) Leave(groupId, Guid.Parse(userId));
            }
        }
    }

    /// <summary>The group ended: everybody here is off its channel, and nobody is told.</summary>
    internal void Close(Guid groupId)
    {
        exits.Happened();
        presences.Close(ChannelStreams.Of(ChannelId.Group(groupId)));
    }

    /// <summary>A player's sockets here leave the group's channel.</summary>
    internal void Leave(Guid groupId, Guid userId)
    {
        exits.Happened();
        var channel = ChannelStreams.Of(ChannelId.Group(groupId));
        foreach (var presence in presences.MembersOf(channel))
        {
            if (presence.Session.UserId == userId) presences.Untrack(presence.Session, channel);
        }
    }
}
