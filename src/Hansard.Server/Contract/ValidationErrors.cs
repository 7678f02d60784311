using System.ComponentModel;

namespace Hansard.Server.Contract;

/// <summary>Collects the faults of a request: the first ones in full, the others as a number.</summary>
/// <remarks>A body of a megabyte has room for hundreds of thousands of faults, each of them longer when described than when made.</remarks>
internal sealed class ValidationErrors
{
    /// <summary>Faults that are described.</summary>
    public const int MaximumListed = 20;

    private readonly List<ValidationError> _listed = [];

    /// <summary>All faults found.</summary>
    public int Count { get; private set; }

    /// <summary>The first <see cref="MaximumListed"/> of them.</summary>
    public IReadOnlyList<ValidationError> Listed => _listed;

    /// <summary>Adds one.</summary>
    public void Add(ValidationError error)
    {
        if (Count++ < MaximumListed) _listed.Add(error);
    }

    /// <summary>All messages in one line, with the number of those that are not listed.</summary>
    public override string ToString()
    {
        var listed = string.Join(' ', _listed.Select(error => error.Message));
        return Count > _listed.Count ? $"{listed} … and {Count - _listed.Count:N0} more." : listed;
    }
}

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="ErrorType">missing, invalid_type, invalid_value, invalid_json, too_long or conflict.</param>
/// <param name="Location">The field, such as body.payload.language_hints.0.</param>
/// <param name="Message">The fault and its remedy.</param>
internal sealed record ValidationError(
    [property: Description("missing, invalid_type, invalid_value, invalid_json, too_long or conflict.")] string ErrorType,
    [property: Description("The field, such as body.payload.language_hints.0.")] string Location,
    [property: Description("What is wrong and what to do.")] string Message);
