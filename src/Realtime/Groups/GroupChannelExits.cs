using KaosNet.Domain.Chat;
using KaosNet.Domain.Groups;
using KaosNet.Realtime.Chat;
using KaosNet.Realtime.Presence;
using KaosNet.Store.Journal;

namespace KaosNet.Realtime.Groups;

/// <summary>
/// Takes who is no longer in a group off its channel, on the server that committed the change (parity 5.3 to 5.5): with a leave event for members who left,
/// were kicked or banned; without one when the group ended.
/// </summary>
public sealed class GroupChannelExits(PresenceTracker presences) : ICommitObserver
{
    public void Committed(IReadOnlyList<CommittedStream> changes)
    {
        foreach (var change in changes)
        {
            if (change.After is not Group group) continue;
            var channel = ChannelStreams.Of(ChannelId.Group(Guid.Parse(group.Id)));
            if (!presences.Exists(channel)) continue;
            if (!group.Exists)
            {
                presences.Close(channel);
                continue;
            }

            foreach (var happened in change.Events)
            {
                if (happened.Event is GroupMemberEvent { UserId: var userId } && group.Find(userId) is not { IsIn: true }) Untrack(channel, Guid.Parse(userId));
            }
        }
    }

    void Untrack(StreamAddress channel, Guid userId)
    {
        foreach (var presence in presences.MembersOf(channel))
        {
            if (presence.Session.UserId == userId) presences.Untrack(presence.Session, channel);
        }
    }
}
