using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using KaosNet.Modules;
using KaosNet.Modules.Utilities;

namespace KaosNet.Scripting.Server;

/// <summary>Calls of other services by modules: bounded in time, size and number, and kept away from what the operator blocks, also by names and redirects.</summary>
public sealed class HttpCalls : IDisposable
{
    private static readonly Dictionary<string, HttpMethod> Methods = new(StringComparer.OrdinalIgnoreCase)
    {
        ["get"] = HttpMethod.Get, ["post"] = HttpMethod.Post, ["put"] = HttpMethod.Put, ["patch"] = HttpMethod.Patch, ["delete"] = HttpMethod.Delete,
        ["head"] = HttpMethod.Head,
    };

    /// <summary>What the call itself decides.</summary>
    private static readonly HashSet<string> OwnHeaders = new(StringComparer.OrdinalIgnoreCase) { "Content-Length", "Host", "Transfer-Encoding", "Connection" };

    /// <summary>What is meant for one host alone.</summary>
    private static readonly HashSet<string> HostHeaders = new(StringComparer.OrdinalIgnoreCase) { "Authorization", "Cookie", "Proxy-Authorization" };

    private readonly HttpSettings _settings;
    private readonly HttpClient _secure;
    private readonly HttpClient _insecure;
    private readonly SemaphoreSlim _turns;

    public HttpCalls(HttpSettings settings)
    {
        _settings = settings;
        _turns = new(settings.CallsMax);
        _secure = new(Handler(insecure: false)) { Timeout = Timeout.InfiniteTimeSpan };
        _insecure = new(Handler(insecure: true)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Calls and waits for the answer.</summary>
    /// <exception cref="RefusedException">There is no answer, or none within the bounds.</exception>
    public async ValueTask<HttpReply> Send(
        string url, string method, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> body, int timeoutMs, bool insecure, CancellationToken cancel)
    {
        if (!Methods.TryGetValue(method, out var verb))
            throw new RefusedException(StatusCode.InvalidArgument, "expects method to be one of: 'get', 'post', 'put', 'patch', 'delete', 'head'");
        if (!Uri.TryCreate(url, UriKind.Absolute, out var target)) throw Failed("invalid URL");
        var allowed = TimeSpan.FromMilliseconds(Math.Min(timeoutMs <= 0 ? 5000 : timeoutMs, _settings.TimeMax.TotalMilliseconds));
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        late.CancelAfter(allowed);
        try
        {
            await _turns.WaitAsync(late.Token);
            try
            {
                return await Follow(new(target, verb, new Dictionary<string, string>(headers, StringComparer.OrdinalIgnoreCase), body), insecure ? _insecure : _secure, late.Token);
            }
            finally
            {
                _turns.Release();
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw Failed($"no answer within {allowed.TotalMilliseconds} ms", StatusCode.DeadlineExceeded);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or SocketException or InvalidDataException)
        {
            throw Failed(Innermost(failure));
        }
    }

    public void Dispose()
    {
        _secure.Dispose();
        _insecure.Dispose();
        _turns.Dispose();
    }

    private async ValueTask<HttpReply> Follow(HttpCall call, HttpClient client, CancellationToken cancel)
    {
        for (var redirects = 0; ; redirects++)
        {
            if (call.Url.Scheme is not ("http" or "https")) throw Failed($"unsupported protocol scheme \"{call.Url.Scheme}\"");
            using var request = Request(call);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            if (_settings.RedirectsMax == 0 || Redirected(call, response) is not { } next) return await Reply(response, cancel);
            if (redirects == _settings.RedirectsMax) throw Failed($"stopped after {_settings.RedirectsMax} redirects");
            call = next;
        }
    }

    private static HttpRequestMessage Request(HttpCall call)
    {
        var request = new HttpRequestMessage(call.Method, call.Url);
        if (!call.Body.IsEmpty) request.Content = new ReadOnlyMemoryContent(call.Body);
        if (call.Url.UserInfo.Length > 0)
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(call.Url.UserInfo))));
        foreach (var (name, value) in call.Headers)
        {
            if (OwnHeaders.Contains(name)) continue;
            if (name.Length == 0 || value.AsSpan().ContainsAny('\r', '\n', '\0')) throw Failed($"invalid header field value for \"{name}\"");
            if (request.Headers.TryAddWithoutValidation(name, value)) continue;
            request.Content ??= new ReadOnlyMemoryContent(default);
            if (!request.Content.Headers.TryAddWithoutValidation(name, value)) throw Failed($"invalid header field name \"{name}\"");
        }

        return request;
    }

    /// <summary>Where an answer sends on to; what was asked becomes a plain question unless the answer says to repeat it.</summary>
    private static HttpCall? Redirected(HttpCall call, HttpResponseMessage response)
    {
        if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location) return null;
        var url = new Uri(call.Url, location);
        var next = call with { Url = url };
        if ((int)response.StatusCode < 307 && call.Method != HttpMethod.Head)
        {
            next = next with
            {
                Method = HttpMethod.Get, Body = default,
                Headers = Without(next.Headers, name => name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)),
            };
        }

        return url.Authority == call.Url.Authority ? next : next with { Headers = Without(next.Headers, HostHeaders.Contains) };
    }

    private static Dictionary<string, string> Without(Dictionary<string, string> headers, Func<string, bool> isLeftOut) =>
        new(headers.Where(header => !isLeftOut(header.Key)), StringComparer.OrdinalIgnoreCase);

    private async ValueTask<HttpReply> Reply(HttpResponseMessage response, CancellationToken cancel)
    {
        var headers = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers)) headers[Canonical(name)] = [.. values];
        using var body = new MemoryStream();
        await using var stream = await response.Content.ReadAsStreamAsync(cancel);
        var piece = new byte[16 * 1024];
        for (int read; (read = await stream.ReadAsync(piece, cancel)) > 0;)
        {
            if (body.Length + read > _settings.ReplyBytesMax) throw Failed($"answer is larger than {_settings.ReplyBytesMax} bytes", StatusCode.ResourceExhausted);
            body.Write(piece, 0, read);
        }

        return new((int)response.StatusCode, headers, body.ToArray());
    }

    /// <summary>Names as <c>Content-Type</c>, however the other side writes them.</summary>
    private static string Canonical(string name) =>
        string.Join('-', name.Split('-').Select(word => word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..].ToLowerInvariant()));

    private SocketsHttpHandler Handler(bool insecure)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.GZip,
            UseCookies = false,
            // A proxy would connect to where we must not.
            UseProxy = _settings.Blocked.Count == 0,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectCallback = Connect,
        };
#pragma warning disable CA5359 // the module asked for it
        if (insecure) handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        return handler;
    }

    /// <summary>Looks at addresses, not at names: at every connection, so at redirects too.</summary>
    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var host = context.DnsEndPoint.Host;
        var addresses = IPAddress.TryParse(host, out var only) ? [only] : await Dns.GetHostAddressesAsync(host, cancel);
        var open = addresses.Where(address => !_settings.Blocks(address)).ToArray();
        if (open.Length == 0) throw new HttpRequestException($"{host} is blocked by runtime.http_blocked_addresses");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(open, context.DnsEndPoint.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string Innermost(Exception failure)
    {
        while (failure.InnerException is { } inner) failure = inner;
        return failure.Message.TrimEnd('.');
    }

    private static RefusedException Failed(string cause, StatusCode code = StatusCode.Unavailable) => new(code, "HTTP request error: " + cause);

    private sealed record HttpCall(Uri Url, HttpMethod Method, Dictionary<string, string> Headers, ReadOnlyMemory<byte> Body);
}
