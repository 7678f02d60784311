using System.Text.Json;
using Hansard.Server.Contract;
using Hansard.Server.Http;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Doors.OpenAi;

/// <summary>Errors as OpenAI's API writes them, at its addresses.</summary>
internal sealed class OpenAiErrors : IErrorShape
{
    private static readonly PathString Audio = new("/v1/audio");
    private static readonly PathString Realtime = new("/v1/realtime");
    private static readonly PathString Models = new("/v1/models");

    /// <inheritdoc />
    public bool Covers(PathString path)
        => path.StartsWithSegments(Audio) || path.StartsWithSegments(Realtime)
            || (path.StartsWithSegments(Models, out var rest) && rest.Value is { Length: > 1 });

    /// <inheritdoc />
    public object BodyOf(ApiException error) => Of(error);

    /// <summary>An error as JSON, for an answer whose status has been sent already.</summary>
    public static string Json(ApiException error) => JsonSerializer.Serialize(Of(error), JsonSettings.Stored);

    /// <summary>An error in the form of OpenAI's API.</summary>
    public static OpenAiErrorResponse Of(ApiException error) => new(new OpenAiErrorDetail(
        error.Message,
        error.StatusCode switch
        {
            401 or 403 => "authentication_error",
            429 => "rate_limit_error",
            >= 500 => "server_error",
            _ => "invalid_request_error",
        },
        error.ValidationErrors is [var only] ? Param(only.Location) : null,
        error.ErrorType));

    // "file.file" is the field file of a form, and "body.payload.x" the member x of a body.
    private static string Param(string location)
    {
        foreach (var prefix in (string[])["file.", "body.payload.", "body."])
            if (location.StartsWith(prefix, StringComparison.Ordinal)) return location[prefix.Length..];
        return location;
    }
}
