using System.Security.Cryptography;
using System.Text;
using KaosNet.Api.Operations;
using KaosNet.Api.Rest;
using KaosNet.Api.Sockets.Listening;
using KaosNet.Realtime.Sessions;
using Microsoft.AspNetCore.Http.Features;

namespace KaosNet.Api.Sockets;

/// <summary>
/// Accepts and authenticates realtime sockets at <c>/ws</c> (parity realtime.md 1.1): format, then token, then the upgrade; refusals are plain HTTP
/// with a short text. What comes after is <see cref="SocketServer"/>'s.
/// </summary>
sealed class SocketEndpoint(ISessionAuthenticator authenticator, SocketServer sockets, FrontSettings front)
{
    const string Path = "/ws";
    const string BearerScheme = "Bearer ";

    /// <summary>Of RFC 6455, section 1.3.</summary>
    const string AcceptSuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <summary>Serves the request when it is for a socket, otherwise passes it on.</summary>
    public Task Handle(HttpContext context, RequestDelegate next) =>
        context.Request.Path.Value == Path && HttpMethods.IsGet(context.Request.Method) ? Accept(context) : next(context);

    async Task Accept(HttpContext context)
    {
        var query = context.Request.Query;
        if (SocketFormat.Named(query["format"]) is not { } format)
        {
            await Refuse(context, StatusCodes.Status400BadRequest, "Invalid format parameter");
            return;
        }

        if (TokenOf(context) is not { } token || !authenticator.TryAuthenticate(token, out var player))
        {
            await Refuse(context, StatusCodes.Status401Unauthorized, "Missing or invalid token");
            return;
        }

        if (UpgradeKey(context) is not { } key)
        {
            await Refuse(context, StatusCodes.Status400BadRequest, "Bad Request");
            return;
        }

        var opening = SessionOpenings.Of(player, format, query["status"], query["lang"], ClientAddress.Of(context, front.ProxyCount));
        context.Response.Headers.SecWebSocketAccept = AcceptOf(key);
        context.Response.Headers.Upgrade = "websocket";
        context.Response.Headers.Connection = "Upgrade";
        var connection = await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
        if (context.Features.Get<ILeavingConnection>() is { } leaving)
        {
            sockets.Start(leaving.Leave(), opening);
            return;
        }

        await using (connection) await sockets.Serve(connection, opening, context.Abort);
    }

    /// <summary>The header wins over the parameter, also when it is no good.</summary>
    static string? TokenOf(HttpContext context)
    {
        var headers = context.Request.Headers.Authorization;
        if (headers.Count == 0 || headers[0] is not { Length: > 0 } header) return context.Request.Query["token"];
        return header.StartsWith(BearerScheme, StringComparison.Ordinal) ? header[BearerScheme.Length..] : null;
    }

    /// <summary>The client's key when the request is a good upgrade, else null.</summary>
    static string? UpgradeKey(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true }) return null;
        if (!Has(headers.Upgrade, "websocket") || !Has(headers.Connection, "upgrade") || headers.SecWebSocketVersion != "13") return null;
        string? key = headers.SecWebSocketKey;
        Span<byte> decoded = stackalloc byte[16];
        return key is { Length: 24 } && Convert.TryFromBase64String(key, decoded, out var length) && length == 16 ? key : null;
    }

    static bool Has(Microsoft.Extensions.Primitives.StringValues header, string token) =>
        header.Any(value => value!.Split(',', StringSplitOptions.TrimEntries).Contains(token, StringComparer.OrdinalIgnoreCase));

    static string AcceptOf(string key)
    {
#pragma warning disable CA5350 // The handshake is defined so; nothing is kept secret by it.
        return Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + AcceptSuffix)));
#pragma warning restore CA5350
    }

    static Task Refuse(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text);
    }
}
