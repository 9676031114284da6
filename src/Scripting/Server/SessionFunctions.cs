using KaosNet.Domain.Matches;
using KaosNet.Modules.Sessions;
using KaosNet.Realtime.Presence;
using KaosNet.Realtime.Scripts;
using KaosNet.Realtime.Sessions;
using KaosNet.Realtime.Statuses;
using KaosNet.Store.Journal.Transactions;

namespace KaosNet.Scripting.Server;

/// <summary>Players' sessions and whom they follow, for modules (parity runtime.md section 10).</summary>
internal sealed class SessionFunctions(ServerApi api) : ISessionFunctions
{
    public ValueTask Disconnect(Guid sessionId, int reason)
    {
        var streams = api.Get<GameStreams>();
        JournalTransaction.Afterwards(() => streams.Disconnect(sessionId, (PresenceReason)reason));
        return ValueTask.CompletedTask;
    }

    public async ValueTask Logout(Guid userId, string token, string refreshToken) =>
        ServerApi.Granted(await api.Get<IPlayerTokens>().End(userId.ToString("D"), token, refreshToken, api.Caller, api.Cancel));

    public ValueTask Follow(Guid sessionId, IReadOnlyList<Guid> userIds)
    {
        if (api.Get<SessionRegistry>().TryFind(sessionId, out var session)) ServerApi.Granted(api.Get<StatusFollows>().Follow(session, userIds.ToHashSet()));
        return ValueTask.CompletedTask;
    }

    public ValueTask Unfollow(Guid sessionId, IReadOnlyList<Guid> userIds)
    {
        if (api.Get<SessionRegistry>().TryFind(sessionId, out var session)) api.Get<StatusFollows>().Unfollow(session, userIds.ToHashSet());
        return ValueTask.CompletedTask;
    }
}
