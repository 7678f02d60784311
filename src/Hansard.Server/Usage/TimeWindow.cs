using System.Globalization;
using Hansard.Server.Contract;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Usage;

/// <summary>The start_time and end_time of a request.</summary>
/// <param name="From">Milliseconds since 1970 UTC, inclusive.</param>
/// <param name="To">The same, exclusive.</param>
internal sealed record TimeWindow(long From, long To)
{
    /// <exception cref="ApiException">One is missing or malformed, or they are in the wrong order.</exception>
    public static TimeWindow Read(IQueryCollection query)
    {
        var errors = new ValidationErrors();
        var from = Time("start_time");
        var to = Time("end_time");
        if (errors.Count == 0 && from >= to) errors.Add(new("invalid_value", "query.end_time", "'end_time' must be after 'start_time'."));
        return errors.Count == 0 ? new TimeWindow(from, to) : throw ApiException.Invalid(errors);

        long Time(string name)
        {
            var text = query[name].ToString();
            if (DateTimeOffset.TryParse(text, null, DateTimeStyles.AssumeUniversal, out var time)) return time.ToUnixTimeMilliseconds();
            errors.Add(text.Length == 0
                ? new("missing", $"query.{name}", $"'{name}' is missing: send a time such as 2026-04-28T09:00:00Z.")
                : new("invalid_value", $"query.{name}", $"'{name}' must be a time in ISO 8601, such as 2026-04-28T09:00:00Z."));
            return 0;
        }
    }
}
