using System.Diagnostics.Metrics;
using System.Text;
using KaosNet.Api.Operations;

namespace KaosNet.Api.Metrics;

/// <summary>Serves every metric of the server to Prometheus, on the port that <c>metrics.prometheus_port</c> names.</summary>
static class PrometheusPort
{
    public static void AddMetricsPort(this IServiceCollection services, FrontSettings settings)
    {
        if (settings.MetricsPort == 0) return;
        services.AddSingleton<IMetricSource>(provider => provider.GetRequiredService<OperationMetrics>());
        services.AddSingleton<IMetricSource, DatabaseFigures>();
        services.AddSingleton<IMetricSource, ProcessFigures>();
        services.AddSingleton<IMetricSource>(provider => new MeterFigures(provider.GetRequiredService<TimeProvider>(), provider.GetService<IMeterFactory>()));
    }

    /// <summary>Answers scrapes on the metrics port, whatever their path, and nothing else there.</summary>
    public static void UseMetricsPort(this WebApplication app, FrontSettings settings)
    {
        if (settings.MetricsPort == 0) return;
        // Made here, so that they count from the first request on.
        var sources = app.Services.GetServices<IMetricSource>().ToArray();
        app.MapWhen(context => context.Connection.LocalPort == settings.MetricsPort, metrics => metrics.Run(context => Answer(context, settings, sources)));
    }

    static async Task Answer(HttpContext context, FrontSettings settings, IMetricSource[] sources)
    {
        context.Response.Headers.AccessControlAllowOrigin = "*";
        var isHead = HttpMethods.IsHead(context.Request.Method);
        if (!isHead && !HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        if (isHead) return;
        var page = new MetricsPage(settings);
        foreach (var source in sources) source.Write(page);
        foreach (var chunk in page.Text.GetChunks()) Encoding.UTF8.GetBytes(chunk.Span, context.Response.BodyWriter);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
