using System.Collections.Frozen;
using Microsoft.Extensions.Primitives;

namespace KaosNet.Api.Rest;

/// <summary>What pages of other origins may do (H70 to H76): anything a player can, but never with a browser's own credentials.</summary>
static class Cors
{
    static readonly StringValues Anywhere = "*";
    static readonly FrozenSet<string> Methods = FrozenSet.Create("GET", "HEAD", "POST", "PUT", "DELETE");
    static readonly FrozenSet<string> SimpleMethods = FrozenSet.Create("GET", "HEAD", "POST");
    static readonly FrozenSet<string> SimpleHeaders =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "Accept", "Accept-Language", "Content-Language", "Origin");
    static readonly FrozenDictionary<string, string> AskedHeaders = new[] { "Authorization", "Content-Type", "User-Agent" }
        .ToFrozenDictionary(name => name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds what the answer needs; true when the request was a preflight and is answered by that.</summary>
    public static bool Answers(HttpContext context)
    {
        var origin = context.Request.Headers.Origin;
        var isOptions = HttpMethods.IsOptions(context.Request.Method);
        if (origin.Count == 0 || origin[0]!.Length == 0) return isOptions;
        if (isOptions)
        {
            context.Response.StatusCode = Preflight(context);
            if (context.Response.StatusCode != StatusCodes.Status200OK) return true;
        }
        context.Response.Headers.AccessControlAllowOrigin = Anywhere;
        return isOptions;
    }

    static int Preflight(HttpContext context)
    {
        var asked = context.Request.Headers;
        if (asked.AccessControlRequestMethod.Count == 0) return StatusCodes.Status400BadRequest;
        var method = asked.AccessControlRequestMethod[0]!;
        if (!Methods.Contains(method)) return StatusCodes.Status405MethodNotAllowed;
        var granted = new List<string>();
        foreach (var name in asked.AccessControlRequestHeaders.SelectMany(header => header!.Split(',', StringSplitOptions.TrimEntries)))
        {
            if (name.Length == 0 || SimpleHeaders.Contains(name)) continue;
            if (!AskedHeaders.TryGetValue(name, out var canonical)) return StatusCodes.Status403Forbidden;
            granted.Add(canonical);
        }
        if (granted.Count > 0) context.Response.Headers.AccessControlAllowHeaders = string.Join(',', granted);
        if (!SimpleMethods.Contains(method)) context.Response.Headers.AccessControlAllowMethods = method;
        return StatusCodes.Status200OK;
    }
}
