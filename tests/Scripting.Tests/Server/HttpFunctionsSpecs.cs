using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using KaosNet.Modules;
using KaosNet.Scripting.Server;
using KaosNet.Scripting.Tests.Nk;
using KaosNet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Scripting.Tests.Server;

/// <summary>Calls of other services from modules, against a stand-in that shows what it was sent.</summary>
public sealed class HttpFunctionsSpecs(HttpFunctionsSpecs.StandIn stand) : IClassFixture<HttpFunctionsSpecs.StandIn>
{
    [Theory]
    [InlineData("get")]
    [InlineData("POST")]
    [InlineData("Put")]
    [InlineData("patch")]
    [InlineData("delete")]
    public async Task a_call_sends_what_it_was_given(string method)
    {
        var seen = await Say($"local code, headers, body = nk.http_request(payload .. '/echo?a=b', '{method}', {{ ['X-Game'] = 'kaos', ['Content-Type'] = 'text/x' }}, 'hello')\n" +
            "return code .. ' ' .. headers['X-Many'] .. ' ' .. headers['Content-Type'] .. ' ' .. body");
        seen.ShouldBe($"200 one application/x-echo {method.ToUpperInvariant()} /echo?a=b kaos text/x hello");
    }

    [Fact]
    public async Task head_has_no_body() => (await Say("local code, headers, body = nk.http_request(payload .. '/echo', 'head', {})\nreturn code .. headers['X-Many'] .. #body")).ShouldBe("200one0");

    [Fact]
    public async Task bytes_cross_as_they_are() =>
        (await Say("local _, _, body = nk.http_request(payload .. '/bytes', 'post', {}, '\\0\\255\"\\\\\\n\\200')\nreturn nk.base16_encode(body)")).ShouldBe("00ff225c0ac8");

    [Fact]
    public async Task errors_of_the_other_side_are_answers() => (await Say("return tostring(nk.http_request(payload .. '/absent', 'get', {}))")).ShouldBe("404");

    [Fact]
    public async Task redirects_are_followed_as_the_web_has_it()
    {
        (await Say("local _, _, body = nk.http_request(payload .. '/redirect/10', 'post', { ['X-Game'] = 'kaos' }, 'hello')\nreturn body")).ShouldBe("GET /echo kaos  ");
        (await Say("local _, _, body = nk.http_request(payload .. '/repeat', 'post', { ['X-Game'] = 'kaos' }, 'hello')\nreturn body")).ShouldBe("POST /echo kaos  hello");
        (await Refused("payload .. '/redirect/11', 'get', {}")).ShouldBe("HTTP request error: stopped after 10 redirects");
        (await Refused("payload .. '/file', 'get', {}")).ShouldBe("HTTP request error: unsupported protocol scheme \"file\"");
        // Another host is not told what is the first one's secret.
        (await Say("local _, _, body = nk.http_request(payload .. '/elsewhere', 'get', { Authorization = 'secret', ['X-Game'] = 'kaos' })\nreturn body")).ShouldBe("GET /echo kaos  ");
    }

    [Fact]
    public async Task what_makes_no_sense_is_refused()
    {
        (await Refused("'', 'get', {}")).ShouldBe("bad argument #1 to http_request (expects URL string)");
        (await Refused("payload, 'get'")).ShouldBe("bad argument #3 to http_request (table expected, got nil)");
        (await Refused("payload, 'get', { x = 1 }")).ShouldBe("bad argument #3 to http_request (expects keys and values to be strings)");
        (await Refused("payload, 'brew', {}")).ShouldBe("expects method to be one of: 'get', 'post', 'put', 'patch', 'delete', 'head'");
        (await Refused("payload, 'get', { ['X-Bad'] = 'a\\nb' }")).ShouldBe("HTTP request error: invalid header field value for \"X-Bad\"");
        (await Refused("'ftp://localhost/x', 'get', {}")).ShouldBe("HTTP request error: unsupported protocol scheme \"ftp\"");
        (await Refused("'file:///etc/hostname', 'get', {}")).ShouldBe("HTTP request error: unsupported protocol scheme \"file\"");
        (await Refused("'nowhere', 'get', {}")).ShouldBe("HTTP request error: invalid URL");
    }

    [Fact]
    public async Task a_call_ends_within_its_bounds()
    {
        (await Refused("payload .. '/never', 'get', {}, '', 50")).ShouldBe("HTTP request error: no answer within 50 ms");
        (await Refused("payload .. '/never', 'get', {}, '', 60000", new() { TimeMax = TimeSpan.FromMilliseconds(60) })).ShouldBe("HTTP request error: no answer within 60 ms");
        (await Refused("payload .. '/large', 'get', {}", new() { ReplyBytesMax = 1000 })).ShouldBe("HTTP request error: answer is larger than 1000 bytes");
        (await Say("return tostring(nk.http_request(payload .. '/large', 'get', {}, '', -1))", new() { ReplyBytesMax = 2000 })).ShouldBe("200");
    }

    [Fact]
    public async Task calls_at_once_are_bounded()
    {
        await using var services = Services(new() { CallsMax = 1 });
        var calls = services.GetRequiredService<HttpCalls>();
        using var gone = new CancellationTokenSource();
        var first = calls.Send($"{stand.Address}/never?turn", "get", new Dictionary<string, string>(), default, 30_000, false, gone.Token).AsTask();
        await Eventually.Is(() => stand.Asked.Contains("/never?turn"));
        // The second one waits for its turn within its own time, and nobody hears of it.
        (await Should.ThrowAsync<RefusedException>(calls.Send($"{stand.Address}/echo?second", "get", new Dictionary<string, string>(), default, 50, false, default).AsTask()))
            .Message.ShouldBe("HTTP request error: no answer within 50 ms");
        stand.Asked.ShouldNotContain("/echo?second");
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);
        (await calls.Send($"{stand.Address}/echo", "get", new Dictionary<string, string>(), default, 30_000, false, default)).Code.ShouldBe(200);
    }

    [Fact]
    public async Task blocked_addresses_are_out_of_reach_by_name_and_redirect_too()
    {
        HttpSettings.TryParse("private", out var networks).ShouldBeTrue();
        var settings = new HttpSettings { Blocked = networks };
        (await Refused("payload .. '/echo', 'get', {}", settings)).ShouldBe("HTTP request error: 127.0.0.1 is blocked by runtime.http_blocked_addresses");
        (await Refused("payload:gsub('127.0.0.1', 'localhost') .. '/echo', 'get', {}", settings)).ShouldBe("HTTP request error: localhost is blocked by runtime.http_blocked_addresses");
        foreach (var address in new[] { "10.1.2.3", "172.31.0.1", "192.168.1.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "fd00::1", "fe80::1", "0.0.0.0" })
            settings.Blocks(IPAddress.Parse(address)).ShouldBeTrue(address);
        foreach (var address in new[] { "1.1.1.1", "172.32.0.1", "2606:4700::1111" }) settings.Blocks(IPAddress.Parse(address)).ShouldBeFalse(address);
        HttpSettings.TryParse("10.0.0.0/8", out _).ShouldBeTrue();
        HttpSettings.TryParse("10.1.2.3", out var one).ShouldBeTrue();
        one!.ShouldHaveSingleItem().ToString().ShouldBe("10.1.2.3/32");
        HttpSettings.TryParse("somewhere", out _).ShouldBeFalse();
    }

    [Fact]
    public void javascript_gets_all_values_of_a_header_and_a_text()
    {
        using var services = Services(null);
        using var bench = new JavaScriptBench(services);
        bench.Run($"const reply = nk.httpRequest('{stand.Address}/echo', 'post', undefined, 'ü'); return [reply.code, reply.headers['X-Many'], reply.body];")
            .ShouldBe("""[200,["one","two"],"POST /echo   ü"]""");
        JsonDocument.Parse(bench.Run($"return error_of(() => nk.httpRequest('{stand.Address}', 'brew'));")).RootElement.GetString()
            .ShouldBe("expects method to be one of: 'get', 'post', 'put', 'patch', 'delete', 'head'");
    }

    private async Task<string> Refused(string arguments, HttpSettings? settings = null) => await Say($"return (select(2, pcall(nk.http_request, {arguments})))", settings);

    private async Task<string> Say(string body, HttpSettings? settings = null)
    {
        await using var services = Services(settings);
        using var bench = ModuleBench.OfFunction(body, services);
        return await bench.Say(payload: stand.Address);
    }

    private static ServiceProvider Services(HttpSettings? settings) => new ServiceCollection().AddSingleton(_ => new HttpCalls(settings ?? new())).BuildServiceProvider();

    /// <summary>A service that tells what it was asked, one connection for each answer.</summary>
    public sealed class StandIn : IAsyncLifetime
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly ConcurrentBag<TcpClient> _clients = [];
        private Task _serving = Task.CompletedTask;

        /// <summary>What was asked for so far.</summary>
        public ConcurrentQueue<string> Asked { get; } = [];

        public string Address => $"http://127.0.0.1:{Port}";

        private int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public ValueTask InitializeAsync()
        {
            _listener.Start();
            _serving = Serve();
            return ValueTask.CompletedTask;
        }

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await _serving;
            foreach (var client in _clients) client.Dispose();
        }

        private async Task Serve()
        {
            try
            {
                while (true)
                {
                    var client = await _listener.AcceptTcpClientAsync();
                    _clients.Add(client);
                    _ = Answer(client);
                }
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
            {
            }
        }

        private async Task Answer(TcpClient client)
        {
            try
            {
                var stream = client.GetStream();
                var head = new List<byte>();
                var one = new byte[1];
                while (!head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
                {
                    if (await stream.ReadAsync(one) == 0) return;
                    head.Add(one[0]);
                }

                var lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
                var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.OrdinalIgnoreCase);
                var body = new byte[int.Parse(headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture)];
                await stream.ReadExactlyAsync(body);
                var (method, path) = (lines[0].Split(' ')[0], lines[0].Split(' ')[1]);
                Asked.Enqueue(path);
                if (path.StartsWith("/never", StringComparison.Ordinal)) return;
                var (status, more, answer) = AnswerTo(method, path, headers, body);
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {answer.Length}\r\n{more}\r\n"));
                if (method != "HEAD") await stream.WriteAsync(answer);
                client.Client.Shutdown(SocketShutdown.Send);
            }
            catch (Exception gone) when (gone is IOException or ObjectDisposedException or SocketException)
            {
                // The other side has given up, or the test is over.
            }
        }

        private (string Status, string Headers, byte[] Body) AnswerTo(string method, string path, Dictionary<string, string> headers, byte[] body)
        {
            string Header(string name) => headers.GetValueOrDefault(name, "");
            if (path.StartsWith("/redirect/", StringComparison.Ordinal))
            {
                var left = int.Parse(path["/redirect/".Length..], CultureInfo.InvariantCulture) - 1;
                return ("302 Found", left == 0 ? "location: /echo\r\n" : $"location: /redirect/{left}\r\n", []);
            }

            return path switch
            {
                "/echo" or "/echo?a=b" => (
                    "200 OK", "x-many: one\r\nx-many: two\r\ncontent-type: application/x-echo\r\n",
                    Encoding.UTF8.GetBytes($"{method} {path} {Header("X-Game")} {Header("Authorization")}{Header("Content-Type")} {Encoding.UTF8.GetString(body)}")),
                "/bytes" => ("200 OK", "", body),
                "/large" => ("200 OK", "", new byte[2000]),
                "/repeat" => ("307 Temporary Redirect", "location: /echo\r\n", []),
                "/elsewhere" => ("302 Found", $"location: http://localhost:{Port}/echo\r\n", []),
                "/file" => ("302 Found", "location: file:///etc/hostname\r\n", []),
                _ => ("404 Not Found", "", []),
            };
        }
    }
}
