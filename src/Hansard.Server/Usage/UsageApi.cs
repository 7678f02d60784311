using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Http;
using Hansard.Server.OpenApi;
using Hansard.Server.Transcriptions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Usage;

/// <summary>The calls that tell what has been used and what may be.</summary>
internal static class UsageApi
{
    private const string Ascending = "end_time_asc";
    private const string Descending = "end_time_desc";
    // A leap year.
    private const int MaximumDays = 366;

    private static readonly QueryParameter[] Window =
    [
        new("start_time", "string", true, "Start of the window, inclusive: ISO 8601 in UTC."),
        new("end_time", "string", true, "End of the window, exclusive."),
    ];

    /// <summary>Adds the routes.</summary>
    public static void MapUsage(this IEndpointRouteBuilder routes)
    {
        var usage = routes.MapGroup("/v1").WithTags("Usage");
        usage.MapGet("/usage-logs", Logs).Ok<UsageLogsResponse>("List completed transcriptions and live sessions by their end")
            .Query(Window).Paged().Query(new QueryParameter("sort", "string", false, $"{Ascending} (default) or {Descending}."));
        usage.MapGet("/usage/summary", Summary).Ok<UsageSummaryResponse>($"Usage by day, of at most {MaximumDays} days").Query(Window);
        usage.MapStreamHistory();
        usage.MapGet("/concurrency-limits", Concurrency).Ok<ConcurrencyLimitsResponse>(
            "Transcriptions and live sessions that run, and that may run at once");
    }

    private static IResult Logs(HttpContext context, IUsageStore usage, Cursors cursors)
    {
        var query = context.Request.Query;
        var page = PageQuery.Read(query);
        var window = TimeWindow.Read(query);
        var sort = query["sort"].ToString() is { Length: > 0 } sent ? sent : Ascending;
        if (sort is not (Ascending or Descending))
            throw ApiException.Invalid("invalid_value", "query.sort", $"'sort' must be {Ascending} or {Descending}.");

        var project = context.Project().Id;
        UsagePlace? after = null;
        if (page.Cursor is not null)
        {
            var place = cursors.Read(sort, project, page.Cursor);
            after = new UsagePlace(place.Major, place.Minor);
        }

        var rows = usage.List(project, window.From, window.To, sort == Descending, after, page.Limit + 1);
        var last = rows.Count > page.Limit ? rows[page.Limit - 1] : null;
        return Reply.Json(new UsageLogsResponse(
            [.. rows.Take(page.Limit).Select(row => row.ToResponse())],
            last is null ? null : cursors.Issue(sort, project, last.EndTime, last.Seq)));
    }

    private static IResult Summary(HttpContext context, IUsageStore usage)
    {
        // Whole days: a day counts when the window has any part of it.
        var window = TimeWindow.Read(context.Request.Query);
        var first = window.From / TimeSpan.MillisecondsPerDay;
        var end = (window.To + TimeSpan.MillisecondsPerDay - 1) / TimeSpan.MillisecondsPerDay;
        if (end - first > MaximumDays)
            throw ApiException.Invalid(
                "invalid_value", "query.end_time", $"The window has more than {MaximumDays} days: ask for less at a time.");

        var count = (int)(end - first);
        var days = usage.Days(context.Project().Id, first * TimeSpan.MillisecondsPerDay, end * TimeSpan.MillisecondsPerDay);
        return Reply.Json(new UsageSummaryResponse(
            UsageSummary.Of(null, [.. days], first, count),
            [.. days.GroupBy(day => day.Model).Select(model => UsageSummary.Of(model.Key, [.. model], first, count))]));
    }

    private static IResult Concurrency(
        HttpContext context, ITranscriptionStore transcriptions, IServiceProvider services, HansardServerOptions options)
    {
        var project = context.Project().Id;
        var running = transcriptions.Processing(project);
        var live = services.GetService<IRunningSessions>();
        var limits = new ConcurrencyValues(options.Workers + options.Jobs.WaitedWorkers + (live?.Most ?? 0), 0);
        return Reply.Json(new ConcurrencyLimitsResponse(
            new ConcurrencyScope(new ConcurrencyValues(running.OfProject + (live?.RunningOf(project) ?? 0), 0), limits),
            new ConcurrencyScope(new ConcurrencyValues(running.OfAll + (live?.Running ?? 0), 0), limits)));
    }
}
