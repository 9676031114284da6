using Grpc.AspNetCore.Server.Model;
using KaosNet.Api.Configuration;
using KaosNet.Api.Grpc;
using KaosNet.Api.Health;
using KaosNet.Api.Hosting;
using KaosNet.Api.Metrics;
using KaosNet.Api.OpenApi;
using KaosNet.Api.Rest;
using KaosNet.Realtime.Scripts;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KaosNet.Api.Operations;

/// <summary>Puts the client API into a web application: every operation of the features over every transport.</summary>
public static class Front
{
    /// <summary>Go counts a request line as a header and grants this much beyond the limit; clients may rely on it.</summary>
    const int HeaderBytesMax = 5120 + 4096;

    const double BytesPerSecondMin = 240;

    /// <summary>Paths that the client API leaves to others.</summary>
    static readonly string[] OtherPaths = ["/swagger", "/openapi", "/healthz"];

    /// <summary>Adds the features' services and what serves their operations.</summary>
    public static IServiceCollection AddFront(this IServiceCollection services, FrontSettings settings, IReadOnlyList<IFeature> features)
    {
        foreach (var feature in features) feature.AddServices(services);
        services.AddSingleton(settings).AddSingleton(OperationRegistry.Of(features));
        services.AddSingleton<Authentication>().AddSingleton<OperationPipeline>().AddSingleton<OperationMetrics>().AddSingleton<IRpcFigures>(provider => provider.GetRequiredService<OperationMetrics>()).AddSingleton<RestFront>();
        services.AddSingleton(provider => new HookNames(
            [.. provider.GetRequiredService<OperationRegistry>().All.Where(operation => operation.TakesHooks).Select(operation => operation.Name)]));
        services.TryAddSingleton<RateLimits>();
        services.AddMetricsPort(settings);
        services.AddSingleton(new ServerLink("API explorer", "/swagger"));
        services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = settings.RequestBytesMax;
            grpc.EnableDetailedErrors = false;
        });
        services.AddSingleton<NakamaService>().AddSingleton<IServiceMethodProvider<NakamaService>, OperationMethods>();
        services.TryAddSingleton(TimeProvider.System);
        return services;
    }

    /// <summary>Serves the client API. What it does not know is answered by it too, so what is to come after must be one of the paths it leaves out.</summary>
    public static WebApplication UseFront(this WebApplication app)
    {
        var front = app.Services.GetRequiredService<RestFront>();
        app.UseMetricsPort(app.Services.GetRequiredService<FrontSettings>());
        app.Use(next => context => front.Handle(context, next, IsOther));
        app.UseExplorer();
        app.UseProbes();
        app.UseRouting();
        app.MapGrpcService<NakamaService>();
        return app;
    }

    /// <summary>The listeners' limits (parity section 1.1).</summary>
    public static void Limit(KestrelServerLimits limits, FrontSettings settings)
    {
        limits.MaxRequestHeadersTotalSize = HeaderBytesMax;
        limits.MaxRequestLineSize = HeaderBytesMax;
        limits.KeepAliveTimeout = settings.IdleTimeout;
        limits.RequestHeadersTimeout = settings.ReadTimeout;
        limits.MinRequestBodyDataRate = new MinDataRate(BytesPerSecondMin, Patience(settings.ReadTimeout));
        limits.MinResponseDataRate = new MinDataRate(BytesPerSecondMin, Patience(settings.WriteTimeout));
    }

    /// <summary>The front's part of the server's settings.</summary>
    public static FrontSettings SettingsOf(KaosSettings settings) => new()
    {
        NodeName = settings.Name,
        ServerKey = settings.Socket.ServerKey,
        HttpKey = settings.Runtime.HttpKey,
        RequestBytesMax = (int)Math.Min(settings.Socket.MaxRequestSizeBytes, 256 * 1024 * 1024),
        ReadTimeout = TimeSpan.FromMilliseconds(settings.Socket.ReadTimeoutMs),
        WriteTimeout = TimeSpan.FromMilliseconds(settings.Socket.WriteTimeoutMs),
        IdleTimeout = TimeSpan.FromMilliseconds(settings.Socket.IdleTimeoutMs),
        ResponseHeaders = [.. settings.Socket.ResponseHeaders.Select(HeaderOf)],
        ProxyCount = settings.Socket.ProxyCount,
        RequestsPerSecond = settings.RateLimit.RequestsPerSec,
        RequestBurst = settings.RateLimit.Burst,
        MetricsPrefix = settings.Metrics.Prefix,
        MetricsNamespace = settings.Metrics.Namespace,
        MetricsPort = settings.Metrics.PrometheusPort,
    };

    /// <summary>A connection that is slower than <see cref="BytesPerSecondMin"/> for this long is closed; the server looks once a second.</summary>
    static TimeSpan Patience(TimeSpan timeout) => timeout > TimeSpan.FromSeconds(2) ? timeout : TimeSpan.FromSeconds(2);

    static bool IsOther(PathString path)
    {
        foreach (var other in OtherPaths)
            if (path.StartsWithSegments(other, StringComparison.Ordinal)) return true;
        return false;
    }

    static KeyValuePair<string, string> HeaderOf(string setting)
    {
        var equals = setting.IndexOf('=', StringComparison.Ordinal);
        return equals <= 0
            ? throw new SettingsRefusedException($"socket.response_headers: \"{setting}\" is not key=value.")
            : new(setting[..equals].Trim(), setting[(equals + 1)..].Trim());
    }
}
