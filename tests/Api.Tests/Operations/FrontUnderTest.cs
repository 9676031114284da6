using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using KaosNet.Api.Health;
using KaosNet.Api.Operations;
using KaosNet.Api.Rpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Api.Tests.Operations;

/// <summary>The front with probe operations on a real server and free ports; no database.</summary>
public sealed class FrontUnderTest : IAsyncDisposable
{
    readonly WebApplication _app;

    FrontUnderTest(WebApplication app)
    {
        _app = app;
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(text => new Uri(text)).ToList();
        (Address, GrpcAddress) = (addresses[0], addresses[1]);
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
    }

    public Uri Address { get; }

    public Uri GrpcAddress { get; }

    public HttpClient Client { get; }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public static async Task<FrontUnderTest> Start(FrontSettings? settings = null, Action<IServiceCollection>? services = null)
    {
        settings ??= new();
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            Front.Limit(kestrel.Limits, settings);
            kestrel.Listen(IPAddress.Loopback, 0, listener => listener.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listener => listener.Protocols = HttpProtocols.Http2);
            if (settings.MetricsPort > 0) kestrel.Listen(IPAddress.Loopback, settings.MetricsPort);
        });
        builder.Services.AddRoutingCore();
        services?.Invoke(builder.Services);
        builder.Services.AddFront(settings, [new Probe(), new HealthFeature(), new RpcFeature()]);
        var app = builder.Build();
        app.UseFront();
        await app.StartAsync();
        return new(app);
    }

    /// <summary>Sends a request as the player whose name is in the token, or as nobody.</summary>
    public Task<HttpResponseMessage> Send(string method, string path, string? body = null, string? player = "ann", Action<HttpRequestMessage>? with = null)
    {
        // As written: escapes that are broken on purpose stay so.
        var target = new Uri(Address.GetLeftPart(UriPartial.Authority) + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(new HttpMethod(method), target);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (player is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "token-" + player);
        with?.Invoke(request);
        return Client.SendAsync(request);
    }

    /// <summary>Sends text as it is and answers all that comes back until the server closes, which the request should ask for.</summary>
    public async Task<string> SendRaw(string request, Encoding? encoding = null)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(Address.Host, Address.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync((encoding ?? Encoding.UTF8).GetBytes(request.ReplaceLineEndings("\r\n")));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await reader.ReadToEndAsync(patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}

/// <summary>What specs ask of answers.</summary>
public static class Answers
{
    public static async Task ShouldBe(this Task<HttpResponseMessage> sending, int status, string body)
    {
        using var response = await sending;
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode, text).ShouldBe((status, body));
    }

    public static Task ShouldBeFault(this Task<HttpResponseMessage> sending, int status, int code, string message) =>
        sending.ShouldBe(status, $$"""{"code":{{code}},"message":"{{message}}"}""");

    /// <summary>For refusals whose text comes from a decoder: only status and code are promised (H33).</summary>
    public static async Task ShouldBeFaultOf(this Task<HttpResponseMessage> sending, int status, int code)
    {
        using var response = await sending;
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(status, text);
        text.ShouldStartWith($$"""{"code":{{code}},"message":""");
    }

    public static string? Header(this HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : null;
}
