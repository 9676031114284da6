using KaosNet.Domain.Notifications;
using KaosNet.Realtime.Presence;
using KaosNet.Store.Journal;
using Wire = KaosNet.Protocol.Api;

namespace KaosNet.Realtime.Notifications;

/// <summary>
/// Tells players at once what they are told: after a commit, one envelope for each receiver to each of their sockets (parity 7.3). Whoever has none
/// finds it in the list.
/// </summary>
public sealed class NotificationPushes(StreamPushes pushes, PushedHere pushed) : ICommitObserver
{
    /// <summary>The server itself, where a sender is due (parity 3.7 of realtime).</summary>
    static readonly string System = Guid.Empty.ToString();

    public void Committed(IReadOnlyList<CommittedStream> changes)
    {
        List<(string ReceiverId, Wire.Notification Notification)>? told = null;
        foreach (var change in changes)
        {
            if (change.Stream.Kind != Notification.Kind) continue;
            foreach (var happened in change.Events)
            {
                if (happened.Event is not NotificationSent sent || !pushed.TryClaim(Guid.Parse(change.Stream.Id))) continue;
                (told ??= []).Add((sent.ReceiverId, Spelled(change.Stream.Id, sent, happened.At, isKept: true)));
            }
        }

        if (told is not null) Push(told, PushReach.ThisServer);
    }

    /// <summary>Tells the sockets of this server what was committed, unless they were told already.</summary>
    internal void Push(string id, NotificationSent sent, DateTimeOffset at)
    {
        if (pushed.TryClaim(Guid.Parse(id))) Push([(sent.ReceiverId, Spelled(id, sent, at, isKept: true))], PushReach.ThisServer);
    }

    /// <summary>Tells players something that is not kept for them.</summary>
    /// <param name="told">Each with the id it goes by.</param>
    /// <param name="now">When.</param>
    internal void PushPassing(IEnumerable<(string Id, NotificationSent Sent)> told, DateTimeOffset now) =>
        Push([.. told.Select(one => (one.Sent.ReceiverId, Spelled(one.Id, one.Sent, now, isKept: false)))], PushReach.AllServers);

    internal static Wire.Notification Spelled(string id, NotificationSent sent, DateTimeOffset at, bool isKept) => new()
    {
        Id = id,
        Subject = sent.Subject,
        Content = sent.Content,
        Code = sent.Code,
        SenderId = sent.SenderId ?? System,
        CreateTime = DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds()),
        Persistent = isKept,
    };

    void Push(List<(string ReceiverId, Wire.Notification Notification)> told, PushReach reach)
    {
        foreach (var receiver in told.GroupBy(one => one.ReceiverId, one => one.Notification, StringComparer.Ordinal))
        {
            pushes.Push(
                new(StreamMode.Notifications, Guid.Parse(receiver.Key)),
                new() { Notifications = new() { Entries = [.. receiver] } },
                reach);
        }
    }
}
