using Hansard.Server.Contract;
using Hansard.Server.Http;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Doors.WhisperAsr;

/// <summary>Errors as the webservice writes them: FastAPI's JSON for what is wrong with a request, and text for all else.</summary>
/// <remarks>
/// Bazarr takes the body as the subtitle whatever the status is, and JSON without a language as a fault of the server for which it is not
/// asked for ten minutes. A text is neither a subtitle nor JSON: the film goes without, and the next one is sent.
/// </remarks>
internal sealed class AsrErrors : IErrorShape
{
    private static readonly PathString[] Paths = [new(AsrRoutes.Asr), new(AsrRoutes.Detection), new(AsrRoutes.Status)];

    // Between the parts of a location; a name in a query may have dots.
    private const char Separator = '\n';

    /// <inheritdoc />
    public bool Covers(PathString path) => Paths.Any(each => path.StartsWithSegments(each));

    /// <inheritdoc />
    public object BodyOf(ApiException error) => error.StatusCode switch
    {
        404 => new AsrErrorResponse("Not Found"),
        405 => new AsrErrorResponse("Method Not Allowed"),
        422 when error.ValidationErrors.Count > 0 => new AsrErrorResponse(error.ValidationErrors.Select(Fault).ToList()),
        _ => error.Message,
    };

    /// <summary>Several fields of a request are wrong; there is at least one.</summary>
    public static ApiException Invalid(IReadOnlyList<AsrFault> faults) => new(
        422, ErrorTypes.InvalidRequest, string.Join(" ", faults.Select(fault => fault.Msg)),
        [.. faults.Select(fault => new ValidationError(fault.Type, string.Join(Separator, [.. fault.Loc, fault.Input ?? ""]), fault.Msg))]);

    /// <summary>There is no recording.</summary>
    public static ApiException Missing() => Invalid([new("missing", ["body", AsrUploadReader.Field], "Field required", null)]);

    /// <summary>The recording cannot be used, which the webservice answers with 500.</summary>
    public static ApiException Unusable(string message) => new(500, ErrorTypes.InvalidAudioFile, message);

    private static AsrFault Fault(ValidationError error)
    {
        var parts = error.Location.Split(Separator);
        return new AsrFault(error.ErrorType, parts[..2], error.Message, parts.Length > 2 && parts[2].Length > 0 ? parts[2] : null);
    }
}
