using Microsoft.Extensions.Logging;

namespace Hansard.Server.Configuration;

/// <summary>Level and format of the log, which goes to standard error.</summary>
public sealed record LogOptions
{
    /// <summary>text, one line each for people; or json, one object a line for machines.</summary>
    public string Format { get; set; } = "text";

    /// <summary>The least severe level that is logged: Trace, Debug, Information, Warning, Error, Critical or None.</summary>
    public LogLevel Level { get; set; } = LogLevel.Information;
}
