using System.ComponentModel;

namespace Hansard.Server.Contract;

/// <summary>The body of every error.</summary>
[Description("The body of every error.")]
internal sealed record ErrorResponse
{
    /// <summary>The HTTP status.</summary>
    [Description("The HTTP status.")]
    public required int StatusCode { get; init; }

    /// <summary>The kind of error, for programs.</summary>
    [Description("What kind of error, for programs.")]
    public required string ErrorType { get; init; }

    /// <summary>The fault and its remedy, for people.</summary>
    [Description("What is wrong and what to do, for people.")]
    public required string Message { get; init; }

    /// <summary>The fields that are wrong; empty for other errors.</summary>
    [Description("The fields that are wrong; empty for other errors.")]
    public required IReadOnlyList<ValidationError> ValidationErrors { get; init; }

    /// <summary>The same as the response's X-Request-Id; the server's log has it too.</summary>
    [Description("The same as the header X-Request-Id; the server's log has it too.")]
    public required string RequestId { get; init; }

    /// <summary>The address of this server's page on the error.</summary>
    [Description("The address of this server's page on the error: its causes, and what to do.")]
    public required string MoreInfo { get; init; }
}
