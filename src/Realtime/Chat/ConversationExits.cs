using KaosNet.Domain.Chat;
using KaosNet.Domain.Friends;
using KaosNet.Realtime.Presence;
using KaosNet.Store.Journal;

namespace KaosNet.Realtime.Chat;

/// <summary>Ends the conversation of two when one of them blocks the other, on the server that committed it: both are off the channel, and nobody is told.</summary>
public sealed class ConversationExits(PresenceTracker presences, ChannelExits exits) : ICommitObserver
{
    public void Committed(IReadOnlyList<CommittedStream> changes)
    {
        foreach (var change in changes)
        {
            if (change.Stream.Kind == Friendship.Kind && change.Events.Any(happened => happened.Event is UserBlocked)) Close(new Friendship(change.Stream.Id));
        }
    }

    /// <summary>Ends it on this server.</summary>
    internal void Close(Friendship pair)
    {
        exits.Happened();
        presences.Close(ChannelStreams.Of(ChannelId.DirectMessage(Guid.Parse(pair.FirstId), Guid.Parse(pair.SecondId))));
    }
}
