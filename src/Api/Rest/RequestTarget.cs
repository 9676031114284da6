using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace KaosNet.Api.Rest;

/// <summary>What a request asks for, from its request line as sent: the server's own reading of it decodes and cleans too much or too little.</summary>
static class RequestTarget
{
    /// <summary>The request line's target, as sent.</summary>
    public static string Of(HttpContext context)
    {
        var raw = context.Features.Get<IHttpRequestFeature>()?.RawTarget;
        if (string.IsNullOrEmpty(raw)) raw = context.Request.Path.ToUriComponent() + context.Request.QueryString.Value;
        if (raw.Length > 0 && raw[0] == '/') return raw;
        // The absolute form, as sent to proxies: only path and query count.
        var authority = raw.IndexOf("://", StringComparison.Ordinal);
        if (authority < 0) return "/";
        var path = raw.AsSpan(authority + 3).IndexOfAny('/', '?');
        if (path < 0) return "/";
        var target = raw[(authority + 3 + path)..];
        return target[0] == '/' ? target : "/" + target;
    }

    /// <summary>The path as sent, without the query.</summary>
    public static ReadOnlySpan<char> PathOf(string target)
    {
        var query = target.IndexOf('?');
        return query < 0 ? target : target.AsSpan(0, query);
    }

    /// <summary>The query as sent, without its question mark.</summary>
    public static ReadOnlySpan<char> QueryOf(string target)
    {
        var query = target.IndexOf('?');
        return query < 0 ? [] : target.AsSpan(query + 1);
    }

    /// <summary>
    /// The path without empty, <c>.</c> and <c>..</c> segments (H2); the very same instance when there are none. A slash at the end stays.
    /// </summary>
    public static string Clean(string path)
    {
        if (!path.Contains("//", StringComparison.Ordinal) && !path.Contains("/.", StringComparison.Ordinal)) return path;
        var kept = new List<string>();
        foreach (var segment in path.Split('/'))
        {
            if (segment is "" or ".") continue;
            if (segment != "..") kept.Add(segment);
            else if (kept.Count > 0) kept.RemoveAt(kept.Count - 1);
        }
        var cleaned = new StringBuilder("/").AppendJoin('/', kept);
        if (path.EndsWith('/') && kept.Count > 0) cleaned.Append('/');
        var result = cleaned.ToString();
        return result == path ? path : result;
    }
}
