using System.ComponentModel;

namespace Hansard.Server.Contract;

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="ErrorType">missing, invalid_type, invalid_value, invalid_json, too_long or conflict.</param>
/// <param name="Location">The field, such as body.payload.language_hints.0.</param>
/// <param name="Message">What is wrong and what to do.</param>
internal sealed record ValidationError(
    [property: Description("missing, invalid_type, invalid_value, invalid_json, too_long or conflict.")] string ErrorType,
    [property: Description("The field, such as body.payload.language_hints.0.")] string Location,
    [property: Description("What is wrong and what to do.")] string Message);
