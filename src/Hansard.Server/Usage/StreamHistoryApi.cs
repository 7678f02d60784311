using System.Globalization;
using Hansard.Server.Contract;
using Hansard.Server.Http;
using Hansard.Server.OpenApi;
using Hansard.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Usage;

/// <summary>GET /v1/concurrent-streams-history.</summary>
internal static class StreamHistoryApi
{
    private const string Speech = "stt";
    private const string Synthesis = "tts";

    // The longest window of each period: the hosted service's for minutes, and a leap year's days.
    private static readonly Dictionary<string, TimeSpan> Longest = new(StringComparer.Ordinal)
    {
        ["60"] = TimeSpan.FromDays(7),
        ["3600"] = TimeSpan.FromDays(92),
        ["86400"] = TimeSpan.FromDays(366),
    };

    /// <summary>Adds the route.</summary>
    public static void MapStreamHistory(this IEndpointRouteBuilder routes) => routes
        .MapGet("/concurrent-streams-history", History)
        .Ok<StreamHistoryResponse>("Live sessions at once, by minutes, hours or days")
        .Query(
            new QueryParameter("start_time", "string", true, "Periods that start from then on: ISO 8601 in UTC."),
            new QueryParameter("end_time", "string", true, "Periods that start before; 7 days of minutes at most, 92 of hours."),
            new QueryParameter("period_sec", "string", true, "60, 3600 or 86400."),
            new QueryParameter("kind", "string", true, "stt, or tts, of which there is nothing."));

    private static IResult History(HttpContext context, IUsageStore usage, IServiceProvider services, TimeProvider clock)
    {
        var query = context.Request.Query;
        var (period, kind) = (query["period_sec"].ToString(), query["kind"].ToString());
        var errors = new ValidationErrors();
        if (!Longest.TryGetValue(period, out var longest))
            errors.Add(new("invalid_value", "query.period_sec", "'period_sec' must be 60, 3600 or 86400."));
        if (kind is not (Speech or Synthesis)) errors.Add(new("invalid_value", "query.kind", $"'kind' must be {Speech} or {Synthesis}."));
        if (errors.Count > 0) throw ApiException.Invalid(errors);
        var window = TimeWindow.Read(query);
        if (window.To - window.From > longest.TotalMilliseconds)
        {
            throw ApiException.Invalid(
                "invalid_value", "query.end_time",
                $"The window has more than {longest.TotalDays:0} days, the most for periods of {period} seconds: ask for less at a time.");
        }

        var seconds = int.Parse(period, CultureInfo.InvariantCulture);
        var length = seconds * 1000L;
        var first = (window.From + length - 1) / length * length;
        var count = (int)Math.Max(0, (window.To - first + length - 1) / length);
        var sessions = kind == Speech ? Sessions(context.Project().Id, first, first + count * length, usage, services, clock) : [];
        return Reply.Json(new StreamHistoryResponse(
            kind, [.. StreamHistory.Of(sessions, first, count, length).Select(each => Entry(each, seconds))]));
    }

    private static List<SessionTime> Sessions(
        string project, long from, long to, IUsageStore usage, IServiceProvider services, TimeProvider clock)
    {
        // Before the log is read, so that one that ends meanwhile is not missed; for a moment, it may count twice.
        var now = clock.Milliseconds();
        var running = services.GetService<IRunningSessions>()?.StartsOf(project).Select(start => new SessionTime(start, now)) ?? [];
        return [.. running, .. usage.Sessions(project, from, to)];
    }

    private static StreamHistoryEntry Entry(StreamPeriod period, int seconds) => new()
    {
        PeriodStart = Timestamp.ToIso(period.Start),
        PeriodSec = seconds,
        SampleMax = period.Peak,
        SampleSum = period.Sum,
        SampleCount = period.Values,
        TotalCount = period.Slots,
    };
}
