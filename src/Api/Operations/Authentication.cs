using System.Text;
using KaosNet.Api.Errors;
using KaosNet.Domain.Kernel;

namespace KaosNet.Api.Operations;

/// <summary>Tells who calls from what a request carries, or why that can't be told (parity section 1.3).</summary>
public sealed class Authentication(ISessionAuthenticator sessions, FrontSettings settings)
{
    readonly byte[] _serverKey = Encoding.UTF8.GetBytes(settings.ServerKey);
    readonly byte[] _httpKey = Encoding.UTF8.GetBytes(settings.HttpKey);

    /// <summary>The player behind the call; null is nobody in particular, who may nevertheless call the operation.</summary>
    /// <param name="access">Who may call.</param>
    /// <param name="request">The request: an RPC's message may itself carry the HTTP key.</param>
    /// <param name="origin">Where the request came from.</param>
    public Answer<SignedInPlayer?> Identify(Access access, object request, RequestOrigin origin)
    {
        switch (access)
        {
            case Access.ServerKey:
                if (origin.Authorization.Count != 1) return Refusals.ServerKeyRequired;
                return Credentials.IsUser(origin.Authorization[0]!, _serverKey) ? Nobody : Refusals.ServerKeyInvalid;
            case Access.Player:
                return IdentifyPlayer(origin, Refusals.TokenRequired);
            case Access.PlayerOrHttpKey when origin.Authorization.Count == 0:
                if (request is not Protocol.Api.Rpc && origin.HttpKey.Length > 0) return IsHttpKey(origin.HttpKey) ? Nobody : Refusals.HttpKeyInvalid;
                if (request is not Protocol.Api.Rpc { HttpKey.Length: > 0 } rpc) return Refusals.TokenOrHttpKeyRequired;
                return IsHttpKey(rpc.HttpKey) ? Nobody : Refusals.HttpKeyInvalid;
            case Access.PlayerOrHttpKey:
                return IdentifyPlayer(origin, Refusals.TokenOrHttpKeyRequired);
            case Access.HttpKey:
                if (origin.HttpKey.Length > 0) return IsHttpKey(origin.HttpKey) ? Nobody : Refusals.HttpKeyInvalid;
                if (origin.Authorization.Count != 1) return Refusals.HttpKeyRequired;
                return Credentials.IsUser(origin.Authorization[0]!, _httpKey) ? Nobody : Refusals.HttpKeyInvalid;
            default:
                return Nobody;
        }
    }

    /// <summary>Who calls an RPC function over HTTP (P1 to P4); null is a server that knows the HTTP key.</summary>
    public Answer<SignedInPlayer?> IdentifyForRpc(string? httpKey, RequestOrigin origin)
    {
        if (!string.IsNullOrEmpty(httpKey)) return IsHttpKey(httpKey) ? Nobody : Refusals.HttpKeyInvalid;
        if (origin.Authorization.Count == 0 || string.IsNullOrEmpty(origin.Authorization[0])) return Refusals.TokenOrHttpKeyRequired;
        if (!Credentials.IsBasic(origin.Authorization[0]!)) return IdentifyPlayer(origin, Refusals.TokenOrHttpKeyRequired);
        return Credentials.IsUser(origin.Authorization[0]!, _httpKey) ? Nobody : Refusals.HttpKeyInvalid;
    }

    static Answer<SignedInPlayer?> Nobody => (SignedInPlayer?)null;

    Answer<SignedInPlayer?> IdentifyPlayer(RequestOrigin origin, Fault absent)
    {
        var header = origin.Authorization;
        if (header.Count == 0) return absent;
        return header.Count == 1 && Credentials.TokenIn(header[0]!) is { } token && sessions.TryAuthenticate(token, out var player)
            ? player
            : Refusals.TokenInvalid;
    }

    bool IsHttpKey(string given) => Credentials.IsKey(given, _httpKey);
}
