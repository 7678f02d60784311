using Hansard.Engine.Diagnostics;
using Hansard.Server.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Hansard.Server.Observability;

/// <summary>
/// Logs to standard error, metrics at /metrics, and both metrics and traces to a collector where OTEL_EXPORTER_OTLP_ENDPOINT names one.
/// </summary>
internal static class ObservabilitySetup
{
    private const string CollectorVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Adds all of it.</summary>
    public static void AddObservability(this WebApplicationBuilder builder, LogOptions options)
    {
        builder.Logging.SetMinimumLevel(options.Level).AddFilter("Microsoft", LogLevel.Warning).AddFilter("System", LogLevel.Warning);

        // It takes what a client asks wrongly for a fault, and at its finest writes down what tools answer; those log their own faults.
        builder.Logging.AddFilter("ModelContextProtocol", LogLevel.None);

        // Its scope adds the path that was sent, and another request id than ours; ErrorMiddleware logs what it would.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        if (options.Format == "json") builder.Logging.AddJsonConsole(console => console.IncludeScopes = true);
        else
            builder.Logging.AddSimpleConsole(console =>
                (console.SingleLine, console.TimestampFormat, console.UseUtcTimestamp) = (true, "yyyy-MM-dd'T'HH:mm:ss'Z' ", true));
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);

        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("hansard"));
        telemetry.WithMetrics(metrics => metrics
            .AddMeter(ServerMetrics.Name, EngineMeter.Name)
            .AddView(MetricLabels.Of)
            .AddAspNetCoreInstrumentation()
            .AddHttpClientInstrumentation()
            .AddRuntimeInstrumentation()
            .AddPrometheusExporter());
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(CollectorVariable))) return;
        telemetry.WithTracing(
            traces => traces.AddSource(ServerMetrics.Name).AddAspNetCoreInstrumentation().AddHttpClientInstrumentation())
            .UseOtlpExporter();
    }

    /// <summary>Adds /metrics.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder routes) => routes.MapPrometheusScrapingEndpoint("/metrics");
}
