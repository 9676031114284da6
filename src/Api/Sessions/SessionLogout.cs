using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol.Api;

namespace KaosNet.Api.Sessions;

/// <summary>A player ends single tokens, or all sessions at once (L1 to L5). Open sockets stay open.</summary>
static class SessionLogout
{
    public static readonly Operation Operation = Operations.Operation
        .Named("SessionLogout", "End a session, or all of a player's sessions.")
        .Post("/v2/session/logout")
        .ForPlayers<SessionLogoutRequest, Empty>(Handle);

    static async ValueTask<Answer<Empty>> Handle(SessionLogoutRequest request, OperationCall call)
    {
        var answer = await call.Get<PlayerTokens>().End(call.Caller.UserId, request.Token, request.RefreshToken, call.Caller, call.Aborted);
        return answer.Fault is { } fault ? fault : new Empty();
    }
}
