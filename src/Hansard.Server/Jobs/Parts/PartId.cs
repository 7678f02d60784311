using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Hansard.Server.Jobs.Parts;

/// <summary>Names a part of a recording where jobs are named: no job's id has a slash.</summary>
/// <param name="Transcription">Id of the transcription.</param>
/// <param name="Number">Number of the part, from 1 on.</param>
internal readonly record struct PartId(string Transcription, long Number)
{
    /// <summary>Reads a name.</summary>
    /// <returns>False if it is a job's.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out PartId? part)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        part = slash > 0 && long.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new PartId(text[..slash], number)
            : null;
        return part is not null;
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Transcription}/{Number}");
}
