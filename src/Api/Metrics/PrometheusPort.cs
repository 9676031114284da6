using KaosNet.Api.Operations;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;

namespace KaosNet.Api.Metrics;

/// <summary>Serves every metric of the server to Prometheus, on the port that <c>metrics.prometheus_port</c> names.</summary>
static class PrometheusPort
{
    /// <summary>Each operation has five series of its own, and there are some ninety operations.</summary>
    const int StreamsMax = 4000;

    static readonly double[] LatencyBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    public static void AddMetricsPort(this IServiceCollection services, FrontSettings settings)
    {
        if (settings.MetricsPort == 0) return;
        services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter("KaosNet.*", "System.Runtime", "Npgsql", "Microsoft.Orleans")
            .SetMaxMetricStreams(StreamsMax)
            .AddView(instrument => instrument.Name.Contains("latency", StringComparison.Ordinal)
                ? new ExplicitBucketHistogramConfiguration { Boundaries = LatencyBounds }
                : null)
            .AddPrometheusExporter(exporter =>
            {
                // Nakama's names are as they stand; a "_total" would break its dashboards.
                exporter.DisableTotalNameSuffixForCounters = true;
                exporter.ScopeInfoEnabled = false;
                exporter.TargetInfoEnabled = false;
                exporter.TranslationStrategy = PrometheusAspNetCoreTranslationStrategy.UnderscoreEscapingWithoutSuffixes;
            }));
    }

    /// <summary>Answers scrapes on the metrics port, whatever their path, and nothing else there.</summary>
    public static void UseMetricsPort(this WebApplication app, FrontSettings settings)
    {
        if (settings.MetricsPort == 0) return;
        app.MapWhen(context => context.Connection.LocalPort == settings.MetricsPort, metrics => metrics.UseOpenTelemetryPrometheusScrapingEndpoint(_ => true));
    }
}
