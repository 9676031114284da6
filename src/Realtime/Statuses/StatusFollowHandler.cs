using KaosNet.Domain.Kernel;
using KaosNet.Projections.Accounts;
using KaosNet.Protocol.Realtime;
using KaosNet.Realtime.Sessions;
using KaosNet.Realtime.Sessions.Messages;
using Microsoft.Extensions.Logging;

namespace KaosNet.Realtime.Statuses;

/// <summary>Follows players by id and by name and answers who of them is online. Oneself, and ids and names of nobody, are passed over.</summary>
public sealed class StatusFollowHandler(StatusFollows follows, PlayerCards players, PlayerSearch search, ILogger<StatusFollowHandler> log)
    : IMessageHandler<StatusFollow>
{
    public async ValueTask<Reply> Handle(Session session, StatusFollow message)
    {
        var userIds = new HashSet<Guid>(message.UserIds.Count);
        foreach (var given in message.UserIds)
        {
            if (!Uuids.TryRead(given, out var userId)) return Reply.Refused(ErrorCode.BadInput, "Invalid user identifier");
            if (userId != Guid.Empty && userId != session.UserId) userIds.Add(userId);
        }

        var usernames = new HashSet<string>(message.Usernames.Count, StringComparer.Ordinal);
        foreach (var username in message.Usernames)
        {
            if (username.Length == 0) return Reply.Refused(ErrorCode.BadInput, "Invalid username");
            // Nobody is called what the database cannot hold.
            if (username != session.Opening.Username && !username.Contains('\0')) usernames.Add(username);
        }

        if (userIds.Count + usernames.Count == 0) return new Envelope { Status = new() };
        try
        {
            return Follow(session, await Known(userIds, usernames, session.Closed));
        }
        catch (Exception failure) when (DatabaseTrouble.IsBehind(failure))
        {
            log.LogTrouble(failure, "Users to follow could not be looked up");
            return Reply.Refused(ErrorCode.RuntimeException, "Could not check users");
        }
    }

    Reply Follow(Session session, HashSet<Guid> known)
    {
        // First follow, then look: whoever comes in between is told of twice rather than never.
        if (follows.Follow(session, known).Fault is { } tooMany) return Reply.Refused(ErrorCode.BadInput, tooMany.Message);
        return new Envelope { Status = new() { Presences = follows.Online(known) } };
    }

    async ValueTask<HashSet<Guid>> Known(HashSet<Guid> userIds, HashSet<string> usernames, CancellationToken cancel)
    {
        var known = new HashSet<Guid>((await players.Of(userIds, cancel)).Keys);
        if (usernames.Count == 0) return known;
        foreach (var found in await search.Find([], [.. usernames], [], cancel)) known.Add(found.Card.UserId);
        return known;
    }
}
